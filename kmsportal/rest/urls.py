"""The addresses of REST, below ``api/``."""

from django.urls import URLPattern, path, re_path

from kmsportal.rest.openapi.view import SchemaView
from kmsportal.rest.paths import register_converters
from kmsportal.rest.routes import routes_by_path
from kmsportal.rest.views import NoSuchRoute, view_of

register_converters()

_CONVERTED = {"{key_id}": "<key_id:key_id>", "{alias_name}": "<alias_name:alias_name>"}


def _pattern(template: str) -> str:
    for placeholder, converter in _CONVERTED.items():
        template = template.replace(placeholder, converter)
    return template.replace("{", "<str:").replace("}", ">")


urlpatterns: list[URLPattern] = [
    *(
        path(f"v1/{_pattern(template)}", view_of(routes).as_view())
        for template, routes in routes_by_path().items()
    ),
    re_path("^schema/?$", SchemaView.as_view(), name="schema"),
    re_path("", NoSuchRoute.as_view()),
]
