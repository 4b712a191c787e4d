"""Which address leads where."""

from django.http import JsonResponse
from django.urls import path

from messenger import views

urlpatterns = [
    path("login", views.LoginView.as_view()),
    path("logout", views.LogoutView.as_view()),
    path("api/session", views.SessionView.as_view()),
    path("api/messenger-token", views.IntercomJwtView.as_view()),
]


def handler400(request, exception):
    # Another host than those in ALLOWED_HOSTS, or a body that is too long.
    return JsonResponse({"error": "this request is not for this server"}, status=400)


def handler404(request, exception):
    return JsonResponse({"error": "there is nothing at this address"}, status=404)


def handler500(request):
    return JsonResponse({"error": "the server failed"}, status=500)
