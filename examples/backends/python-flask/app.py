"""A backend for the Messenger's secure identity, with Flask."""

import os
import re
import time

from flask import Flask, jsonify, request, session
from flask_cors import CORS
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask.sessions import SecureCookieSessionInterface
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

import settings
from intercom import sign
from users import USERS, find

app = Flask(__name__, static_folder=None)
app.config.update(
    SECRET_KEY=settings.SESSION_SECRET,
    SESSION_COOKIE_HTTPONLY=True,
    SESSION_COOKIE_SAMESITE="Lax",
    # The hosts that this server answers for, on any port. By DNS rebinding a foreign page reaches it as its own origin, and
    # its host alone tells. An empty list would mean every host.
    TRUSTED_HOSTS=settings.ALLOWED_HOSTS,
    # The most that a body may have, in bytes.
    MAX_CONTENT_LENGTH=64 * 1024,
)

# The visitor's address and scheme are those that so many proxies before this server say; without any, nobody may say them.
if settings.PROXIES:
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.PROXIES, x_proto=settings.PROXIES, x_host=0)


class SessionCookie(SecureCookieSessionInterface):
    def get_cookie_secure(self, app):
        return request.is_secure


app.session_interface = SessionCookie()

# Cookies for the listed origins and for no other. The loader reads Date and Retry-After. flask-cors takes what has brackets
# in it for a pattern, so each origin is one that fits itself alone.
CORS(
    app,
    origins=[re.compile(re.escape(origin) + r"\Z") for origin in settings.ALLOWED_ORIGINS],
    supports_credentials=True,
    methods=["GET", "POST"],
    expose_headers=["Date", "Retry-After"],
    always_send=False,
)

# A page asks once in two hours; many tabs of many pages stay far below the limit of the token's address.
limiter = Limiter(lambda: session.get("user") or get_remote_address(), app=app, storage_uri="memory://")


@app.before_request
def refuse_foreign_writes():
    """A page of another origin must not sign anybody in or out."""
    origin = request.headers.get("Origin")
    own = not origin or origin in settings.ALLOWED_ORIGINS or f"{origin}/" == request.host_url
    if request.method not in ("GET", "HEAD", "OPTIONS") and not own:
        return jsonify(error="this origin is not in ALLOWED_ORIGINS"), 403


@app.after_request
def no_store(response):
    """Tokens and sessions belong to one person at one time: no cache may keep them."""
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Origin")
    return response


@app.get("/api/messenger-token")
@limiter.limit("60 per minute")
def intercom_jwt():
    user = find(session.get("user"))  # however your application knows who is signed in
    if user is None:
        # 401 as JSON: a redirect to a login page would arrive as that page.
        return jsonify(error="nobody is signed in"), 401
    return jsonify(token=sign(user, settings.SECRET))


@app.post("/login")
def login():
    """Signing in without a password: it stands in for your own."""
    try:
        body = request.get_json()
    except RecursionError:
        return jsonify(error="the body is too deep"), 400
    user = find(body.get("user")) if isinstance(body, dict) else None
    if user is None:
        return jsonify(error=f"there is no such user; there are {', '.join(USERS)}"), 400
    session.clear()
    session["user"] = user["user"]
    return jsonify(user=user)


@app.post("/logout")
def logout():
    # The browser forgets the cookie. A copy of it would still be good: the README says what to do about that.
    session.clear()
    return jsonify(user=None)


@app.get("/api/session")
def who():
    return jsonify(user=find(session.get("user")))


@app.errorhandler(HTTPException)
def as_json(error):
    """404, 405, 429 and the like, as JSON like everything else."""
    response = error.get_response()
    response.content_type = "application/json"
    response.data = app.json.dumps({"error": error.description})
    if error.code == 429 and limiter.current_limit:
        response.headers["Retry-After"] = str(max(1, round(limiter.current_limit.reset_at - time.time())))
    return response


@app.errorhandler(Exception)
def failed(error):
    """The cause goes into the log, and a sentence to the page."""
    app.logger.exception("the server failed")
    return jsonify(error="the server failed"), 500


if __name__ == "__main__":
    # Flask's own server is for development; in production use a WSGI server, such as: gunicorn app:app
    app.run(host=os.environ.get("HOST") or "127.0.0.1", port=int(os.environ.get("PORT") or 8080))
