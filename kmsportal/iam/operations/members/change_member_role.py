"""ChangeMemberRole: another role for a person, from now on."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.member_operation import MemberId, member_operation
from kmsportal.iam.people import (
    MemberEntry,
    MemberRole,
    member_entry,
    require_another_administrator,
)
from kmsportal.tenancy.models import Membership


class Params(Shape, frozen=True, kw_only=True):
    member_id: MemberId
    role: MemberRole


class Result(Answer, frozen=True, kw_only=True):
    member: MemberEntry


@member_operation
def change_member_role(call: Call, membership: Membership, params: Params) -> Result:
    if params.role is not MemberRole.ADMINISTRATOR:
        require_another_administrator(membership)
    membership.role = params.role.value
    membership.save(update_fields=["role"])
    return Result(member=member_entry(membership))
