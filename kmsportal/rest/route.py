"""One route of REST: a method and an address that stand for an operation."""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import msgspec
from msgspec import inspect

from kmsportal.core.operation import Operation
from kmsportal.registry import find_operation

PREFIX = "/api/v1/"
_PLACEHOLDER = re.compile(r"{(\w+)}")
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})

# Lists of all services turn their pages with the same two query parameters.
_PAGING = {
    "marker": "cursor",
    "next_token": "cursor",
    "max_results": "limit",
    "max_items": "limit",
}
NEXT = ("next_marker", "next_token", "marker")
"""The members of an answer that name the next page."""


class Made(msgspec.Struct, frozen=True):
    """A call that made a resource, and its result; each operation has its own."""

    params: Any
    result: Any


Locate = Callable[[Made], str]


class Route(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """``action`` is ``kms:Encrypt``; ``id`` names the route in the schema.

    Members of the operation that ``path`` does not hold come from the body, or from
    the query where a method has none. ``locate`` tells a new resource's address from
    what was made. ``table`` is the member of the answer that holds its rows, where it
    can be had as CSV too.
    """

    method: str
    path: str
    action: str
    id: str
    locate: Locate | None = None
    table: str = ""

    @cached_property
    def operation(self) -> Operation:
        """The operation; UnknownOperationException when there is none such."""
        service, _, name = self.action.partition(":")
        return find_operation(service, name)

    @cached_property
    def kind(self) -> inspect.StructType:
        """The operation's parameters, described."""
        return struct_type(self.operation.params)

    @cached_property
    def path_members(self) -> tuple[str, ...]:
        return tuple(_PLACEHOLDER.findall(self.path))

    @cached_property
    def given(self) -> Mapping[str, inspect.Field]:
        """The members that come from the query or the body, by their names there."""
        return {
            self.public_name(field.name): field
            for field in self.kind.fields
            if field.name not in self.path_members
        }

    @property
    def has_body(self) -> bool:
        return self.method in _WITH_BODY

    @property
    def has_answer(self) -> bool:
        """Whether the operation answers with any member at all."""
        return bool(self.operation.result.__struct_fields__)

    @property
    def status(self) -> int:
        """The status of success."""
        if self.locate is not None:
            return 201
        return 200 if self.has_answer else 204

    def public_name(self, member: str) -> str:
        return member if self.has_body else _PAGING.get(member, member)


def route(
    method: str,
    path: str,
    action: str,
    *,
    id: str = "",  # noqa: A002 - OpenAPI's word is operationId
    locate: Locate | None = None,
    table: str = "",
) -> Route:
    """Declare a route; its id is the operation's name unless told."""
    name = _WORD.sub("_", action.partition(":")[2]).lower()
    return Route(
        method=method,
        path=path,
        action=action,
        id=id or name,
        locate=locate,
        table=table,
    )


def struct_type(shape: type[msgspec.Struct]) -> inspect.StructType:
    """Describe ``shape``, which is a Struct."""
    kind = inspect.type_info(shape)
    if not isinstance(kind, inspect.StructType):
        raise TypeError(shape)
    return kind
