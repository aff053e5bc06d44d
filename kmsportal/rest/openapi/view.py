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
from rest_framework.renderers import BaseRenderer
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
        renderer = request.accepted_renderer
        return HttpResponse(rendered(type(renderer)), content_type=renderer.media_type)


@cache
def rendered(renderer: type[BaseRenderer]) -> bytes:
    """Return the document in one of the renderer's forms."""
    document = SchemaGenerator().get_schema(request=None, public=True)
    return bytes(renderer().render(document, renderer_context={}))
