"""Settings, from the environment only. What can't be understood stops the start with a sentence."""

from pathlib import Path
from urllib.parse import urlparse

from csp.constants import SELF
from django.contrib.messages import constants as message_levels
from django.core.exceptions import ImproperlyConfigured
from environs import Env, validate
from huey.serializer import SignedSerializer
from redis import ConnectionPool
from redis.backoff import NoBackoff
from redis.retry import Retry

from jogg_dashboard.secret_key import read_or_create

env = Env()

# --- Where things are -------------------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.path("DATA_DIR", BASE_DIR / "data").resolve()
UPLOAD_DIR = DATA_DIR / "incoming"
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # people's files, and their passwords' hashes
UPLOAD_DIR.mkdir(exist_ok=True)

HOST = env.str("HOST", "127.0.0.1")
PORT = env.int("PORT", 8000, validate=validate.Range(1, 65535))
SANDBOX_PORT = env.int("SANDBOX_PORT", PORT + 1, validate=validate.Range(1, 65535))

# --- Jogg -------------------------------------------------------------------------------------

JOGG = urlparse("https://api.jogg.ai")  # environs parses what is set, not the default
JOGG_API_KEY = env.str("JOGG_API_KEY", "")
DEMO_MODE = not JOGG_API_KEY
if DEMO_MODE:
    JOGG_API_KEY = "key-of-the-sandbox"  # no word, as every occurrence of the key is taken out of what is kept
    JOGG_API_URL = f"http://127.0.0.1:{SANDBOX_PORT}"
else:
    JOGG_API_URL = env.url("JOGG_API_URL", JOGG, schemes={"http", "https"}, require_tld=False)
    JOGG_API_URL = JOGG_API_URL.geturl().rstrip("/")
JOGG_API_VERSION = env.str("JOGG_API_VERSION", "v1", validate=validate.OneOf(["v1", "v2"]))
JOGG_WEBHOOK_SECRET = env.str("JOGG_WEBHOOK_SECRET", "")
SANDBOX_WEBHOOK_SECRET_FILE = DATA_DIR / "sandbox_webhook_secret"

# Jogg's limit for one key: so many POSTs in any so many seconds. 0 switches pacing off.
JOGG_POSTS_PER_MINUTE = env.int("JOGG_POSTS_PER_MINUTE", 20, validate=validate.Range(0))
JOGG_POSTS_WINDOW = env.float("JOGG_POSTS_WINDOW", 60.0, validate=validate.Range(0.1, 3600))

# --- Web --------------------------------------------------------------------------------------

SECRET_KEY = env.str("SECRET_KEY", "") or read_or_create(DATA_DIR / "secret_key")
DEBUG = env.bool("DEBUG", False)
PUBLIC_URL = env.str("PUBLIC_URL", "").rstrip("/")
if PUBLIC_URL and not (urlparse(PUBLIC_URL).scheme in ("http", "https") and urlparse(PUBLIC_URL).hostname):
    raise ImproperlyConfigured(f'PUBLIC_URL is "{PUBLIC_URL}"; it needs a scheme and a host, as in https://example.org')
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1"])
ALLOWED_HOSTS += [urlparse(PUBLIC_URL).hostname] if PUBLIC_URL else []
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None

ROOT_URLCONF = "jogg_dashboard.urls"
WSGI_APPLICATION = "jogg_dashboard.wsgi.application"

INSTALLED_APPS = [
    "jogg_dashboard",
    "uploads",
    "videos",
    "rehearsal",
    "operating",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "huey.contrib.djhuey",
]

MIDDLEWARE = [
    "jogg_dashboard.request_ids.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jogg_dashboard.middleware.StorableTextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Before CSRF, which reads the whole body: a stranger's upload is turned away unread.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "jogg_dashboard.request_ids.AboutMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jogg_dashboard.middleware.HtmxRedirectMiddleware",
    "jogg_dashboard.middleware.StorageAwayMiddleware",
    "axes.middleware.AxesMiddleware",
]

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
                "jogg_dashboard.context_processors.environment",
            ],
            "libraries": {"heroicons": "jogg_dashboard.icons"},
        },
    },
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# --- People -----------------------------------------------------------------------------------

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "uploads:list"
LOGOUT_REDIRECT_URL = "login"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "jogg_dashboard.client_address.client_address"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "registration/locked_out.html"
AXES_VERBOSE = False

