"""The token, and the signing in that stands in for your own."""

import json

from django.conf import settings
from django.http import JsonResponse
from django.views import View

from .intercom import sign
from .users import USERS, find


class JsonView(View):
    """A view that answers a wrong method as JSON too."""

    http_method_names = ["get", "post", "put", "patch", "delete", "head"]

    def http_method_not_allowed(self, request, *args, **kwargs):
        allow = [method.upper() for method in self.http_method_names if hasattr(self, method)]
        error = {"error": "this address does not take that method"}
        return JsonResponse(error, status=405, headers={"Allow": ", ".join(allow)})


class IntercomJwtView(JsonView):
    def get(self, request):
        user = find(request.session.get("user"))  # however your application knows who is signed in
        if user is None:
            # 401 as JSON: login_required would redirect to a login page, and arrive as that page.
            return JsonResponse({"error": "nobody is signed in"}, status=401)
        return JsonResponse({"token": sign(user, settings.INTERCOM_IDENTITY_SECRET)})


class LoginView(JsonView):
    """Signing in without a password: it stands in for your own."""

    def post(self, request):
        try:
            body = json.loads(request.body)
        except (ValueError, RecursionError):
            return JsonResponse({"error": "the body is no JSON"}, status=400)
        user = find(body.get("user")) if isinstance(body, dict) else None
        if user is None:
            return JsonResponse({"error": f"there is no such user; there are {', '.join(USERS)}"}, status=400)
        request.session.flush()
        request.session["user"] = user["user"]
        return JsonResponse({"user": user})


class LogoutView(JsonView):
    def post(self, request):
        request.session.flush()
        return JsonResponse({"user": None})


class SessionView(JsonView):
    def get(self, request):
        return JsonResponse({"user": find(request.session.get("user"))})
