"""All models of the app, gathered from its slices (a test guards that none is forgotten)."""

from sites.applications.entry.models import *  # noqa: F403
from sites.applications.models import *  # noqa: F403
from sites.applications.review_models import *  # noqa: F403
from sites.evaluations.models import *  # noqa: F403
from sites.oversight.complaints.models import *  # noqa: F403
from sites.oversight.inspections.models import *  # noqa: F403
from sites.oversight.measures.models import *  # noqa: F403
from sites.oversight.models import *  # noqa: F403
from sites.oversight.violations.models import *  # noqa: F403
from sites.registry.models import *  # noqa: F403
