"""What is vendored is what was published, and nothing more."""

import hashlib
import json
from pathlib import Path

import pytest

VENDOR = Path(__file__).parents[3] / "static" / "vendor"
MANIFEST = json.loads((VENDOR / "MANIFEST.json").read_text("utf-8"))


@pytest.mark.parametrize("name", sorted(MANIFEST))
def test_file_has_the_recorded_checksum(name):
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == MANIFEST[name]["sha256"]


def test_manifest_lists_every_file():
    found = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()} - {"MANIFEST.json"}

    assert found == set(MANIFEST)


def test_every_package_has_a_licence():
    folders = {name.partition("/")[0] for name in MANIFEST}

    assert {name.partition("/")[0] for name in MANIFEST if name.endswith("LICENSE")} == folders


def test_no_file_names_a_source_map():
    assert [name for name in MANIFEST if b"sourceMappingURL" in (VENDOR / name).read_bytes()] == []


def test_changed_files_say_what_was_changed():
    changed = {name: each for name, each in MANIFEST.items() if each["modified"]}

    assert {name: sorted(set(each) & {"change", "original_sha256"}) for name, each in changed.items()} == {
        "bootstrap-5.3.8/bootstrap.bundle.min.js": ["change", "original_sha256"],
        "bootstrap-5.3.8/bootstrap.min.css": ["change", "original_sha256"],
    }
