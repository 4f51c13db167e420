"""All models of the app, gathered from its slices (a test guards that none is forgotten)."""

from sites.applications.entry.models import *
from sites.applications.models import *
from sites.applications.review_models import *
from sites.evaluations.models import *
from sites.oversight.complaints.models import *
from sites.oversight.inspections.models import *
from sites.oversight.measures.models import *
from sites.oversight.models import *
from sites.oversight.violations.models import *
from sites.registry.models import *
