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

# Signs the session cookies. Without one in the environment, sessions end with the process.
SECRET_KEY = os.environ.get("SESSION_SECRET") or secrets.token_hex(32)
DEBUG = False
ALLOWED_HOSTS = [host for host in os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",") if host]

ROOT_URLCONF = "site_config.urls"
WSGI_APPLICATION = "site_config.wsgi.application"
APPEND_SLASH = False

INSTALLED_APPS = ["django.contrib.sessions", "corsheaders"]
MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "messenger.middleware.no_store",
    "messenger.middleware.refuse_foreign_writes",
    "django.contrib.sessions.middleware.SessionMiddleware",
]

# Without a database; yours stays as it is.
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# Cookies for the listed origins and for no other. The loader reads Date and Retry-After.
CORS_ALLOWED_ORIGINS = [
    origin.strip() for origin in os.environ.get("ALLOWED_ORIGINS", "").split(",") if origin.strip()
]
CORS_ALLOW_CREDENTIALS = True
CORS_ALLOW_METHODS = ["GET", "POST"]
CORS_EXPOSE_HEADERS = ["Date", "Retry-After"]
