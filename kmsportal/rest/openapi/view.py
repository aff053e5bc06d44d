"""Serving the OpenAPI document: made once a process, open to everybody."""

from functools import cache

from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from rest_framework.request import Request

from kmsportal.rest.views import PortalView


class SchemaView(PortalView):
    """``GET /api/schema/``: JSON, or YAML for those who accept nothing else."""

    authentication_classes = ()
    permission_classes = ()
    renderer_classes = (
        OpenApiJsonRenderer2,
        OpenApiYamlRenderer2,
        OpenApiJsonRenderer,
        OpenApiYamlRenderer,
    )
    schema = None

    def get(self, request: Request) -> HttpResponse:
        """Answer with the document."""
        media_type = request.accepted_renderer.media_type or ""
        body = rendered(is_json=media_type.endswith("json"))
        return HttpResponse(body, content_type=media_type)


@cache
def rendered(*, is_json: bool) -> bytes:
    """Return the document as JSON or as YAML."""
    renderer = OpenApiJsonRenderer2() if is_json else OpenApiYamlRenderer2()
    # Untyped library.
    document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    body: bytes = renderer.render(document, renderer_context={})
    return body
