"""What gunicorn loads instead of the dashboard; `SlowBodies` is left out."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
