"""The web processes' entrance (granian, gunicorn): ``usp.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "usp.settings.base")

application = get_wsgi_application()
