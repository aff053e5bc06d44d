"""RemoveMember: end a person's place, and with it her API tokens and sessions here."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.member_operation import MemberId, member_operation
from kmsportal.iam.people import require_another_administrator
from kmsportal.tenancy.models import Membership


class Params(Shape, frozen=True, kw_only=True):
    member_id: MemberId


@member_operation
def remove_member(call: Call, membership: Membership, params: Params) -> Empty:
    require_another_administrator(membership)
    membership.delete()
    return Empty()
