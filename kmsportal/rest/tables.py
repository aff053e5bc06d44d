"""Lists as CSV, for those who accept ``text/csv``."""

from collections.abc import Mapping
from typing import Any

from msgspec import inspect
from rest_framework.renderers import BaseRenderer, JSONRenderer

from kmsportal.core.kinds import bare
from kmsportal.portal.tables import csv_text
from kmsportal.rest.members import fields_of
from kmsportal.rest.route import Route, struct_type

CSV = "text/csv"


class TableRenderer(BaseRenderer):
    """Renders the rows of a route's ``table``; refusals stay problem details."""

    media_type = CSV
    format = "csv"
    charset = "utf-8"

    def render(
        self,
        data: Any,  # noqa: ANN401 - DRF's signature
        accepted_media_type: str | None = None,  # noqa: ARG002 - DRF's signature
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes | str:
        """Spell the rows of an answer, or the problem."""
        context = renderer_context or {}
        if context["response"].exception:
            return JSONRenderer().render(data)
        method = context["request"].method
        routes = context["view"].routes
        route = next(one for one in routes if one.method == method)
        return csv_text(columns_of(route), data[route.table])


def columns_of(route: Route) -> list[str]:
    """Return the members of one row, by their names in REST."""
    fields = fields_of(struct_type(route.operation.result))
    rows = bare(fields[route.table].type)
    if not isinstance(rows, inspect.ListType):
        raise TypeError(route.table)
    row = bare(rows.item_type)
    if not isinstance(row, inspect.StructType):
        raise TypeError(route.table)
    return [field.name for field in row.fields]
