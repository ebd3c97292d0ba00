"""Django's settings: everything an office may decide comes from the home's settings file."""

from __future__ import annotations

from logging import ERROR, LogRecord
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from sijill.home import SettingsError, find

HOME = find()
OFFICE = HOME.settings()
PACKAGE = Path(__file__).parent

SECRET_KEY = HOME.secret()
DEBUG = False
ALLOWED_HOSTS = list(OFFICE.allowed_hosts)
ROOT_URLCONF = "sijill.urls"
WSGI_APPLICATION = "sijill.wsgi.application"
AUTH_USER_MODEL = "office.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "sijill.office",
    "sijill.collect",
    "sijill.register",
    "sijill.register.speech",
    "sijill.assess",
    "sijill.publish",
    "sijill.desk",
]

MIDDLEWARE = [
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
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "sijill.desk.context.installation",
            ],
        },
    }
]


def _database(address: str) -> dict[str, Any]:
    """SQLite in the home, or the PostgreSQL server that the settings name."""
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME.database,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                    "PRAGMA secure_delete=ON; PRAGMA cache_size=-64000;"
                    # 16 MB before what was written is put in its place: an index page that a hundred rows touch is
                    # written there once and not after each commit.
                    "PRAGMA wal_autocheckpoint=4000;"
                ),
            },
        }
    given = _connection(address)
    named = {key: str(given.pop(word, "")) for key, word in _NAMED.items()}
    # Compiling a query first (JIT) made one search of 100,000 acts take 7.5 s instead of 1.6 s.
    given["options"] = f"-c jit=off {given.get('options', '')}".strip()
    return {"ENGINE": "django.db.backends.postgresql", **named, "CONN_MAX_AGE": 60, "OPTIONS": given}


_NAMED = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}


def _connection(address: str) -> dict[str, Any]:
    """The parts of an address, as libpq reads it. An error never repeats the address: it may hold a password."""
    try:
        from psycopg import ProgrammingError
        from psycopg.conninfo import conninfo_to_dict
    except ImportError as error:
        raise SettingsError(
            "The settings name a PostgreSQL server, and the package that speaks to one is not installed. "
            "Install it beside Sijill: pip install 'sijill[postgres]'."
        ) from error
    try:
        return dict(conninfo_to_dict(address))
    except ProgrammingError:
        raise SettingsError(
            "settings.toml: `database` cannot be read. Write it as postgresql://user:password@host:5432/name."
        ) from None


DATABASES = {"default": _database(OFFICE.database)}

LANGUAGE_CODE = OFFICE.language
LANGUAGES = [("en", "English"), ("ar", "العربية"), ("fr", "Français"), ("es", "Español")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = OFFICE.time_zone

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"

# A file that somebody sends is held in memory, or in the home: never in a folder that others can read.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "sijill.office.receiving.HomeFileUploadHandler",
]

SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OFFICE.https
# The proxy in front speaks https; without this Django would refuse every form that came through it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if OFFICE.https else None
SECURE_HSTS_SECONDS = 31_536_000 if OFFICE.https else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}


def _one_line(record: LogRecord) -> bool:
    """A refused page is one line: whose account may not see what is an everyday matter and no fault."""
    if record.levelno < ERROR:
        record.exc_info = None
    return True


# No person's name and no note's text may reach a log: request bodies and SQL are never logged.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"one-line": {"()": "django.utils.log.CallbackFilter", "callback": _one_line}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["one-line"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
