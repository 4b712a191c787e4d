"""What holds for every answer."""

from django.conf import settings
from django.http import JsonResponse


def no_store(get_response):
    """Tokens and sessions belong to one person at one time: no cache may keep them."""

    def middleware(request):
        response = get_response(request)
        response["Cache-Control"] = "no-store"
        return response

    return middleware


def secure_cookie(get_response):
    """A cookie that was set over https is not for http. SESSION_COOKIE_SECURE is for servers that speak https alone."""

    def middleware(request):
        response = get_response(request)
        if request.is_secure() and settings.SESSION_COOKIE_NAME in response.cookies:
            response.cookies[settings.SESSION_COOKIE_NAME]["secure"] = True
        return response

    return middleware


def refuse_foreign_writes(get_response):
    """A page of another origin must not sign anybody in or out. It takes the place of CSRF tokens, which a page on
    another origin could not read; with CsrfViewMiddleware, list your pages in CSRF_TRUSTED_ORIGINS instead."""

    def middleware(request):
        origin = request.headers.get("Origin")
        allowed = not origin or origin in settings.CORS_ALLOWED_ORIGINS
        own = allowed or origin == f"{request.scheme}://{request.get_host()}"
        if request.method not in ("GET", "HEAD", "OPTIONS") and not own:
            return JsonResponse({"error": "this origin is not in ALLOWED_ORIGINS"}, status=403)
        return get_response(request)

    return middleware
