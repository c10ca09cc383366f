"""The settings of Quán triệt, all from the environment; docs/operations.md has the table."""

from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from quantriet.config import catalogue, environment
from quantriet.pg.embedded import Cluster, default_folder

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(environment.text("QUANTRIET_DATA", str(default_folder(BASE_DIR)))).resolve()

# --- who may reach it, and how ---------------------------------------------------------------------------------------
DEBUG = environment.flag("QUANTRIET_DEBUG")
HTTPS = environment.flag("QUANTRIET_HTTPS")
SECRET_KEY = environment.secret("QUANTRIET_SECRET_KEY", kept_in=DATA_DIR / "secret-key")
ALLOWED_HOSTS = environment.words("QUANTRIET_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [f"https://{host.removeprefix('.')}" for host in ALLOWED_HOSTS] if HTTPS else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "quantriet.web.answers.csrf_failure"
SESSION_COOKIE_AGE = 12 * 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024  # one form without its files, pasted text included
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 2000  # of one drag
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # larger files pass through the disk
SCAN_PAGES = environment.number("QUANTRIET_SCAN_PAGES", 50, lowest=1, highest=2000)  # recognised of one scan at most

# --- what it is made of ----------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "quantriet.sample",
    "quantriet.desk",
    "quantriet.reorganisation",
    "quantriet.conference",
    "quantriet.study",
    "quantriet.programme",
    "quantriet.cascade",
    "quantriet.documents",
    "quantriet.org",
    "quantriet.notices",
    "quantriet.accounts",
    "quantriet.audit",
    "quantriet.web",
    "quantriet.live",
    "quantriet.jobs",
    "procrastinate.contrib.django",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "quantriet.web.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "quantriet.config.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # a view is closed unless it says otherwise
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "quantriet.accounts.middleware.ActorMiddleware",
    "quantriet.org.middleware.ActingMiddleware",
    "quantriet.web.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "quantriet.config.urls"
ASGI_APPLICATION = "quantriet.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "quantriet.sample.context.sample",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REQUIREMENT_TYPES = catalogue.REQUIREMENT_TYPES

# --- accounts --------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- e-mail: off without a server ------------------------------------------------------------------------------------
_mail = environment.mail_server("QUANTRIET_SMTP_URL")
MAIL_IS_ON = _mail is not None
DEFAULT_FROM_EMAIL = environment.text("QUANTRIET_MAIL_FROM")
if _mail:
    if "@" not in DEFAULT_FROM_EMAIL:
        raise environment.WrongSetting("QUANTRIET_MAIL_FROM", "say from which address e-mail is sent.")
    EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.host, _mail.port, _mail.user, _mail.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.starts_tls, _mail.is_tls
EMAIL_TIMEOUT = 20  # seconds
_port = environment.number("PORT", 8000, lowest=1, highest=65535)
_own_name = ALLOWED_HOSTS[0].removeprefix(".")
_own_url = f"https://{_own_name}" if HTTPS else f"http://{_own_name}:{_port}"
BASE_URL = environment.text("QUANTRIET_BASE_URL", _own_url).rstrip("/")  # what links in e-mails begin with

# --- the database: one's own by DATABASE_URL, otherwise the one that comes along -------------------------------------
DATABASE_URL = environment.text("DATABASE_URL") or Cluster(DATA_DIR).url()
_address = conninfo_to_dict(DATABASE_URL)
_pool_size = environment.number("QUANTRIET_POOL", 10, lowest=0, highest=200)
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _address.pop("dbname", "quantriet"),
        "USER": _address.pop("user", ""),
        "PASSWORD": _address.pop("password", ""),
        "HOST": _address.pop("host", ""),
        "PORT": _address.pop("port", ""),
        "CONN_MAX_AGE": 0,  # the pool keeps the connections
        "CONN_HEALTH_CHECKS": True,  # the pool offers no connection to a server that has restarted since
        "OPTIONS": {
            **_address,
            "pool": {"min_size": 1, "max_size": _pool_size, "timeout": 10} if _pool_size else False,
        },
    },
}

# --- language and time: Vietnamese first -----------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False  # numbers are written by the kit's own filters, so that years and ids stay whole

# --- files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}

# --- what it says to whoever runs it ---------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": environment.text("QUANTRIET_LOG", "WARNING")},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},  # a page that does not exist is no news
        "django.server": {"handlers": [], "propagate": True},
    },
}
