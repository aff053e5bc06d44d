"""Where a person belongs."""

import secrets
from collections.abc import Sequence

from kmsportal.core.secret import SecretText
from kmsportal.tenancy.models import Membership, User

# Without those that look alike: 0 and O, 1, I and l.
_EASY_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def memberships_of(user: User) -> Sequence[Membership]:
    """Return the person's memberships with their accounts, by account name."""
    found = Membership.objects.filter(user=user).select_related("account")
    return list(found.order_by("account__name", "account_id"))


def new_password() -> SecretText:
    """Return a password of some 90 random bits, easy to select and to type."""
    return SecretText("".join(secrets.choice(_EASY_LETTERS) for _ in range(16)))
