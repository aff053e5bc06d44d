"""AWS Signature Version 4 in the Authorization header: who claims to call, and proof.

Source of every rule here: IAM User Guide, "AWS Signature Version 4 for API requests".
The sentences are those that AWS answers with. Nothing derived from a secret leaves.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import msgspec

from kmsportal.core.errors import (
    IncompleteSignatureException,
    InvalidSignatureException,
    MissingAuthenticationTokenException,
    ServiceError,
)
from kmsportal.core.signing import SigningSecret
from kmsportal.wire.authorization import Scope, read_scope, remember
from kmsportal.wire.canonical import canonical_request

WINDOW = timedelta(minutes=5)
"""How far a signature's time may stand from ours, before or after."""

# Whoever may change one of these unseen chooses another operation, moment or session.
# Content-Type is not among them: the SDKs for PHP and for JavaScript 2 leave it out.
_SIGNED_WHEN_PRESENT = (b"x-amz-target", b"x-amz-date", b"x-amz-security-token")

_S3 = "s3"
_UNSIGNED = b"UNSIGNED-PAYLOAD"
_MISMATCH = (
    "The request signature we calculated does not match the signature you provided. "
    "Check your AWS Secret Access Key and signing method. "
    "Consult the service documentation for details."
)


class SignedRequest(msgspec.Struct, frozen=True):
    """A request as it arrived; header names are lower case, as in ASGI.

    ``raw_path`` is the path before percent-decoding, without the query.
    """

    method: str
    raw_path: bytes
    query: bytes
    headers: Sequence[tuple[bytes, bytes]]
    body: bytes

    def __repr__(self) -> str:
        """Show no header and no body: they may hold secrets."""
        return f"SignedRequest({self.method})"


class Claim(msgspec.Struct, frozen=True):
    """What a request says of its caller, not yet proven.

    ``signed_at`` is in UTC and ``stamp`` the same in ISO 8601 basic format.
    ``headers`` are the request's by lower-case name, the values of a repeated name
    joined by commas.
    """

    scope: Scope
    signature: bytes
    security_token: str | None
    signed_at: datetime
    stamp: str
    headers: Mapping[bytes, bytes]

    @property
    def access_key_id(self) -> str:
        return self.scope.access_key_id

    @property
    def date(self) -> str:
        return self.scope.date

    @property
    def region(self) -> str:
        return self.scope.region

    @property
    def service(self) -> str:
        return self.scope.service

    @property
    def signed_headers(self) -> tuple[bytes, ...]:
        return self.scope.signed_headers

    def __repr__(self) -> str:
        """Show the access key id alone."""
        return f"Claim({self.access_key_id!r})"


def read_claim(request: SignedRequest, now: datetime) -> Claim:
    """Read who ``request`` claims to come from, at ``now`` (UTC).

    Raises MissingAuthenticationTokenException, IncompleteSignatureException, or
    InvalidSignatureException when the signature is out of its window or leaves a
    header unsigned that it must cover.
    """
    headers = _by_name(request.headers)
    authorization = headers.get(b"authorization")
    if authorization is None:
        raise _unsigned(request.query)
    scope, signature = read_scope(authorization)
    signed_at, stamp = _signed_at(headers)
    _require_scope_date(scope, stamp)
    _require_window(signed_at, now)
    _require_coverage(scope, headers)
    token = headers.get(b"x-amz-security-token")
    return Claim(
        scope=scope,
        signature=signature,
        security_token=None if token is None else token.decode("latin-1"),
        signed_at=signed_at,
        stamp=stamp,
        headers=headers,
    )


def verify(
    claim: Claim,
    request: SignedRequest,
    secret: SigningSecret,
    *,
    region: str | None,
    service: str,
) -> None:
    """Prove that ``request`` was signed with ``secret`` for this service and Region.

    ``region`` is ``None`` where any Region will do. Raises InvalidSignatureException.
    """
    _require_place(claim.scope, region=region, service=service)
    payload_hash = _payload_hash(claim, request, service)
    canonical = canonical_request(
        request.method,
        request.raw_path,
        request.query,
        headers=claim.headers,
        signed_headers=claim.signed_headers,
        payload_hash=payload_hash,
        is_path_literal=service == _S3,
    )
    key = secret.key(claim.date, claim.region, claim.service)
    expected = hmac.digest(key, _string_to_sign(claim, canonical), "sha256").hex()
    if not hmac.compare_digest(expected.encode(), claim.signature):
        raise InvalidSignatureException(_MISMATCH)
    remember(claim.scope)


