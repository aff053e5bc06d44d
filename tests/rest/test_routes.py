"""The table of routes against the registry of operations."""

from pathlib import Path

from django.conf import settings
from msgspec import inspect

from kmsportal.core.kinds import LISTS, bare
from kmsportal.core.shapes import secret_members
from kmsportal.registry import all_operations
from kmsportal.rest.route import PREFIX, Route
from kmsportal.rest.routes import ROUTES


def test_every_operation_has_a_route_and_every_route_an_operation() -> None:
    routed = {one.action for one in ROUTES}
    declared = {operation.action for operation in all_operations().values()}
    missing, unknown = sorted(declared - routed), sorted(routed - declared)
    assert not missing, f"kmsportal/rest/routes.py lacks {', '.join(missing)}."
    assert not unknown, f"kmsportal/rest/routes.py invents {', '.join(unknown)}."


def test_no_two_routes_share_an_address_or_an_id() -> None:
    assert len({(one.method, one.path) for one in ROUTES}) == len(ROUTES)
    assert len({one.id for one in ROUTES}) == len(ROUTES)


def test_what_an_address_holds_is_a_member_of_the_operation() -> None:
    for one in ROUTES:
        members = {field.name for field in one.kind.fields}
        assert members.issuperset(one.path_members), one.path


def test_what_a_query_holds_can_be_spelled_in_it() -> None:
    for one in ROUTES:
        if not one.has_body:
            assert all(map(_is_plain, one.given.values())), one.path


def test_only_reads_are_got() -> None:
    for one in ROUTES:
        assert one.method != "GET" or one.operation.is_read_only, one.path


def test_secrets_are_never_in_an_address() -> None:
    for one in ROUTES:
        if not one.has_body:
            assert not _secrets_of(one), one.path


def _is_plain(field: inspect.Field) -> bool:
    kind = bare(field.type)
    kind = bare(kind.item_type) if isinstance(kind, LISTS) else kind
    return not isinstance(kind, (inspect.StructType, inspect.DictType, *LISTS))


def _secrets_of(one: Route) -> list[str]:
    secret = secret_members(one.operation.params)
    return [name for name in secret if name != "grant_tokens"]


def test_the_documentation_lists_every_route() -> None:
    listed = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()
    table = [
        f"| `{one.method}` | `{PREFIX}{one.path}` | `{one.action}` |" for one in ROUTES
    ]
    assert [line for line in listed.splitlines() if line in table] == table
