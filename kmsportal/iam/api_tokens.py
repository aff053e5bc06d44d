"""API tokens: made, proven, revoked.

A token is ``kmsp_<id>_<secret>``. Its secret has 256 bits, so a plain SHA-256 digest
cannot be searched for it, and no salt or slow hash is needed.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from kmsportal.core.errors import ExpiredTokenException, UnrecognizedClientException
from kmsportal.core.secret import SecretText
from kmsportal.iam.models import ApiToken
from kmsportal.tenancy.models import Membership

PREFIX = "kmsp"
_SECRET_BYTES = 32
_ID_BYTES = 8
_PARTS = 3
_COARSE = timedelta(minutes=1)
_INVALID = "The API token is not valid."


def issue_api_token(
    membership: Membership, name: str, *, time: datetime, expires: datetime
) -> tuple[ApiToken, SecretText]:
    """Make a token that stands for the member; it is shown this once only."""
    token_id = secrets.token_hex(_ID_BYTES)
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    row = ApiToken.objects.create(
        id=token_id,
        account_id=membership.account_id,
        membership=membership,
        name=name,
        digest=_digest(secret),
        created_at=time,
        expires_at=expires,
    )
    return row, SecretText(f"{PREFIX}_{token_id}_{secret}")


def prove_api_token(token: SecretText, *, time: datetime) -> ApiToken:
    """Return the token's row, and note its use.

    UnrecognizedClientException when there is no such token or it is revoked,
    ExpiredTokenException when its time is over.
    """
    prefix, token_id, secret = _parts(token.reveal())
    # The one read that cannot name its tenant: the token id says which it is.
    row = (
        ApiToken.objects.select_related("membership__user").filter(id=token_id).first()
    )
    if row is None or prefix != PREFIX:
        raise UnrecognizedClientException(_INVALID)
    if not hmac.compare_digest(row.digest, _digest(secret)) or row.revoked_at:
        raise UnrecognizedClientException(_INVALID)
    if row.expires_at <= time:
        raise ExpiredTokenException("The API token has expired.")
    _note_use(row, time)
    return row


def living_tokens(membership_id: int, *, time: datetime) -> QuerySet[ApiToken]:
    """Return the member's tokens that still work."""
    return ApiToken.objects.filter(
        membership_id=membership_id, revoked_at=None, expires_at__gt=time
    )


def _note_use(row: ApiToken, time: datetime) -> None:
    """Keep when the token was last used, to the minute, so that reads stay cheap."""
    stale = Q(last_used_at=None) | Q(last_used_at__lt=time - _COARSE)
    if row.last_used_at is None or time - row.last_used_at > _COARSE:
        ApiToken.objects.filter(stale, id=row.id).update(last_used_at=time)


def _parts(token: str) -> tuple[str, str, str]:
    parts = token.split("_", _PARTS - 1)
    if len(parts) != _PARTS:
        raise UnrecognizedClientException(_INVALID)
    return parts[0], parts[1], parts[2]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
