"""Callers, as a worker remembers them: who they are and what bounds them."""

from datetime import datetime

import msgspec

from kmsportal.core.call import Caller
from kmsportal.core.errors import UnrecognizedClientException
from kmsportal.core.identity import identity_of
from kmsportal.core.principal import Principal, PrincipalKind
from kmsportal.core.signing import SigningSecret
from kmsportal.iam.access_keys import open_secret
from kmsportal.iam.identity_policies import policies_of_user
from kmsportal.iam.models import AccessKey, AccessKeyStatus, IamUser
from kmsportal.tenancy.generations import generations
from kmsportal.tenancy.snapshots import SnapshotCache, SnapshotMissing

INVALID_TOKEN = "The security token included in the request is invalid."  # noqa: S105 - AWS's sentence


class SessionTerms(msgspec.Struct, frozen=True):
    """What binds temporary credentials: their token's SHA-256 and their end."""

    token_digest: bytes
    expires_at: datetime


class AccessKeyView(msgspec.Struct, frozen=True, kw_only=True):
    """An active access key with its opened secret and its holder as a caller.

    ``generation`` is the account's, read before the rows. ``session`` is set for
    temporary credentials, which are good with their session token and for a time.
    """

    access_key_id: str
    secret: SigningSecret
    caller: Caller
    generation: int
    session: SessionTerms | None = None


_views: SnapshotCache[str, AccessKeyView] = SnapshotCache()


def find_access_key(access_key_id: str, *, may_wait: bool) -> AccessKeyView:
    """Return the active access key; UnrecognizedClientException when there is none.

    A key just read is not remembered until ``trust`` is called: only a caller who
    has proven to hold the secret may fill this process's memory.
    """
    return recall(access_key_id, may_wait=may_wait) or _load(access_key_id)


def recall(access_key_id: str, *, may_wait: bool) -> AccessKeyView | None:
    """Return what is remembered of the access key, if anything.

    SnapshotMissing when nothing is and the database may not be read.
    """
    remembered = _views.recall(access_key_id, may_wait=may_wait)
    if remembered is None and not may_wait:
        raise SnapshotMissing
    return remembered


def trust(view: AccessKeyView) -> None:
    """Remember a key whose signature has been verified."""
    if _views.holds(view.access_key_id, view):
        return
    _views.remember(
        view.access_key_id,
        view,
        account_id=view.caller.account_id,
        generation=view.generation,
    )


def user_principal(user: IamUser) -> Principal:
    return Principal(
        kind=PrincipalKind.USER,
        account_id=user.account_id,
        arn=user.arn,
        unique_id=user.unique_id,
        name=user.name,
        tags=user.tags,
    )


def _load(access_key_id: str) -> AccessKeyView:
    # The one read that cannot name its tenant: the access key id says which it is.
    owner = AccessKey.objects.filter(id=access_key_id).values_list("account_id").first()
    if owner is None:
        raise UnrecognizedClientException(INVALID_TOKEN)
    generation = generations.watch(owner[0])
    key = (
        AccessKey.objects.select_related("user")
        .filter(id=access_key_id, status=AccessKeyStatus.ACTIVE)
        .first()
    )
    if key is None:
        raise UnrecognizedClientException(INVALID_TOKEN)
    return AccessKeyView(
        access_key_id=key.id,
        secret=SigningSecret(open_secret(key).reveal()),
        caller=_caller(key),
        generation=generation,
    )


def _caller(key: AccessKey) -> Caller:
    principal = user_principal(key.user)
    return Caller(
        principal=principal,
        policies=policies_of_user(key.user),
        identity=identity_of(principal, key.id),
        access_key_id=key.id,
    )
