"""Settings of one installation, read from the environment.

Every variable is described in ``docs/configuration.md``; nothing else configures the
portal.
"""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DATA_DIR = Path(env.str("KMSPORTAL_DATA_DIR", default=str(BASE_DIR / "data"))).resolve()
DEBUG = env.bool("KMSPORTAL_DEBUG", default=False)
SECRET_KEY_FILE = DATA_DIR / "django-secret-key"


def _secret_key() -> str:
    """Return the session signing key; the first start of ``up`` makes the file."""
    given: str = env.str("KMSPORTAL_SECRET_KEY", default="")
    if given or not SECRET_KEY_FILE.is_file():
        return given
    return SECRET_KEY_FILE.read_text(encoding="ascii").strip()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("KMSPORTAL_ALLOWED_HOSTS", default=["*"])
CSRF_TRUSTED_ORIGINS = env.list("KMSPORTAL_TRUSTED_ORIGINS", default=[])

# What the portal serves ------------------------------------------------------

KMSPORTAL_REGIONS = env.list(
    "KMSPORTAL_REGIONS", default=["us-east-1", "us-west-2", "eu-central-1"]
)
KMSPORTAL_ROOT_KEY_PROVIDER = env.str("KMSPORTAL_ROOT_KEY_PROVIDER", default="file")
KMSPORTAL_ROOT_KEY_FILE = Path(
    env.str("KMSPORTAL_ROOT_KEY_FILE", default=str(DATA_DIR / "root.key"))
)
KMSPORTAL_ROOT_KEY = env.str("KMSPORTAL_ROOT_KEY", default="")
KMSPORTAL_LEASE_MS = env.int("KMSPORTAL_LEASE_MS", default=300)
KMSPORTAL_POLL_MS = env.int("KMSPORTAL_POLL_MS", default=100)
KMSPORTAL_BILLING_GRACE_HOURS = env.int("KMSPORTAL_BILLING_GRACE_HOURS", default=48)
KMSPORTAL_INVOICE_ISSUER = env.str("KMSPORTAL_INVOICE_ISSUER", default="KMSP")
KMSPORTAL_SNAPSHOT_CACHE_SIZE = env.int(
    "KMSPORTAL_SNAPSHOT_CACHE_SIZE", default=100_000
)
KMSPORTAL_MAX_KEYS = env.int("KMSPORTAL_MAX_KEYS", default=100_000)
KMSPORTAL_MAX_ALIASES_PER_KEY = env.int("KMSPORTAL_MAX_ALIASES_PER_KEY", default=50)
KMSPORTAL_MAX_TAGS_PER_KEY = env.int("KMSPORTAL_MAX_TAGS_PER_KEY", default=50)
KMSPORTAL_MAX_GRANTS_PER_KEY = env.int("KMSPORTAL_MAX_GRANTS_PER_KEY", default=50_000)
KMSPORTAL_MAX_ON_DEMAND_ROTATIONS = env.int(
    "KMSPORTAL_MAX_ON_DEMAND_ROTATIONS", default=25
)
KMSPORTAL_REQUEST_QUOTAS = env.list("KMSPORTAL_REQUEST_QUOTAS", default=[])
KMSPORTAL_ANCHOR_HOSTS = env.list("KMSPORTAL_ANCHOR_HOSTS", default=[])
KMSPORTAL_WEBHOOK_HOSTS = env.list("KMSPORTAL_WEBHOOK_HOSTS", default=[])
KMSPORTAL_STORAGE_HOSTS = env.list("KMSPORTAL_STORAGE_HOSTS", default=[])
KMSPORTAL_OUTPUT_PRIVATE_HOSTS = env.list("KMSPORTAL_OUTPUT_PRIVATE_HOSTS", default=[])
KMSPORTAL_CHECKPOINT_SECONDS = env.int("KMSPORTAL_CHECKPOINT_SECONDS", default=300)
KMSPORTAL_TRUSTED_PROXIES = env.list("KMSPORTAL_TRUSTED_PROXIES", default=[])
KMSPORTAL_PORTAL_SOCKET = env.str("KMSPORTAL_PORTAL_SOCKET", default="")
KMSPORTAL_PORTAL_URL = env.str("KMSPORTAL_PORTAL_URL", default="http://127.0.0.1:8001")
KMSPORTAL_MAX_BODY_BYTES = env.int("KMSPORTAL_MAX_BODY_BYTES", default=8 * 1024 * 1024)

