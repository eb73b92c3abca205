"""Settings of the test suite: production's shape, with what a test must not wait for switched off."""

import os

_TEST_VALUES = {
    "USP_SECRET_KEY": "only-for-tests-0123456789-0123456789-0123456789-0123456789",
    "USP_ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "USP_PUBLIC_URL": "http://testserver",
    "USP_FIELD_KEYS": "n0Yx0dWmJ8mC5nqg6o0m0x2fJb3sM0hH3m6b0QmW2bA=",
    "USP_HASH_KEY": "only-for-tests-hash-key",
    "EDEVLET_AUTHORIZE_URL": "http://127.0.0.1:8001/OAuth2AuthorizationServer/AuthorizationController",
    "EDEVLET_TOKEN_URL": "http://127.0.0.1:8001/OAuth2AuthorizationServer/AccessTokenController",
    "EDEVLET_RESOURCE_URL": "http://127.0.0.1:8001/OAuth2AuthorizationServer/AuthenticationController",
    "EDEVLET_RECORDS_URL": "http://127.0.0.1:8001/kayitlar",
    "EDEVLET_CLIENT_ID": "usp-test",
    "EDEVLET_CLIENT_SECRET": "usp-test-secret",
    "STORAGE_URL": "file:///tmp/usp-tests/files",
    "EMAIL_URL": "memorymail://",
    "USP_FROM_EMAIL": "Ulusal Staj Programı <bildirim@usp.example>",
    "SMS_URL": "file:///tmp/usp-tests/sms",
    "USP_HTTPS": "False",
}
for _name, _value in _TEST_VALUES.items():
    os.environ.setdefault(_name, _value)

from usp.settings.base import *  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECURE_SSL_REDIRECT = False
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
CELERY_TASK_ALWAYS_EAGER = False
ACCOUNT_RATE_LIMITS = False
LOGGING["root"]["level"] = "WARNING"

# Each parallel worker has a cache, a broker and a folder of its own: one test's clearing up must not touch another's.
_WORKER = int("".join(filter(str.isdigit, os.environ.get("PYTEST_XDIST_WORKER", "gw0"))) or 0)
CACHES["default"]["LOCATION"] = env.text("REDIS_URL").rsplit("/", 1)[0] + f"/{_WORKER + 1}"
CELERY_BROKER_URL = env.text("REDIS_URL").rsplit("/", 1)[0] + f"/{_WORKER + 8}"
MEDIA_ROOT = f"{MEDIA_ROOT}/{_WORKER}"
STORAGES["default"]["OPTIONS"]["location"] = MEDIA_ROOT
