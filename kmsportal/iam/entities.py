"""The users, groups and roles that a call names, found in the caller's account."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from kmsportal.core.call import Call
from kmsportal.core.errors import NoSuchEntityException, ValidationException
from kmsportal.core.operation import Kind
from kmsportal.core.principal import PrincipalKind
from kmsportal.iam.models import IamGroup, IamRole, IamUser

_Identity = type[IamUser] | type[IamGroup] | type[IamRole]


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """What a call names; ``row`` is None where the account has no such thing.

    ``shown_as`` is what AWS calls it in a refusal (``user alice``), ``absence`` the
    sentence of NoSuchEntity, for those who may know.
    """

    arn: str
    shown_as: str
    absence: str
    row: Any = None

    @property
    def tags(self) -> Mapping[str, str]:
        tags: Mapping[str, str] = getattr(self.row, "tags", {})
        return tags

    @property
    def boundary_arn(self) -> str:
        return getattr(self.row, "boundary_arn", "")

    def require(self) -> None:
        """Raise NoSuchEntityException where there is no such thing."""
        if self.row is None:
            raise NoSuchEntityException(self.absence)


Find = Callable[[Call], Entity]


def named_user(call: Call) -> Entity:
    """Return the user that ``params.user_name`` names."""
    return find_user(call, call.params.user_name)  # type: ignore[attr-defined]  # declared so


def named_user_or_caller(call: Call) -> Entity:
    """Return the named user, or the calling one where no name is given.

    ValidationException when it is no user who calls.
    """
    name: str | None = call.params.user_name  # type: ignore[attr-defined]  # declared so
    return find_user(call, own_name(call) if name is None else name)


def named_group(call: Call) -> Entity:
    """Return the group that ``params.group_name`` names."""
    return find_group(call, call.params.group_name)  # type: ignore[attr-defined]  # declared so


def named_role(call: Call) -> Entity:
    """Return the role that ``params.role_name`` names."""
    return find_role(call, call.params.role_name)  # type: ignore[attr-defined]  # declared so


def find_user(call: Call, name: str) -> Entity:
    return _find(call, IamUser, "user", name)


def find_group(call: Call, name: str) -> Entity:
    return _find(call, IamGroup, "group", name)


def find_role(call: Call, name: str) -> Entity:
    return _find(call, IamRole, "role", name)


def entity_arn(call: Call, noun: str, name: str, path: str = "/") -> str:
    """Spell the ARN of a thing in the caller's account; ``noun`` is ``user``."""
    return f"arn:aws:iam::{call.account_id}:{noun}{path}{name}"


def entity_of(noun: str, row: IamUser | IamGroup | IamRole) -> Entity:
    """Return a row as what a call names."""
    return Entity(
        arn=row.arn,
        shown_as=f"{noun} {row.name}",
        absence=_absence(noun, row.name),
        row=row,
    )


def absent_entity(call: Call, noun: str, name: str) -> Entity:
    """Return what the account has not; policies see it right below ``/``."""
    return Entity(
        arn=entity_arn(call, noun, name),
        shown_as=f"{noun} {name}",
        absence=_absence(noun, name),
    )


def list_arn(noun: str) -> Callable[[Call], str]:
    """Return what a list is of: ``…:user/`` or, below a path, ``…:user/ops/``."""

    def arn(call: Call) -> str:
        prefix: str | None = call.params.path_prefix  # type: ignore[attr-defined]  # declared so
        return entity_arn(call, noun, "", prefix or "/")

    return arn


def own_name(call: Call) -> str:
    """Return the calling user's name; ValidationException to other callers."""
    principal = call.caller.principal
    if principal.kind is not PrincipalKind.USER:
        raise ValidationException(
            "Must specify userName when calling with non-User credentials"
        )
    # The caller is remembered: she may have been renamed since.
    return (
        IamUser.objects.filter(
            account_id=call.account_id, unique_id=principal.unique_id
        )
        .values_list("name", flat=True)
        .first()
        or principal.name
    )


def _find(call: Call, model: _Identity, noun: str, name: str) -> Entity:
    """Find a row of the caller's account, locked where the call may change it."""
    rows = model.objects.filter(account_id=call.account_id, name=name)
    if call.operation.kind is Kind.CHANGE:
        rows = rows.select_for_update()
    row = rows.first()
    return entity_of(noun, row) if row else absent_entity(call, noun, name)


def _absence(noun: str, name: str) -> str:
    return f"The {noun} with name {name} cannot be found."
