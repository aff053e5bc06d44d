"""AddMember: give a person, perhaps a new one, a role in the account."""

from typing import Annotated

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from msgspec import Meta

from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import ValidationException
from kmsportal.core.operation import Kind, Need
from kmsportal.core.shapes import SECRET
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.people import (
    MemberEntry,
    MemberRole,
    invite,
    member_entry,
    member_need,
)
from kmsportal.tenancy.models import Account, Role


class Params(Shape, frozen=True, kw_only=True):
    email: Annotated[str, Meta(min_length=3, max_length=254)]
    role: MemberRole


class Result(Answer, frozen=True, kw_only=True):
    """``one_time_password`` is there for a person who is new, and shown this once."""

    member: MemberEntry
    one_time_password: Annotated[str | None, SECRET] = None


def _needs(call: Call, _bound: None) -> tuple[Need, ...]:
    return (member_need(call, "*"),)


def _check(call: Call, _bound: None) -> None:
    try:
        validate_email(call.params.email)  # type: ignore[attr-defined]  # its own
    except ValidationError:
        raise ValidationException("Email must be an e-mail address.") from None


@account_operation(service="portal", kind=Kind.CHANGE, needs=_needs, check=_check)
def add_member(call: Call, params: Params) -> Result:
    account = Account.objects.get(id=call.account_id)
    made = invite(account, params.email, Role(params.role.value), time=call.time)
    password = made.password.reveal() if made.password else None
    return Result(member=member_entry(made.membership), one_time_password=password)
