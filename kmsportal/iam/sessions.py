"""Temporary credentials: made with a sealed session token, and proven by it.

Nothing of them is stored. Role, user and, for a person, her membership are read anew
whenever the account changes, so each takes its sessions with it when it ends.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

import msgspec

from kmsportal.core.errors import ExpiredTokenException, UnrecognizedClientException
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
from kmsportal.iam.session_callers import EXPIRED, caller_of_session
from kmsportal.iam.session_tokens import (
    Session,
    SessionScope,
    SessionType,
    account_of_token,
    open_session,
    seal_session,
)
from kmsportal.tenancy.generations import generations

_PREFIX = "ASIA"
_ID_BITS = 80
_ACCOUNT_SHIFT = 39


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """What the holder of a session signs with, told once."""

    access_key_id: str
    secret_access_key: SecretText
    session_token: SecretText
    expires_at: datetime


class SessionPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A session to be: ``holder_id`` is its role's or user's unique id.

    A person's session, with ``membership_id``, ends when her membership does.
    ``token_size`` is the fewest characters that its token may have.
    """

    type: SessionType = SessionType.ROLE
    account_id: str
    holder_id: str
    name: str = ""
    began_at: datetime
    expires_at: datetime
    membership_id: int | None = None
    scope: SessionScope = SessionScope()
    source_identity: str = ""
    provider: str = ""
    mfa_at: datetime | None = None
    token_size: int = 0


def begin_session(plan: SessionPlan) -> Credentials:
    """Make credentials of the planned session."""
    session = Session(
        type=plan.type,
        access_key_id=_new_id(plan.account_id),
        secret=new_secret().reveal(),
        holder_id=plan.holder_id,
        name=plan.name,
        began_at=plan.began_at,
        expires_at=plan.expires_at,
        membership_id=plan.membership_id,
        scope=plan.scope,
        source_identity=plan.source_identity,
        provider=plan.provider,
        mfa_at=plan.mfa_at,
    )
    token = seal_session(plan.account_id, session, least=plan.token_size)
    return Credentials(
        access_key_id=session.access_key_id,
        secret_access_key=SecretText(session.secret),
        session_token=SecretText(token),
        expires_at=session.expires_at,
    )


def account_of_session_key(access_key_id: str) -> str | None:
    """Return the account that a temporary access key id names; None if it is none."""
    body = access_key_id.removeprefix(_PREFIX)
    try:
        bits = int.from_bytes(base64.b32decode(body), "big")
    except ValueError:
        return None
    is_whole = len(body) * 5 == _ID_BITS and body != access_key_id
    account_id = f"{bits >> _ACCOUNT_SHIFT:012d}"
    return account_id if is_whole and len(account_id) == len("111122223333") else None


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


def _new_id(account_id: str) -> str:
    """Name the account in the id, as AWS does, so that GetAccessKeyInfo can tell it."""
    bits = int(account_id) << _ACCOUNT_SHIFT | secrets.randbits(_ACCOUNT_SHIFT)
    return _PREFIX + base64.b32encode(bits.to_bytes(_ID_BITS // 8, "big")).decode()


def _require_terms(view: AccessKeyView, token: str | None, time: datetime) -> None:
    if view.session is None and token is None:
        return
    if view.session is None or token is None:
        raise UnrecognizedClientException(INVALID_TOKEN)
    if not hmac.compare_digest(view.session.token_digest, _digest(token)):
        raise UnrecognizedClientException(INVALID_TOKEN)
    if time >= view.session.expires_at:
        raise ExpiredTokenException(EXPIRED)


def _load(access_key_id: str, token: str) -> AccessKeyView:
    session = open_session(token)
    account_id = account_of_token(token)
    # Only of accounts that are: a stranger may write any number into a token.
    generation = generations.watch(account_id)
    if session.access_key_id != access_key_id:
        raise UnrecognizedClientException(INVALID_TOKEN)
    return AccessKeyView(
        access_key_id=access_key_id,
        secret=SigningSecret(session.secret),
        caller=caller_of_session(account_id, session),
        generation=generation,
        session=SessionTerms(_digest(token), session.expires_at),
    )


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