MESSAGE_TAGS = {message_levels.ERROR: "error"}

# --- Database ---------------------------------------------------------------------------------

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'dashboard.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: with deferred transactions most concurrent writers fail. FULL: a power cut that lost
    # the claim of a submit would pay for it twice.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-8000;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # As many connections as a process has threads (gunicorn's 64): an upload or a download holds one for as
    # long as it lasts, and slow ones must not keep others waiting. A pool opens them only when they are needed.
    most = env.int("DATABASE_POOL_SIZE", 64, validate=validate.Range(1))
    pool = {"min_size": 1, "max_size": most, "timeout": 20}
    DATABASES["default"] |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"]["OPTIONS"] = DATABASES["default"].get("OPTIONS", {}) | {"pool": pool}
else:
    raise ImproperlyConfigured("DATABASE_URL names another database than SQLite or PostgreSQL.")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache and sessions -----------------------------------------------------------------------

# Without Redis: a cache in each process, sessions in the database. With it the database keeps the sessions all the
# same, and Redis spares reading them.
REDIS_URL = env.str("REDIS_URL", "")
REDIS_PREFIX = env.str("REDIS_PREFIX", "jogg-dashboard")
# Redis' own patience, ten seconds and more, would be each page's where it is away.
HASTY_REDIS = {"socket_connect_timeout": 2, "health_check_interval": 30, "retry": Retry(NoBackoff(), 1)}
if REDIS_URL:
    if urlparse(REDIS_URL).scheme not in ("redis", "rediss", "unix"):
        raise ImproperlyConfigured("REDIS_URL is not understood; it looks like redis://:password@redis.example.org/0")
    redis_cache = {
        "BACKEND": "jogg_dashboard.redis_cache.TolerantRedisCache",
        "LOCATION": [REDIS_URL],  # a list, as a URL by itself is split at commas, which a password may hold
        "KEY_PREFIX": REDIS_PREFIX,
        "OPTIONS": HASTY_REDIS | {"socket_timeout": 2},
    }
    CACHES = {
        "default": redis_cache,
        "sessions": redis_cache | {"BACKEND": "jogg_dashboard.redis_cache.BriefRedisCache"},
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    SESSION_CACHE_ALIAS = "sessions"

# --- Mail -------------------------------------------------------------------------------------

# submission://user:password@mail.example.org for STARTTLS, smtp://… for none, smtp://…:465?ssl=true for TLS.
MAIL = env.dj_email_url("EMAIL_URL") if env.str("EMAIL_URL", "") else {}
IS_MAIL_SET = bool(MAIL)
if IS_MAIL_SET and "EMAIL_BACKEND" not in MAIL:
    raise ImproperlyConfigured("EMAIL_URL is not understood; it looks like submission://user:password@mail.example.org")
EMAIL_BACKEND = MAIL.get("EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")
EMAIL_HOST, EMAIL_PORT = MAIL.get("EMAIL_HOST") or "localhost", MAIL.get("EMAIL_PORT") or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.get("EMAIL_HOST_USER") or "", MAIL.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.get("EMAIL_USE_TLS", False), MAIL.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = MAIL.get("EMAIL_FILE_PATH") or None
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "dashboard@localhost")

# --- Files ------------------------------------------------------------------------------------

LOCAL_FILES = {
    "BACKEND": "jogg_dashboard.storage.DurableFileSystemStorage",
    "OPTIONS": {"location": DATA_DIR / "media"},
}
STORAGES = {
    "default": LOCAL_FILES,
    "staticfiles": {"BACKEND": "jogg_dashboard.staticfiles.StaticFilesStorage"},
}
S3_BUCKET = env.str("S3_BUCKET", "")
S3_ENDPOINT_URL = env.str("S3_ENDPOINT_URL", "").rstrip("/")
if S3_ENDPOINT_URL and not (
    urlparse(S3_ENDPOINT_URL).scheme in ("http", "https") and urlparse(S3_ENDPOINT_URL).hostname
):
    raise ImproperlyConfigured("S3_ENDPOINT_URL needs a scheme and a host, as in https://s3.example.org")
