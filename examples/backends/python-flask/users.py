"""Stands in for your own users: what is typed to sign in, and what Intercom shall know of them."""

USERS = {
    "ada": {"userId": "user-ada-1815", "name": "Ada Lovelace", "email": "ada@example.com"},
    "grace": {"userId": "user-grace-1906", "name": "Grace Núñez Höpper", "email": "grace@example.com"},
    "linus": {"userId": "user-linus-1969", "name": "Linus Without-Mail", "email": None},
}


def find(name):
    """The user with this sign-in name, or None."""
    if not isinstance(name, str) or name not in USERS:
        return None
    return {"user": name, **USERS[name]}
