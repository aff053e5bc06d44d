"""Access keys: made, sealed, opened, switched off."""

import base64
import os
from datetime import datetime

from kmsportal.core.errors import LimitExceededException
from kmsportal.core.secret import SecretText
from kmsportal.iam import quotas
from kmsportal.iam.models import AccessKey, AccessKeyStatus, IamUser
from kmsportal.sealing.accounts import seal, unseal
from kmsportal.tenancy.generations import bump
from kmsportal.tenancy.ids import new_unique_id

_SECRET_BYTES = 30


def issue_access_key(
    user: IamUser,
    *,
    time: datetime,
    access_key_id: str | None = None,
    secret: SecretText | None = None,
) -> tuple[AccessKey, SecretText]:
    """Make an access key of ``user``; its secret is shown this once only."""
    access_key_id = access_key_id or new_unique_id("AKIA")
    secret = secret or new_secret()
    key = AccessKey.objects.create(
        id=access_key_id,
        account_id=user.account_id,
        user=user,
        sealed_secret=seal(
            user.account_id,
            *_row(access_key_id),
            plaintext=secret.reveal().encode(),
        ),
        created_at=time,
    )
    return key, secret


def require_room_for_a_key(user: IamUser) -> None:
    """Refuse a third access key; LimitExceededException. The user's row is locked."""
    held = AccessKey.objects.filter(account_id=user.account_id, user=user).count()
    if held >= quotas.ACCESS_KEYS_OF_A_USER:
        raise LimitExceededException(
            f"Cannot exceed quota for AccessKeysPerUser: {quotas.ACCESS_KEYS_OF_A_USER}"
        )


def open_secret(key: AccessKey) -> SecretText:
    """Open the secret access key of ``key``; SealBrokenError if the row was altered."""
    sealed = bytes(key.sealed_secret)
    opened = unseal(key.account_id, *_row(key.id), sealed=sealed)
    return SecretText(opened.decode())


def deactivate(key: AccessKey) -> None:
    """Refuse the key from now on; call in a transaction, answer after the lease."""
    key.status = AccessKeyStatus.INACTIVE
    key.save(update_fields=["status"])
    bump(key.account_id)


def owner_of_access_key(access_key_id: str) -> str:
    """Return the account of an access key, active or not; empty when there is none."""
    found = AccessKey.objects.filter(id=access_key_id).values_list("account_id").first()
    return found[0] if found else ""


def _row(access_key_id: str) -> tuple[str, str]:
    return ("access-key", access_key_id)


def new_secret() -> SecretText:
    """Return 40 random characters, the length of AWS's secret access keys."""
    return SecretText(base64.b64encode(os.urandom(_SECRET_BYTES)).decode())
