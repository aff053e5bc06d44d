"""Temporary credentials of role sessions: a sealed token, good for a while.

The token carries the session itself, sealed under the account's key: nothing of it is
stored. The role and, for a person, her membership are read anew whenever the account
changes, so either takes its sessions with it when it ends.
"""

import base64
import binascii
import hashlib
import hmac
from datetime import datetime, timedelta

import msgspec

from kmsportal.core.call import Caller
from kmsportal.core.errors import ExpiredTokenException, UnrecognizedClientException
from kmsportal.core.identity import identity_of
from kmsportal.core.secret import SecretText
from kmsportal.core.signing import SigningSecret
from kmsportal.iam.access_keys import new_secret
from kmsportal.iam.callers import (
    INVALID_TOKEN,
    AccessKeyView,
    SessionTerms,
    find_access_key,
    recall,
)
from kmsportal.iam.identity_policies import policies_of_role
from kmsportal.iam.members import session_principal
from kmsportal.iam.models import IamRole
from kmsportal.sealing.accounts import seal, unseal
from kmsportal.sealing.envelope import SealBrokenError
from kmsportal.tenancy.generations import generations
from kmsportal.tenancy.ids import new_unique_id
from kmsportal.tenancy.models import Membership

_EXPIRED = "The security token included in the request is expired"
_VERSION = b"\x01"
_ACCOUNT_BYTES = 6
_ROW = "session"


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """What the holder of a session signs with, told once."""

    access_key_id: str
    secret_access_key: SecretText
    session_token: SecretText
    expires_at: datetime


class _Session(msgspec.Struct, frozen=True, kw_only=True):
    access_key_id: str
    secret: str
    role_id: str
    name: str
    began_at: datetime
    expires_at: datetime
    membership_id: int | None = None

    def __repr__(self) -> str:
        """Name the session and nothing of its secret."""
        return f"_Session({self.access_key_id})"


def begin_session(
    role: IamRole,
    name: str,
    *,
    time: datetime,
    duration: timedelta,
    membership_id: int | None,
) -> Credentials:
    """Make credentials of a session of ``role`` called ``name``.

    A person's session goes with her membership: it ends when that does.
    """
    session = _Session(
        access_key_id=new_unique_id("ASIA"),
        secret=new_secret().reveal(),
        role_id=role.unique_id,
        name=name,
        began_at=time,
        expires_at=time + duration,
        membership_id=membership_id,
    )
    return Credentials(
        access_key_id=session.access_key_id,
        secret_access_key=SecretText(session.secret),
        session_token=SecretText(_seal(role.account_id, session)),
        expires_at=session.expires_at,
    )


def find_credentials(
    access_key_id: str, token: str | None, *, time: datetime, may_wait: bool
) -> AccessKeyView:
    """Return who signs with that access key and session token, if they hold.

    UnrecognizedClientException for keys and tokens that are none of ours or do not
    belong together, ExpiredTokenException for a session that has ended.
    """
    if token is None:
        view = find_access_key(access_key_id, may_wait=may_wait)
    else:
        view = recall(access_key_id, may_wait=may_wait) or _load(access_key_id, token)
    _require_terms(view, token, time)
    return view


def _require_terms(view: AccessKeyView, token: str | None, time: datetime) -> None:
    if view.session is None and token is None:
        return
    if view.session is None or token is None:
        raise UnrecognizedClientException(INVALID_TOKEN)
    if not hmac.compare_digest(view.session.token_digest, _digest(token)):
        raise UnrecognizedClientException(INVALID_TOKEN)
    if time >= view.session.expires_at:
        raise ExpiredTokenException(_EXPIRED)


def _load(access_key_id: str, token: str) -> AccessKeyView:
    account_id, sealed = _read(token)
    try:
        opened = unseal(account_id, _ROW, sealed=sealed)
    except SealBrokenError:
        raise UnrecognizedClientException(INVALID_TOKEN) from None
    # Only of accounts that are: a stranger may write any number into a token.
    generation = generations.watch(account_id)
    session = msgspec.json.decode(opened, type=_Session)
    role = IamRole.objects.filter(
        account_id=account_id, unique_id=session.role_id
    ).first()
    if role is None or session.access_key_id != access_key_id:
        raise UnrecognizedClientException(INVALID_TOKEN)
    _require_membership(session, role)
    return AccessKeyView(
        access_key_id=access_key_id,
        secret=SigningSecret(session.secret),
        caller=_caller(role, session),
        generation=generation,
        session=SessionTerms(_digest(token), session.expires_at),
    )


def _require_membership(session: _Session, role: IamRole) -> None:
    """Refuse the session of a person who has left the account or changed her role."""
    if session.membership_id is None:
        return
    held = Membership.objects.filter(
        account_id=role.account_id,
        id=session.membership_id,
        role=role.name,
        user__is_active=True,
    )
    if not held.exists():
        raise UnrecognizedClientException(INVALID_TOKEN)


def _caller(role: IamRole, session: _Session) -> Caller:
    principal = session_principal(role, session.name)
    return Caller(
        principal=principal,
        policies=policies_of_role(role),
        identity=identity_of(
            principal, session.access_key_id, session_began=session.began_at
        ),
        access_key_id=session.access_key_id,
    )


def _seal(account_id: str, session: _Session) -> str:
    sealed = seal(account_id, _ROW, plaintext=msgspec.json.encode(session))
    account = int(account_id).to_bytes(_ACCOUNT_BYTES, "big")
    return base64.b64encode(_VERSION + account + sealed).decode()


def _read(token: str) -> tuple[str, bytes]:
    """Split a token into its account and what is sealed under that account's key."""
    try:
        raw = base64.b64decode(token.encode(), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise UnrecognizedClientException(INVALID_TOKEN) from None
    if raw[:1] != _VERSION or len(raw) <= 1 + _ACCOUNT_BYTES:
        raise UnrecognizedClientException(INVALID_TOKEN)
    account = int.from_bytes(raw[1 : 1 + _ACCOUNT_BYTES], "big")
    return f"{account:012d}", raw[1 + _ACCOUNT_BYTES :]


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