def _string_to_sign(claim: Claim, canonical: bytes) -> bytes:
    scope = claim.scope
    return (
        f"AWS4-HMAC-SHA256\n{claim.stamp}\n"
        f"{scope.date}/{scope.region}/{scope.service}/aws4_request\n"
        f"{hashlib.sha256(canonical).hexdigest()}"
    ).encode()


def _by_name(headers: Sequence[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Join the values of a repeated name, as the canonical request does."""
    found = dict(headers)
    if len(found) == len(headers):
        return found
    found.clear()
    for name, value in headers:
        found[name] = found[name] + b"," + value.strip() if name in found else value
    return found


def _unsigned(query: bytes) -> ServiceError:
    if b"X-Amz-Signature=" in query or b"X-Amz-Algorithm=" in query:
        return IncompleteSignatureException(
            "A signature in the query string is not supported. "
            "Send it in the Authorization header."
        )
    return MissingAuthenticationTokenException("Missing Authentication Token")


def _signed_at(headers: Mapping[bytes, bytes]) -> tuple[datetime, str]:
    text = headers.get(b"x-amz-date") or headers.get(b"date")
    if text is None:
        raise IncompleteSignatureException(
            "Authorization header requires existence of either a 'X-Amz-Date' "
            "or a 'Date' header."
        )
    try:
        return _parse_moment(text.strip().decode("ascii"))
    except (ValueError, OverflowError):
        raise IncompleteSignatureException(
            "Date must be in ISO-8601 'basic format', such as 20151231T235959Z."
        ) from None


def _parse_moment(text: str) -> tuple[datetime, str]:
    is_basic = len(text) == len("20151231T235959Z") and text[8] + text[15] == "TZ"
    if is_basic and (text[:8] + text[9:15]).isdigit():
        return datetime.fromisoformat(text), text
    moment = parsedate_to_datetime(text)
    moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    return moment, _basic(moment)


def _require_scope_date(scope: Scope, stamp: str) -> None:
    day = stamp[:8]
    if scope.date != day:
        raise InvalidSignatureException(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version "
            f"of date from HTTP: '{scope.date}' != '{day}', "
            f"from '{stamp}'."
        )


def _require_window(signed_at: datetime, now: datetime) -> None:
    if signed_at < now - WINDOW:
        raise InvalidSignatureException(
            f"Signature expired: {_basic(signed_at)} is now earlier than "
            f"{_basic(now - WINDOW)} ({_basic(now)} - 5 min.)"
        )
    if signed_at > now + WINDOW:
        raise InvalidSignatureException(
            f"Signature not yet current: {_basic(signed_at)} is still later than "
            f"{_basic(now + WINDOW)} ({_basic(now)} + 5 min.)"
        )


def _require_coverage(scope: Scope, headers: Mapping[bytes, bytes]) -> None:
    signed = scope.signed_names
    if b"host" not in signed:
        raise InvalidSignatureException(
            "'Host' must be a 'SignedHeader' in the AWS Authorization."
        )
    for name in _SIGNED_WHEN_PRESENT:
        if name in headers and name not in signed:
            raise InvalidSignatureException(
                f"'{name.decode().title()}' must be a 'SignedHeader' "
                "in the AWS Authorization."
            )
    # A header that was signed and then lost cannot be verified, only refused.
    if not signed <= headers.keys():
        raise InvalidSignatureException(_MISMATCH)


def _require_place(scope: Scope, *, region: str | None, service: str) -> None:
    wrong = []
    if region is not None and scope.region != region:
        wrong.append("Credential should be scoped to a valid region.")
    if scope.service != service:
        wrong.append(f"Credential should be scoped to correct service: '{service}'.")
    if wrong:
        raise InvalidSignatureException(" ".join(wrong))


def _payload_hash(claim: Claim, request: SignedRequest, service: str) -> str:
    """Return the hash that was signed, once it is the body's.

    S3 alone lets a signer leave the body out; the requests it serves here have none.
    """
    declared = claim.headers.get(b"x-amz-content-sha256")
    if service == _S3 and declared == _UNSIGNED and not request.body:
        return _UNSIGNED.decode()
    payload_hash = hashlib.sha256(request.body).hexdigest()
    _require_payload(declared, payload_hash)
    return payload_hash


def _require_payload(declared: bytes | None, payload_hash: str) -> None:
    """Refuse UNSIGNED-PAYLOAD and STREAMING-… too: neither is the body's hash."""
    if declared is not None and declared.strip() != payload_hash.encode():
        raise InvalidSignatureException(
            "The provided 'x-amz-content-sha256' header does not match what was "
            "computed."
        )


def _basic(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
