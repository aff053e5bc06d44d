"""DeriveSharedSecret: what two elliptic curve key pairs have in common."""

from typing import Annotated

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from msgspec import Meta

from keys.algorithms import KeyAgreementAlgorithm
from keys.crypto.agreement import derive_shared_secret as agree
from keys.crypto.pairs import UnfitKeyError
from keys.cryptographic import Use, cryptographic_operation
from keys.grant_tokens import GrantTokens
from keys.metadata import KeyIdOrName
from keys.recipients import Recipient, refuse_recipient
from keys.view import KeyView
from kmsportal.core.call import Call
from kmsportal.core.errors import ValidationException
from kmsportal.core.shapes import SECRET
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    key_agreement_algorithm: KeyAgreementAlgorithm
    # Left out of the event as AWS leaves it out; it is no secret.
    public_key: Annotated[bytes, Meta(min_length=1, max_length=8192), SECRET]
    grant_tokens: GrantTokens | None = None
    dry_run: bool = False
    recipient: Recipient | None = None


class Result(Answer, frozen=True, kw_only=True):
    key_id: str
    shared_secret: Annotated[bytes, Meta(min_length=1, max_length=4096), SECRET]
    key_agreement_algorithm: str
    key_origin: str


@cryptographic_operation(
    Use(usage="KEY_AGREEMENT", algorithm=lambda params: params.key_agreement_algorithm)
)
def derive_shared_secret(call: Call, key: KeyView, params: Params) -> Result:
    refuse_recipient(params.recipient)
    return Result(
        key_id=key.arn,
        shared_secret=_agree(key, params.public_key),
        key_agreement_algorithm=params.key_agreement_algorithm.value,
        key_origin=key.origin,
    )


def _agree(key: KeyView, peer: bytes) -> bytes:
    private = key.private
    if not isinstance(private, EllipticCurvePrivateKey):
        raise TypeError(key.arn)
    try:
        return agree(private, peer)
    except UnfitKeyError:
        raise ValidationException(
            "PublicKey must be the DER-encoded X.509 SubjectPublicKeyInfo of a public"
            f" key with the key spec {key.spec}."
        ) from None
