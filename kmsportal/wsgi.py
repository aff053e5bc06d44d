"""The portal worker: console and REST under any WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kmsportal.settings")
application = get_wsgi_application()
