"""What the environment says, and how Django is set up."""

import os
import secrets

from django.core.exceptions import ImproperlyConfigured

# A server without the secret must not start: it would sign with nothing.
INTERCOM_IDENTITY_SECRET = os.environ.get("INTERCOM_IDENTITY_SECRET", "").strip()
if not INTERCOM_IDENTITY_SECRET:
    raise ImproperlyConfigured(
        "INTERCOM_IDENTITY_SECRET is not set: set it to the workspace's Messenger API secret"
    )

# Signs nothing here, but Django wants one.
SECRET_KEY = os.environ.get("SESSION_SECRET") or secrets.token_hex(32)
DEBUG = False


def listed(text):
    return [one.strip() for one in text.split(",") if one.strip()]


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
CORS_ALLOWED_ORIGINS = listed(os.environ.get("ALLOWED_ORIGINS", ""))
CORS_ALLOW_CREDENTIALS = True
CORS_ALLOW_METHODS = ["GET", "POST"]
CORS_EXPOSE_HEADERS = ["Date", "Retry-After"]
