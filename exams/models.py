"""All models of the app, gathered from its slices (a test guards that none is forgotten)."""

from exams.announcements.models import *  # noqa: F403
from exams.dispatch.models import *  # noqa: F403
from exams.papers.models import *  # noqa: F403
from exams.registration.entry.models import *  # noqa: F403
from exams.registration.models import *  # noqa: F403
from exams.registration.review.models import *  # noqa: F403
from exams.registration.roster.models import *  # noqa: F403
from exams.scores.appeals.models import *  # noqa: F403
from exams.scores.corrections.models import *  # noqa: F403
from exams.scores.models import *  # noqa: F403
from exams.scores.sheets.models import *  # noqa: F403
from exams.sessions.bundles.models import *  # noqa: F403
from exams.sessions.models import *  # noqa: F403
