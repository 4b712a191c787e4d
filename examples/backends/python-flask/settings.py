"""What the environment says. A server that is set up wrongly must not start: it would sign with nothing, or let strangers in."""

import os
import re
import secrets
import sys

# As a browser sends it: no pattern, no path, no port that the scheme has by itself.
ORIGIN = re.compile(
    r"(?!http:.*:80\Z|https:.*:443\Z)https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:[1-9][0-9]{0,4})?"
)


def listed(text):
    return [one.strip() for one in text.split(",") if one.strip()]


def read_secret():
    name, secret = "INTERCOM_IDENTITY_SECRET", os.environ.get("INTERCOM_IDENTITY_SECRET", "").strip()
    if not secret:
        sys.exit(f"{name} is not set: set it to the workspace's Messenger API secret")
    if "…" in secret or not secret.strip("."):
        sys.exit(f"{name} is a placeholder: set it to the workspace's Messenger API secret")
    if not secret.isascii():
        sys.exit(f"{name} is not ASCII: copy the workspace's Messenger API secret anew")
    if len(secret) < 32:
        sys.exit(f"{name} is shorter than 32 bytes: copy the whole of the workspace's Messenger API secret")
    return secret


def read_session_secret():
    """Signs the session cookies. Without one, sessions end with the process."""
    secret = os.environ.get("SESSION_SECRET") or secrets.token_hex(32)
    if len(secret) < 64:
        sys.exit("SESSION_SECRET is shorter than 64 characters: make one with openssl rand -hex 32")
    return secret


def read_origins():
    origins = listed(os.environ.get("ALLOWED_ORIGINS", ""))
    for origin in origins:
        if not ORIGIN.fullmatch(origin):
            sys.exit(
                f'ALLOWED_ORIGINS: "{origin}" is no origin: write scheme, host and port as in https://www.example.com'
            )
    return origins


def read_proxies():
    """How many proxies stand before this server."""
    text = os.environ.get("TRUST_PROXY") or "0"
    if not re.fullmatch("[0-9]", text):
        sys.exit("TRUST_PROXY is no number of proxies: write 1 for a server behind one")
    return int(text)


SECRET = read_secret()
SESSION_SECRET = read_session_secret()
# Other origins whose pages may use this server with cookies.
ALLOWED_ORIGINS = read_origins()
# The hosts that this server answers for, on any port.
ALLOWED_HOSTS = listed(os.environ.get("ALLOWED_HOSTS", "")) or ["localhost", "127.0.0.1"]
PROXIES = read_proxies()
