"""ResetMemberPassword: a one-time password for a person of this account alone."""

from typing import Annotated

from kmsportal.core.call import Call
from kmsportal.core.shapes import SECRET
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.member_operation import MemberId, member_operation
from kmsportal.iam.people import MemberEntry, member_entry, reset_password
from kmsportal.tenancy.models import Membership


class Params(Shape, frozen=True, kw_only=True):
    member_id: MemberId


class Result(Answer, frozen=True, kw_only=True):
    member: MemberEntry
    one_time_password: Annotated[str, SECRET]


@member_operation
def reset_member_password(call: Call, membership: Membership, params: Params) -> Result:
    password = reset_password(membership)
    return Result(member=member_entry(membership), one_time_password=password.reveal())
