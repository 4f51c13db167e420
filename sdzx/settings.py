"""All settings, read from the environment once. `SDZX_MODE` is demo, test or production; secrets have no defaults."""

from pathlib import Path

import environ
from csp.constants import NONCE, SELF
from django.core.exceptions import ImproperlyConfigured

from sdzx.schedule import BEAT_SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

MODE: str = env.str("SDZX_MODE", "production")
if MODE not in {"demo", "test", "production"}:
    raise ImproperlyConfigured(f"SDZX_MODE={MODE}: demo, test or production")
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"
DEBUG = False

# -- secrets: random ones are made by `make demo` and `make test`; production must bring its own
SECRET_KEY: str = env.str("SDZX_SECRET_KEY")
SDZX_FIELD_KEYS: str = env.str("SDZX_FIELD_KEYS")
SDZX_INDEX_KEY: str = env.str("SDZX_INDEX_KEY")
SDZX_PAPER_KEYS: str = env.str("SDZX_PAPER_KEYS")
if PRODUCTION:
    for name, value in {"SDZX_SECRET_KEY": SECRET_KEY, "SDZX_FIELD_KEYS": SDZX_FIELD_KEYS,
                        "SDZX_INDEX_KEY": SDZX_INDEX_KEY, "SDZX_PAPER_KEYS": SDZX_PAPER_KEYS}.items():  # fmt: skip
        if len(value) < 40 or any(word in value.lower() for word in ("change", "secret", "example", "insecure")):
            raise ImproperlyConfigured(f"{name} is missing, too short or a placeholder")
    if len({SECRET_KEY, SDZX_FIELD_KEYS.partition(":")[2], SDZX_INDEX_KEY, SDZX_PAPER_KEYS.partition(":")[2]}) < 4:
        raise ImproperlyConfigured("each of the four keys must be its own")

