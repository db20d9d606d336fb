"""The pages: a gallery, protected reports, login and logout."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from libcfsign.django.views import ProtectedFileView

from .views import home

urlpatterns = [
    path("", home, name="home"),
    # Signed-in users only; then on to a URL that works for a minute.
    path("reports/<path:path>", ProtectedFileView.as_view(prefix="reports/"), name="report"),
    path("login/", LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
]
