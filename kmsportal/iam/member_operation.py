"""Declaring an operation on one member of the account, named by ``member_id``.

Its body is ``def name(call, membership, params) -> Result``.
"""

from collections.abc import Callable
from typing import Annotated, Any, get_type_hints

from msgspec import Meta

from kmsportal.core.call import Call
from kmsportal.core.declaring import trace_of_params
from kmsportal.core.operation import Kind, Need, Operation, pascal
from kmsportal.core.shapes import Result
from kmsportal.iam.people import find_membership, member_need
from kmsportal.tenancy.models import Membership

MemberId = Annotated[str, Meta(min_length=1, max_length=18)]
Body = Callable[[Call, Membership, Any], Result]


def member_operation(body: Body) -> Operation:
    """Declare a change of a member, after which she may do less."""
    hints = get_type_hints(body)

    def needs(call: Call, _membership: Membership) -> tuple[Need, ...]:
        return (member_need(call, _member_id(call)),)

    return Operation(
        service="portal",
        name=pascal(body.__name__),
        kind=Kind.CHANGE,
        params=hints["params"],
        result=hints["return"],
        bind=lambda call: find_membership(call.account_id, _member_id(call)),
        needs=needs,
        check=lambda _call, _membership: None,
        run=lambda call, membership: body(call, membership, call.params),
        trace=trace_of_params,
        ends_rights=True,
    )


def _member_id(call: Call) -> str:
    named: str = call.params.member_id  # type: ignore[attr-defined]  # each declares it
    return named
