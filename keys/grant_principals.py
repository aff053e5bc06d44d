"""The users, roles and accounts that grants name: by ARN outside, by unique id here."""

from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta

from kmsportal.core.arn import root_arn
from kmsportal.core.errors import InvalidArnException
from kmsportal.core.shapes import matching
from kmsportal.iam.directory import find_arns, find_missing, find_unique_ids
from kmsportal.iam.engine import NamedPrincipal, PolicyError
from kmsportal.iam.engine.principals import PrincipalSet, account_of

PrincipalId = Annotated[
    str, Meta(min_length=1, max_length=256), matching(r"^[\w+=,.@:/-]+$")
]
ServicePrincipal = Annotated[
    str,
    Meta(min_length=1, max_length=128),
    matching(r"^([A-Za-z0-9\-]+)\.([A-Za-z0-9\-]+)(\.[A-Za-z0-9\-]+)+$"),
]


def bind_principal(arn: str) -> str:
    """Return the principal as it is kept; InvalidArnException if there is none such.

    An account is kept by its ARN, a user, a role or a role session by its unique id.
    """
    named = read_principal(arn)
    if find_missing([named]):
        raise InvalidArnException(f"{arn} is no principal that exists.")
    return _kept(named)


def find_principal(arn_or_id: str) -> str:
    """Return how the principal is kept, or would be, whether or not it exists.

    A unique id stands for itself: that is how someone who is gone is shown.
    """
    if not arn_or_id.startswith("arn:"):
        return arn_or_id
    return _kept(read_principal(arn_or_id))


def read_principal(arn: str) -> NamedPrincipal:
    """Return the principal of ``arn``; InvalidArnException if it can name none."""
    named = NamedPrincipal("AWS", arn)
    try:
        PrincipalSet((named,))
    except PolicyError:
        raise _invalid(arn) from None
    if not arn.startswith("arn:"):
        raise _invalid(arn)
    return named


def show_principals(kept: Iterable[str]) -> dict[str, str]:
    """Return the ARNs of the principals kept, by how they are kept.

    Those who are gone are shown by their unique ids, as in key policies.
    """
    kept = set(kept)
    return dict(zip(kept, kept, strict=True)) | find_arns(
        NamedPrincipal("AWS", principal) for principal in kept
    )


def _kept(named: NamedPrincipal) -> str:
    account_id = account_of(named.value)
    if account_id is not None:
        return root_arn(account_id)
    return find_unique_ids([named]).get(named.value, named.value)


def _invalid(arn: str) -> InvalidArnException:
    return InvalidArnException(
        f"{arn} is not the ARN of an account, user, role, role session or federated"
        " user."
    )
