"""Decapsulate: the secret that was encapsulated for an ML-KEM key."""

from keys.algorithms import EncapsulationAlgorithm
from keys.crypto import encapsulation
from keys.crypto.oaep import BrokenCiphertextError
from keys.cryptographic import Use, cryptographic_operation
from keys.encapsulations import SharedSecret, SharedSecretCiphertext, ml_kem_pair
from keys.grant_tokens import GrantTokens
from keys.metadata import KeyIdOrName
from keys.view import KeyView
from kmsportal.core.call import Call
from kmsportal.core.errors import InvalidCiphertextException
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    shared_secret_ciphertext_blob: SharedSecretCiphertext
    encapsulation_algorithm: EncapsulationAlgorithm
    grant_tokens: GrantTokens | None = None
    dry_run: bool = False


class Result(Answer, frozen=True, kw_only=True):
    key_id: str
    shared_secret: SharedSecret
    encapsulation_algorithm: str


@cryptographic_operation(
    Use(
        usage="ENCAPSULATE_DECAPSULATE",
        algorithm=lambda params: params.encapsulation_algorithm,
    )
)
def decapsulate(call: Call, key: KeyView, params: Params) -> Result:
    try:
        secret = encapsulation.decapsulate(
            ml_kem_pair(key), params.shared_secret_ciphertext_blob
        )
    except BrokenCiphertextError:
        raise InvalidCiphertextException from None
    return Result(
        key_id=key.arn,
        shared_secret=secret,
        encapsulation_algorithm=params.encapsulation_algorithm.value,
    )
