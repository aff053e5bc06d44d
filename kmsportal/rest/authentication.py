"""Proving who calls REST: an API token, or the console's own session."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.request import Request

from kmsportal.core.call import Caller
from kmsportal.core.errors import (
    AccessDeniedException,
    UnrecognizedClientException,
    ValidationException,
)
from kmsportal.core.secret import SecretText
from kmsportal.iam.api_tokens import prove_api_token
from kmsportal.iam.members import caller_of
from kmsportal.rest.problems import CHALLENGE
from kmsportal.tenancy.models import User
from kmsportal.tenancy.people import memberships_of

ACCOUNT_HEADER = "X-KMS-Account"


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """A proven caller, and the one moment of the call (``request.auth``)."""

    caller: Caller
    time: datetime


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer kmsp_…``, RFC 6750; the token is for one account."""

    def authenticate(self, request: Request) -> tuple[User, Proof] | None:
        """Return the token's person; 401 when there is a header that does not hold."""
        header = request.headers.get("Authorization")
        if header is None:
            return None
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer":
            raise UnrecognizedClientException("REST takes Bearer tokens only.")
        time = datetime.now(UTC)
        row = prove_api_token(SecretText(token.strip()), time=time)
        if request.headers.get(ACCOUNT_HEADER, row.account_id) != row.account_id:
            raise AccessDeniedException(f"The token is for account {row.account_id}.")
        user = row.membership.user
        caller = caller_of(user, row.account_id, api_token_id=row.id)
        return user, Proof(caller=caller, time=time)

    def authenticate_header(self, _request: Request) -> str:
        return CHALLENGE


class ConsoleSessionAuthentication(SessionAuthentication):
    """The console's cookie, with Django's protection against forged requests."""

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        """Return the person who is signed in, in the account that she names."""
        found = super().authenticate(request)
        if found is None:
            return None
        user: User = found[0]
        if user.must_change_password:
            raise AccessDeniedException("Change your one-time password first.")
        caller = caller_of(user, _account_of(request, user))
        return user, Proof(caller=caller, time=datetime.now(UTC))


def _account_of(request: Request, user: User) -> str:
    """Return the account of the header, of the console's last page, or the only one."""
    named = request.headers.get(ACCOUNT_HEADER)
    if named is not None:
        return named
    place = request.session.get("place")
    if place:
        return str(place[0])
    accounts = [membership.account_id for membership in memberships_of(user)]
    if len(accounts) != 1:
        raise ValidationException(f"Name the account in the {ACCOUNT_HEADER} header.")
    return accounts[0]
