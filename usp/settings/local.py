"""Settings of ``make run``: the production shape with the demo's conveniences.

Values come from the environment that the launcher prepares (``usp/stack``); only what makes a demo a demo stands here.
"""

from usp import env
from usp.settings.base import *

USP_DEMO = True
DEBUG = env.flag("USP_DEBUG", False)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016", "usp.E001", "usp.E002"]
# Hashed names as in production, but not compressed: on one's own machine that only delays the first start.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
