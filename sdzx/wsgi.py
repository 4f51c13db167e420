"""The WSGI application that granian serves."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sdzx.settings")
# A thread that returns from the database with a row locked should not wait its usual 5 ms for another one to pause.
sys.setswitchinterval(0.0005)
application = get_wsgi_application()
