"""All models of the app, gathered from its slices (a test guards that none is forgotten)."""

from certificates.api.models import *
from certificates.changes.models import *
from certificates.designs.models import *
from certificates.electronic.models import *
from certificates.export.models import *
from certificates.handing.models import *
from certificates.issuing.models import *
from certificates.printing.blanks.models import *
from certificates.printing.models import *