BASE_URL: str = env.str("SDZX_BASE_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS: list[str] = env.list("SDZX_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "testserver"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# -- the house. Slices of sites, exams and certificates share their app's label; see docs/architecture.md
SLICES = {
    "sites": (
        "applications",
        "evaluations",
        "registry",
        "registry.changes",
        "oversight.complaints",
        "oversight.inspections",
        "oversight.violations",
        "oversight.measures",
        "oversight",
    ),
    "exams": (
        "announcements",
        "registration",
        "registration.review",
        "registration.roster",
        "registration.waiting",
        "papers",
        "sessions",
        "sessions.bundles",
        "dispatch",
        "scores",
        "scores.appeals",
    ),
    "certificates": (
        "designs",
        "issuing",
        "printing.blanks",
        "printing",
        "handing",
        "changes",
        "export",
        "electronic",
        "lookup",
        "api",
    ),
}
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "axes",
    "sdzx.audit",
    "sdzx.serials",
    "sdzx.accounts",
    "sdzx.workdays",
    "sdzx.files",
    "sdzx.notifications",
    "sdzx.documents",
    "sdzx.archive",
    "sdzx.catalogue",
    "sdzx.personnel",
    "sdzx.ui",
    "sites",
    "exams",
    "certificates",
    "sdzx.home",
    "sdzx.demo",
]
FIRST_PARTY_APPS = [name for name in INSTALLED_APPS if name.startswith("sdzx.") or name in SLICES]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sdzx.accounts.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "sdzx.urls"
WSGI_APPLICATION = "sdzx.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "sdzx.ui.context.page",
            ],
            "builtins": ["sdzx.ui.templatetags.ui"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")
if MODE == "test":  # a tool of those who write migrations; production does not install it
    INSTALLED_APPS.append("django_linear_migrations")

# -- data
DATABASES = {"default": env.db_url("DATABASE_URL", engine="django.db.backends.postgresql")}
DATABASES["default"].update(CONN_MAX_AGE=600, CONN_HEALTH_CHECKS=True, ATOMIC_REQUESTS=False)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL: str = env.str("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "sdzx"}
}
MEDIA_ROOT = Path(env.str("SDZX_MEDIA_ROOT"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a thousand rows of people, each with its cells and projects
DATA_UPLOAD_MAX_NUMBER_FILES = 60
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# -- people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "sdzx.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home:worklist"
LOGOUT_REDIRECT_URL = "home:front"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
PASSWORD_RESET_TIMEOUT = 3600
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "sdzx.accounts.lockout.locked_out"
SDZX_PROXIES: int = env.int("SDZX_PROXIES", 1 if PRODUCTION else 0)
AXES_CLIENT_IP_CALLABLE = "sdzx.accounts.throttle.client_address"
AXES_VERBOSE = False

# -- headers
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "worker-src": [SELF],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str] | str] = {
    "camera": "self", "geolocation": [], "microphone": [], "payment": [], "usb": [], "fullscreen": "self",
}  # fmt: skip

# -- static files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = MODE == "test"  # tests have no collected folder
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# -- language and time
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# -- mail: the console backend until an address of a server is given
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL: str = env.str("SDZX_FROM", "sdzx@localhost")

# -- short messages: a gateway that takes JSON over https (docs/operations.md); none in demo and tests, which have an outbox
SDZX_SMS_URL: str = env.str("SDZX_SMS_URL", "")
SDZX_SMS_TOKEN: str = env.str("SDZX_SMS_TOKEN", "")
SDZX_SMS_SIGN: str = env.str("SDZX_SMS_SIGN", "山东省专项职业能力考核")
if SDZX_SMS_URL and not SDZX_SMS_URL.startswith("https://"):
    raise ImproperlyConfigured("SDZX_SMS_URL must begin with https://")

# -- background work
CELERY_BROKER_URL = REDIS_URL
CELERY_RESULT_BACKEND = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ALWAYS_EAGER = MODE == "test"
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE

# -- sizes of uploads, in bytes
SDZX_IMAGE_BYTES: int = env.int("SDZX_IMAGE_BYTES", 15 * 1024 * 1024)
SDZX_DOCUMENT_BYTES: int = env.int("SDZX_DOCUMENT_BYTES", 30 * 1024 * 1024)
SDZX_VIDEO_BYTES: int = env.int("SDZX_VIDEO_BYTES", 500 * 1024 * 1024)
SDZX_PHOTOS_BYTES: int = env.int("SDZX_PHOTOS_BYTES", 300 * 1024 * 1024)  # a ZIP of photos
SDZX_IMAGE_PIXELS: int = env.int("SDZX_IMAGE_PIXELS", 60_000_000)
SDZX_EXTRA_FONTS: str = env.str("SDZX_EXTRA_FONTS", "")

# -- the key that signs e-certificates: a PKCS#12 file or a PKCS#11 module; demo and tests make their own (docs/signing.md)
SDZX_SIGNING_P12: str = env.str("SDZX_SIGNING_P12", "")
SDZX_SIGNING_PASSPHRASE: str = env.str("SDZX_SIGNING_PASSPHRASE", "")
SDZX_SIGNING_PKCS11: str = env.str("SDZX_SIGNING_PKCS11", "")
SDZX_SIGNING_TOKEN: str = env.str("SDZX_SIGNING_TOKEN", "")
SDZX_SIGNING_LABEL: str = env.str("SDZX_SIGNING_LABEL", "")
SDZX_SIGNING_TRUST: str = env.str("SDZX_SIGNING_TRUST", "")
SDZX_SIGNING_TSA: str = env.str("SDZX_SIGNING_TSA", "")  # address of a time-stamp authority (RFC 3161)
SDZX_SIGNING_TSA_TRUST: str = env.str("SDZX_SIGNING_TSA_TRUST", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "weasyprint.progress": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "axes": {"level": "ERROR"},
    },
}
SILENCED_SYSTEM_CHECKS = ["security.W021"] if not PRODUCTION else []
