"""The WSGI application that the web server loads."""

import os

from django.core.wsgi import get_wsgi_application

from jogg_dashboard.slow_bodies import SlowBodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jogg_dashboard.settings")

application = SlowBodies(get_wsgi_application())
