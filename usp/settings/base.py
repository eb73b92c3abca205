"""Settings in the shape of production. Every value that differs between two places comes from the environment."""

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from usp import celery, env  # noqa: F401 -- celery: whoever reads the settings publishes to this broker
from usp.settings.schedule import CELERY_BEAT_SCHEDULE  # noqa: F401 -- Celery reads it here

ROOT = Path(__file__).resolve().parents[2]

DEBUG = False
USP_DEMO = False
SECRET_KEY = env.text("USP_SECRET_KEY")
ALLOWED_HOSTS = env.words("USP_ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.words("USP_TRUSTED_ORIGINS", "")
USP_PUBLIC_URL = env.text("USP_PUBLIC_URL").rstrip("/")

# Personal data: keys stay outside the database; the first one encrypts, all of them decrypt (rotation).
USP_FIELD_KEYS = env.words("USP_FIELD_KEYS")
USP_HASH_KEY = env.text("USP_HASH_KEY")

INSTALLED_APPS = [
    "usp.core.apps.CoreConfig",
    "usp.reference.apps.ReferenceConfig",
    "usp.accounts.apps.AccountsConfig",
    "usp.calendars.apps.CalendarsConfig",
    "usp.edevlet.apps.EdevletConfig",
    "usp.notifications.apps.NotificationsConfig",
    "usp.documents.apps.DocumentsConfig",
    "usp.guidance.apps.GuidanceConfig",
    "applications.apps.ApplicationsConfig",
    "offers.apps.OffersConfig",
    "insurance.apps.InsuranceConfig",
    "usp.portal.apps.PortalConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "django_filters",
    "phonenumber_field",
    "anymail",
    "pgtrigger",
    "pghistory",
    "django_linear_migrations",
]

MIDDLEWARE = [
    "usp.core.middleware.RequestIdMiddleware",
    "usp.portal.health.ProbesFirstMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "usp.core.middleware.HtmxEdgesMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "usp.accounts.middleware.SecondFactorMiddleware",
    "usp.core.middleware.ActorMiddleware",
    "usp.portal.middleware.OwnWorkMiddleware",
]

ROOT_URLCONF = "usp.urls"
WSGI_APPLICATION = "usp.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "usp.portal.context.shell",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES: dict[str, dict[str, Any]] = {"default": env.database()}
_POOL = env.number("USP_DATABASE_POOL", 0)
DATABASES["default"].update(
    CONN_MAX_AGE=0 if _POOL else 60,
    CONN_HEALTH_CHECKS=not _POOL,
    OPTIONS={
        # lock_timeout: docs/architecture.md; a verb is tried again by usp.core.db.verb before the user hears of it.
        "options": "-c statement_timeout=15000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=60000",
        **({"pool": {"min_size": 1, "max_size": _POOL}} if _POOL else {}),
    },
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.text("REDIS_URL"),
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        "KEY_PREFIX": "usp",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_NAME = "usp_session"
LANGUAGE_COOKIE_NAME = "usp_language"
CSRF_COOKIE_NAME = "usp_csrf"
CSRF_FAILURE_VIEW = "usp.portal.views.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "portal:sign-in"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "usp.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
SOCIALACCOUNT_ADAPTER = "usp.edevlet.adapters.SocialAccountAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_ONLY = False
MFA_ADAPTER = "usp.accounts.adapters.MfaAdapter"
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Ulusal Staj Programı"

# e-Devlet: the login provider's three addresses and the records gateway (docs/edevlet.md)
USP_EDEVLET: dict[str, Any] = {
    "authorize_url": env.text("EDEVLET_AUTHORIZE_URL"),
    "token_url": env.text("EDEVLET_TOKEN_URL"),
    "resource_url": env.text("EDEVLET_RESOURCE_URL"),
    "records_url": env.text("EDEVLET_RECORDS_URL"),
    "client_id": env.text("EDEVLET_CLIENT_ID"),
    "client_secret": env.text("EDEVLET_CLIENT_SECRET"),
    "timeout_seconds": env.number("EDEVLET_TIMEOUT_SECONDS", 8),
}

# Language and time
LANGUAGE_CODE = "tr"
LANGUAGES = [("tr", _("Türkçe")), ("en", _("İngilizce"))]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Europe/Istanbul"
USE_TZ = True
USE_I18N = True
PHONENUMBER_DEFAULT_REGION = "TR"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("USP_STATIC_ROOT", str(ROOT / ".local" / "static")))
STATICFILES_DIRS = [ROOT / "static"]
_STORAGE_URL = env.text("STORAGE_URL")
MEDIA_ROOT = env.folder_of("STORAGE_URL", _STORAGE_URL)
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT, "base_url": None, "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "usp.documents.receiving.BoundedUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# The portal's signature on papers (docs/decisions/0016): a PKCS#12 archive, or none
USP_SIGNING = {
    "certificate": env.text("USP_SIGNING_CERT", ""),
    "password": env.text("USP_SIGNING_PASSWORD", ""),
    "tsa": env.text("USP_SIGNING_TSA", ""),
}

# Prints of many papers: how many workers make one batch at a time, and for how long the file stays
USP_BATCH_STRANDS = env.number("USP_BATCH_STRANDS", 2)
USP_BATCH_DAYS = env.number("USP_BATCH_DAYS", 7)

# Messages
vars().update(env.email("EMAIL_URL"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("USP_FROM_EMAIL")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
USP_SMS_URL = env.text("SMS_URL")

# Background work
CELERY_BROKER_URL = env.text("REDIS_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 5, "max_retries": 1}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = TIME_ZONE

# Security
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.flag("USP_HTTPS", True)
SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT
CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE_SSL_REDIRECT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^saglik/"]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        # The e-Devlet button is a form whose answer redirects there.
        "form-action": [SELF, env.origin(env.text("EDEVLET_AUTHORIZE_URL"))],
        "frame-ancestors": [NONE],
    }
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "usp.core.logs.RequestIdFilter"}, "mask": {"()": "usp.core.logs.MaskFilter"}},
    "formatters": {"json": {"()": "usp.core.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id", "mask"]}},
    "loggers": {name: {"level": "ERROR"} for name in ("weasyprint", "fontTools")},
    "root": {"handlers": ["console"], "level": env.text("USP_LOG_LEVEL", "INFO")},
}
