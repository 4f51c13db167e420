"""All models of the app, gathered from its slices (a test guards that none is forgotten)."""

from exams.announcements.models import *
from exams.dispatch.models import *
from exams.papers.models import *
from exams.registration.entry.models import *
from exams.registration.models import *
from exams.registration.review.models import *
from exams.registration.roster.models import *
from exams.scores.appeals.models import *
from exams.scores.corrections.models import *
from exams.scores.extensions.models import *
from exams.scores.models import *
from exams.scores.sheets.models import *
from exams.sessions.bundles.models import *
from exams.sessions.models import *
