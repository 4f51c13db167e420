"""A sample context for every printed form: the contract that a slice's documents.py has to keep."""

from tests.sdzx.documents.samples import accounts, certificates, exams, inspections, letters, scores, sites
from tests.sdzx.documents.samples.common import Sample

SAMPLES: dict[str, Sample] = {
    **sites.SAMPLES,
    **letters.SAMPLES,
    **inspections.SAMPLES,
    **exams.SAMPLES,
    **scores.SAMPLES,
    **certificates.SAMPLES,
    **accounts.SAMPLES,
}
CASES: dict[str, tuple[str, Sample, dict[str, object], int]] = {
    f"{name[4:-5]}-{variant}".removesuffix("-"): (name, sample, context, pages)
    for name, sample in SAMPLES.items()
    for variant, (context, pages) in {"": (sample.context, sample.pages), **sample.variants}.items()
}
