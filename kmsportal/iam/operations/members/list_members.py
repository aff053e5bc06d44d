"""ListMembers: the people of the account, by address."""

from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind, Need
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.people import MemberEntry, member_entry, member_need
from kmsportal.tenancy.models import Membership


class Params(Shape, frozen=True, kw_only=True):
    pass


class Result(Answer, frozen=True, kw_only=True):
    members: tuple[MemberEntry, ...]


def _needs(call: Call, _bound: None) -> tuple[Need, ...]:
    return (member_need(call, "*"),)


@account_operation(service="portal", kind=Kind.READ, needs=_needs)
def list_members(call: Call, params: Params) -> Result:
    rows = Membership.objects.filter(account_id=call.account_id)
    found = rows.select_related("user").order_by("user__email")
    return Result(members=tuple(member_entry(row) for row in found))
