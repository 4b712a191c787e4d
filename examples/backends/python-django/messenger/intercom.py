"""The token that tells Intercom's Messenger who is signed in."""

import time

import jwt

LIFE = 2 * 60 * 60  # seconds; the page asks for a new one in time


def sign(user, secret):
    """A token for this user. `user_id` is a string, and what a user does not have is left out."""
    now = int(time.time())
    claims = {"user_id": str(user["userId"]), "name": user["name"], "iat": now, "exp": now + LIFE}
    if user["email"]:
        claims["email"] = user["email"]
    return jwt.encode(claims, secret, algorithm="HS256")
