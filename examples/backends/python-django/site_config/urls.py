"""Which address leads where."""

from django.http import JsonResponse
from django.urls import path

from messenger import views

urlpatterns = [
    path("login", views.LoginView.as_view()),
    path("logout", views.LogoutView.as_view()),
    path("api/session", views.SessionView.as_view()),
    path("api/intercom-jwt", views.IntercomJwtView.as_view()),
]


def handler404(request, exception):
    return JsonResponse({"error": "there is nothing at this address"}, status=404)


def handler500(request):
    return JsonResponse({"error": "the server failed"}, status=500)
