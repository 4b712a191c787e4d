"""What the environment says, and how Django is set up. A server that is set up wrongly must not start: it would sign with
nothing, or let strangers in."""

import os
import re
import secrets

from django.core.exceptions import ImproperlyConfigured

# As a browser sends it: no pattern, no path, no port that the scheme has by itself.
ORIGIN = re.compile(
    r"(?!http:.*:80\Z|https:.*:443\Z)https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:[1-9][0-9]{0,4})?"
)


def listed(text):
    return [one.strip() for one in text.split(",") if one.strip()]


def read_secret():
    name, secret = "INTERCOM_IDENTITY_SECRET", os.environ.get("INTERCOM_IDENTITY_SECRET", "").strip()
    if not secret:
        raise ImproperlyConfigured(f"{name} is not set: set it to the workspace's Messenger API secret")
    if "…" in secret or not secret.strip("."):
        raise ImproperlyConfigured(f"{name} is a placeholder: set it to the workspace's Messenger API secret")
    if not secret.isascii():
        raise ImproperlyConfigured(f"{name} is not ASCII: copy the workspace's Messenger API secret anew")
    if len(secret) < 32:
        raise ImproperlyConfigured(
            f"{name} is shorter than 32 bytes: copy the whole of the workspace's Messenger API secret"
        )
    return secret


def read_session_secret():
    """Signs nothing here, but Django wants one."""
    secret = os.environ.get("SESSION_SECRET") or secrets.token_hex(32)
    if len(secret) < 64:
        raise ImproperlyConfigured(
            "SESSION_SECRET is shorter than 64 characters: make one with openssl rand -hex 32"
        )
    return secret


def read_origins():
    origins = listed(os.environ.get("ALLOWED_ORIGINS", ""))
    for origin in origins:
        if not ORIGIN.fullmatch(origin):
            raise ImproperlyConfigured(
                f'ALLOWED_ORIGINS: "{origin}" is no origin: write scheme, host and port as in https://www.example.com'
            )
    return origins


def read_proxies():
    """How many proxies stand before this server."""
    text = os.environ.get("TRUST_PROXY") or "0"
    if not re.fullmatch("[0-9]", text):
        raise ImproperlyConfigured("TRUST_PROXY is no number of proxies: write 1 for a server behind one")
    return int(text)


INTERCOM_IDENTITY_SECRET = read_secret()
SECRET_KEY = read_session_secret()
DEBUG = False

# The hosts that this server answers for, on any port. By DNS rebinding a foreign page reaches it as its own origin, and its
# host alone tells.
ALLOWED_HOSTS = listed(os.environ.get("ALLOWED_HOSTS", "")) or ["localhost", "127.0.0.1", "[::1]"]
# The most that a body may have, in bytes.
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024

ROOT_URLCONF = "site_config.urls"
WSGI_APPLICATION = "site_config.wsgi.application"
APPEND_SLASH = False

INSTALLED_APPS = ["django.contrib.sessions", "corsheaders"]
MIDDLEWARE = [
    "messenger.middleware.no_store",
    "messenger.middleware.secure_cookie",
    # Holds every request against ALLOWED_HOSTS. It redirects nobody here, and so may stand before CORS.
    "django.middleware.common.CommonMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "messenger.middleware.refuse_foreign_writes",
    "django.contrib.sessions.middleware.SessionMiddleware",
]

# On the server, so that a log-out ends a session for every copy of its cookie; in memory, for one process. Yours stay as they
# are, unless they are signed_cookies.
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# Cookies for the listed origins and for no other. The loader reads Date and Retry-After.
CORS_ALLOWED_ORIGINS = read_origins()
CORS_ALLOW_CREDENTIALS = True
CORS_ALLOW_METHODS = ["GET", "POST"]
CORS_EXPOSE_HEADERS = ["Date", "Retry-After"]

# Behind proxies the scheme is what they say; without any, nobody may say it.
PROXIES = read_proxies()
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Without this, Django tells a failure to DEBUG's page and to nobody else.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"errors": {"class": "logging.StreamHandler", "level": "ERROR"}},
    "loggers": {"django.request": {"handlers": ["errors"], "propagate": False}},
}
