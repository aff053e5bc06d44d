"""Where each address leads."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="console:home")),
    path("api/", include("kmsportal.rest.urls")),
    path("console/", include("kmsportal.console.sign_in_urls")),
    path("console/", include("kmsportal.console.urls")),
]
