"""From a request of REST to the typed Params of its operation."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from django.http import QueryDict
from msgspec import inspect
from rest_framework.request import Request

from kmsportal.core.errors import ValidationException
from kmsportal.core.kinds import LISTS, bare
from kmsportal.core.shapes import Params, Timestamp, decode_timestamp
from kmsportal.rest.members import fields_of, rest_names, sentence_of, wire_members
from kmsportal.rest.route import Route

REGION = "region"
"""The query parameter that names the Region; it belongs to every route."""


def read_params(route: Route, request: Request, path: Mapping[str, str]) -> Params:
    """Build the operation's Params; ValidationException when they do not fit."""
    if route.has_body:
        _require_no_query(request.query_params)
        given = _body(request.data)
    else:
        given = _query(route, request.query_params)
    return read_members(route, given, path)


def read_members(
    route: Route, given: Mapping[str, Any], path: Mapping[str, str]
) -> Params:
    """Build Params from members by their names in REST; ValidationException."""
    fields = fields_of(route.kind)
    members = wire_members(given, route.given) | wire_members(path, fields)
    try:
        return msgspec.convert(
            members,
            route.operation.params,
            # A query has nothing but texts.
            strict=route.has_body,
            dec_hook=_read_moment,
        )
    except msgspec.ValidationError as error:
        names = rest_names(route.kind)
        names |= {field.encode_name: name for name, field in route.given.items()}
        raise ValidationException(sentence_of(str(error), names)) from None


def _body(body: object) -> Mapping[str, Any]:
    if isinstance(body, QueryDict):
        # What DRF makes of no body at all.
        return {}
    if not isinstance(body, dict):
        raise ValidationException("The body must be a JSON object.")
    return body


def _query(route: Route, query: QueryDict) -> Mapping[str, Any]:
    """Return the members in ``query``: lists are spelled by repeating the name."""
    given: dict[str, Any] = {}
    for name, values in query.lists():
        if name == REGION:
            continue
        field = route.given.get(name)
        if field is not None and isinstance(bare(field.type), LISTS):
            given[name] = values
        elif len(values) > 1:
            raise ValidationException(f"{name[:128]}: It is given more than once.")
        else:
            given[name] = values[0]
        if field is not None and not isinstance(bare(field.type), inspect.StrType):
            _require_no_null(name, values)
    return given


def _require_no_null(name: str, values: Sequence[str]) -> None:
    """Refuse what msgspec would take for an absent member."""
    if any(value.lower() == "null" for value in values):
        raise ValidationException(f"{name}: A member is not null; it is left out.")


def _require_no_query(query: QueryDict) -> None:
    """Refuse members in the address, which proxies log."""
    for name in query:
        if name != REGION:
            raise ValidationException(f"{name[:128]}: It belongs into the body.")


def _read_moment(kind: type, value: Any) -> Any:  # noqa: ANN401 - msgspec's hook
    if kind is Timestamp and not isinstance(value, str):
        raise ValueError("Expected a date and time as RFC 3339 has it")
    try:
        return decode_timestamp(kind, value)
    except (ValueError, OverflowError):
        raise ValueError("Expected a date and time as RFC 3339 has it") from None
