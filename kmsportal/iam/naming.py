"""Whether a new user, group, role or policy may have its name, and be at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from kmsportal.core.call import Call
from kmsportal.core.errors import EntityAlreadyExistsException, LimitExceededException
from kmsportal.iam.models import IamGroup, IamRole, IamUser, ManagedPolicy, OidcProvider

_Named = (
    type[IamUser]
    | type[IamGroup]
    | type[IamRole]
    | type[ManagedPolicy]
    | type[OidcProvider]
)


@contextmanager
def one_of_that_name(noun: str, name: str) -> Iterator[None]:
    """Save a row under a new name; EntityAlreadyExistsException if it is taken.

    IAM User Guide, "IAM identifiers": names are not told apart by case, which the
    tables' constraints hold. ``noun`` is ``User``, ``Group`` or ``Role``.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise EntityAlreadyExistsException(
            f"{noun} with name {name} already exists."
        ) from None


def require_room(call: Call, model: _Named, quota: str, *, most: int) -> None:
    """Refuse one thing more than the account may have; LimitExceededException."""
    if model.objects.filter(account_id=call.account_id).count() >= most:
        raise LimitExceededException(f"Cannot exceed quota for {quota}: {most}")