S3_ENCRYPTION = env.str("S3_ENCRYPTION", "none", validate=validate.OneOf(["none", "AES256", "aws:kms"]))
# Amazon is reached by every browser, a server of one's own perhaps by this one only.
S3_PRESIGNED = env.bool("S3_PRESIGNED", not S3_ENDPOINT_URL) and bool(S3_BUCKET)
S3_FILES = {
    "BACKEND": "jogg_dashboard.bucket.BucketStorage",
    "OPTIONS": {
        "bucket_name": S3_BUCKET,
        "endpoint_url": S3_ENDPOINT_URL or None,
        "access_key": env.str("AWS_ACCESS_KEY_ID", "") or None,
        "secret_key": env.str("AWS_SECRET_ACCESS_KEY", "") or None,
        "region_name": env.str("S3_REGION", "") or None,
        "location": env.str("S3_PREFIX", "").strip("/"),
        "object_parameters": {} if S3_ENCRYPTION == "none" else {"ServerSideEncryption": S3_ENCRYPTION},
    },
}
if S3_BUCKET:
    STORAGES["default"] = S3_FILES
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]

FILE_UPLOAD_TEMP_DIR = UPLOAD_DIR
FILE_UPLOAD_HANDLERS = ["uploads.receiving.AssetUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a form may name many selected files; whether too many, its view says
FILE_UPLOAD_PERMISSIONS = 0o640

# Hosts, or host:port, that files may be imported from although they are private.
IMPORT_ALLOWED_HOSTS = [host.strip().lower() for host in env.list("IMPORT_ALLOWED_HOSTS", [])]

# --- Worker -----------------------------------------------------------------------------------

# The rows are the truth; the queue only says "look at this row soon".
HUEY = {
    "huey_class": "huey.SqliteHuey",
    "name": "jogg-dashboard",
    "filename": str(DATA_DIR / "queue.sqlite3"),
    "immediate": False,
    "results": False,
    "serializer": SignedSerializer(secret=SECRET_KEY),
    "consumer": {
        "workers": env.int("WORKER_THREADS", 8, validate=validate.Range(1, 64)),
        "worker_type": "thread",
        "initial_delay": 0.05,
        "backoff": 1.2,
        "max_delay": 0.1,
        "scheduler_interval": 1,
        "graceful_signal": "TERM",
        "shutdown_timeout": 4,
        "periodic": True,
    },
}
if REDIS_URL:
    # The pop blocks in Redis, so that what is enqueued is picked up at once. Only while it is away are there delays,
    # longer ones, as each try is logged.
    del HUEY["filename"]
    HUEY |= {
        "huey_class": "huey.PriorityRedisHuey",
        "name": REDIS_PREFIX,
        "connection_pool": ConnectionPool.from_url(REDIS_URL, **HASTY_REDIS, socket_timeout=10),
        "blocking": True,
        "read_timeout": 1,
        "consumer": HUEY["consumer"] | {"initial_delay": 0.5, "backoff": 2, "max_delay": 5},
    }

# --- Operating --------------------------------------------------------------------------------

# Without it /metrics doesn't exist.
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
SENTRY_DSN = env.str("SENTRY_DSN", "")
SENTRY_TRACES_RATE = env.float("SENTRY_TRACES_RATE", 0.0, validate=validate.Range(0, 1))
LOG_FORMAT = env.str("LOG_FORMAT", "line", validate=validate.OneOf(["line", "json"]))

# Wherever one of them would stand, in a log or a report, it is taken out.
SECRETS = [JOGG_API_KEY, JOGG_WEBHOOK_SECRET, SECRET_KEY, METRICS_TOKEN]

# --- Words, time, logs ------------------------------------------------------------------------

LANGUAGE_CODE = "en"
TIME_ZONE = env.str("TIME_ZONE", "UTC")
USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"ids": {"()": "jogg_dashboard.logs.IdsFilter"}},
    "formatters": {
        "line": {"()": "jogg_dashboard.logs.LineFormatter", "secrets": SECRETS},
        "json": {"()": "jogg_dashboard.logs.JsonLineFormatter", "secrets": SECRETS},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["ids"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "uploads": {"level": "INFO"},
        "videos": {"level": "INFO"},
        "huey": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        # Its warnings quote URLs, which may be signed.
        "urllib3": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # strangers' requests, each with a traceback
    },
}
