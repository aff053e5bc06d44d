"""How drf-spectacular learns what a route takes and answers."""

import sys
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry

from kmsportal.core.operation import Kind, pascal
from kmsportal.rest.members import fields_of
from kmsportal.rest.openapi.examples import EXAMPLES
from kmsportal.rest.openapi.kinds import Schema, Schemas
from kmsportal.rest.route import NEXT, Route
from kmsportal.rest.tables import CSV
from kmsportal.rest.views import OperationView

_JSON = "application/json"
_REFUSALS = {400: "BadRequest", 401: "Unauthorized", 403: "Forbidden"}
_LATER_REFUSALS = {406: "NotAcceptable", 429: "TooManyRequests", 500: "InternalError"}
_COMMON = [
    {"$ref": "#/components/parameters/Region"},
    {"$ref": "#/components/parameters/Account"},
]
# An alias stands in an address without its constant beginning.
_IN_PATH: dict[str, Schema] = {
    "alias_name": {"type": "string", "minLength": 1, "maxLength": 250}
}


class RouteSchema(AutoSchema):
    """Describes the views that ``view_of`` makes."""

    def get_operation(
        self,
        _path: str,
        _path_regex: str,
        _path_prefix: str,
        method: str,
        registry: ComponentRegistry,
    ) -> dict[str, Any] | None:
        """Return the operation object of one route."""
        if not isinstance(self.view, OperationView):
            raise TypeError(self.view)
        route = next(one for one in self.view.routes if one.method == method)
        schemas = Schemas(registry)
        operation: dict[str, Any] = {
            "operationId": route.id,
            "summary": _summary(route),
            "description": f"Performs `{route.action}`, which a policy must allow.",
            "tags": [route.path.partition("/")[0]],
            "parameters": [*_parameters(route, schemas), *_COMMON],
        }
        if route.has_body:
            operation["requestBody"] = _body(route, schemas)
        operation["responses"] = {
            str(route.status): _success(route, schemas),
            **_refusals(route),
        }
        return operation


def _summary(route: Route) -> str:
    """Return what the operation's module says of it in its first sentence."""
    module = sys.modules[route.operation.params.__module__]
    first = (module.__doc__ or "").partition("\n\n")[0]
    said = " ".join(first.partition(": ")[2].split()).rstrip(".")
    return said[:1].upper() + said[1:]


def _parameters(route: Route, schemas: Schemas) -> list[Schema]:
    fields = fields_of(route.kind)
    in_path = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": _IN_PATH.get(name) or schemas.of(fields[name].type),
        }
        for name in route.path_members
    ]
    if route.has_body:
        return in_path
    in_query = [
        {
            "name": name,
            "in": "query",
            "required": field.required,
            "schema": schemas.member(field),
        }
        for name, field in route.given.items()
    ]
    return in_path + in_query


def _body(route: Route, schemas: Schemas) -> Schema:
    fields = route.given.values()
    schema = {**schemas.structure(fields), "additionalProperties": False}
    content: Schema = {"schema": {"title": f"{pascal(route.id)}Request", **schema}}
    if route.id in EXAMPLES:
        content["example"] = EXAMPLES[route.id].request
    return {
        "required": any(field.required for field in fields),
        "content": {_JSON: content},
    }


def _success(route: Route, schemas: Schemas) -> Schema:
    response: Schema = {"description": "Done." if not route.has_answer else "Found."}
    if route.operation.kind is not Kind.READ and route.has_answer:
        response["description"] = "Done."
    response["headers"] = _headers(route)
    if route.has_answer:
        content: Schema = {"schema": schemas.reference(route.operation.result)}
        if route.id in EXAMPLES:
            content["example"] = EXAMPLES[route.id].answer
        response["content"] = {_JSON: content}
        if route.table:
            response["content"][CSV] = {"schema": {"type": "string"}}
    return response


def _headers(route: Route) -> Schema:
    headers = {"X-Request-Id": {"$ref": "#/components/headers/RequestId"}}
    if route.locate is not None:
        headers["Location"] = {"$ref": "#/components/headers/Location"}
    fields = route.operation.result.__struct_fields__
    if not route.has_body and any(name in NEXT for name in fields):
        headers["Link"] = {"$ref": "#/components/headers/Link"}
    return headers


def _refusals(route: Route) -> Schema:
    statuses = dict(_REFUSALS)
    if route.path_members or route.given or route.has_body:
        statuses[404] = "NotFound"
    statuses |= {409: "Conflict"}
    if route.has_body:
        statuses |= {413: "TooLarge", 415: "UnsupportedMediaType"}
    statuses |= _LATER_REFUSALS
    return {
        str(status): {"$ref": f"#/components/responses/{name}"}
        for status, name in sorted(statuses.items())
    }
