"""All models of the app, gathered from its slices (a test guards that none is forgotten)."""

from certificates.api.models import *  # noqa: F403
from certificates.changes.models import *  # noqa: F403
from certificates.electronic.models import *  # noqa: F403
from certificates.export.models import *  # noqa: F403
from certificates.handing.models import *  # noqa: F403
from certificates.issuing.models import *  # noqa: F403