# Django ----------------------------------------------------------------------

# Issuers on this very machine may be asked without TLS: for tests and demonstrations.
KMSPORTAL_OIDC_LOOPBACK_HTTP = env.bool("KMSPORTAL_OIDC_LOOPBACK_HTTP", default=False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "django_htmx",
    "django_celery_beat",
    "rest_framework",
    "drf_spectacular",
    "kmsportal",
    "kmsportal.sealing",
    "kmsportal.tenancy",
    "kmsportal.iam",
    "kmsportal.rest",
    "kmsportal.console",
    "keys",
    "audit",
    "billing",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kmsportal.console.middleware.BrowserPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "kmsportal.urls"
WSGI_APPLICATION = "kmsportal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Databases -------------------------------------------------------------------

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
        "PRAGMA cache_size=-16000;PRAGMA temp_store=MEMORY;"
    ),
}

# A server that has vanished is an error within seconds, not minutes. Milliseconds
# for what the kernel holds unacknowledged, else seconds (libpq, "Connection strings").
POSTGRESQL_OPTIONS = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}


def _database() -> dict[str, object]:
    default = f"sqlite:///{DATA_DIR / 'kmsportal.sqlite3'}"
    database: dict[str, object] = dict(env.db_url("DATABASE_URL", default=default))
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["OPTIONS"] = SQLITE_OPTIONS
    else:
        database["CONN_MAX_AGE"] = 600
        database["CONN_HEALTH_CHECKS"] = True
        database["OPTIONS"] = POSTGRESQL_OPTIONS
    return database


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Redis or, in the embedded shape, local stand-ins ------------------------------

REDIS_URL = env.str("REDIS_URL", default="")
CACHES: dict[str, dict[str, object]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(DATA_DIR / "cache"),
    }
}
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
if not REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(DATA_DIR / "broker"),
        "data_folder_out": str(DATA_DIR / "broker"),
        "control_folder": str(DATA_DIR / "broker" / "control"),
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# People ------------------------------------------------------------------------

AUTH_USER_MODEL = "tenancy.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "kmsportal.console.accounts.AccountAdapter"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
LOGIN_URL = "/console/sign-in/"
ACCOUNT_SESSION_REMEMBER = False
LOGIN_REDIRECT_URL = "/console/"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL

# Web ---------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATICFILES_DIRS = [BASE_DIR / "kmsportal" / "console" / "assets"]
LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "kmsportal.tenancy.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
KMSPORTAL_HTTPS = env.bool("KMSPORTAL_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = KMSPORTAL_HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if KMSPORTAL_HTTPS else None
)
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if KMSPORTAL_HTTPS else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # what the other hosts of a domain serve is its owner's to say
    "security.W021",  # likewise a browser's preload list
    "security.W008",  # the proxy that ends TLS redirects; the wire never may
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "kmsportal.rest.openapi.schema.RouteSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["kmsportal.rest.parsing.StrictJSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "kmsportal.rest.authentication.TokenAuthentication",
        "kmsportal.rest.authentication.ConsoleSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "kmsportal.rest.problems.handle",
    "UNAUTHENTICATED_USER": None,
    # ``format`` is a parameter of operations, and chooses no renderer.
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "KMS Portal",
    "DESCRIPTION": "Keys, policies, audit and cost, for applications and for people.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": ["kmsportal.rest.openapi.document.complete"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": env.str("KMSPORTAL_LOG_LEVEL", default="INFO"),
    },
    "loggers": {"httpx": {"level": "WARNING"}, "httpcore": {"level": "WARNING"}},
}
