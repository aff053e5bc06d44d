"""Encapsulate: a fresh secret, and the ciphertext that carries it to an ML-KEM key."""

from keys.algorithms import EncapsulationAlgorithm
from keys.crypto import encapsulation
from keys.cryptographic import Use, cryptographic_operation
from keys.encapsulations import SharedSecret, SharedSecretCiphertext, ml_kem_pair
from keys.grant_tokens import GrantTokens
from keys.metadata import KeyIdOrName
from keys.view import KeyView
from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    encapsulation_algorithm: EncapsulationAlgorithm
    grant_tokens: GrantTokens | None = None
    dry_run: bool = False


class Result(Answer, frozen=True, kw_only=True):
    key_id: str
    shared_secret: SharedSecret
    shared_secret_ciphertext_blob: SharedSecretCiphertext
    encapsulation_algorithm: str


@cryptographic_operation(
    Use(
        usage="ENCAPSULATE_DECAPSULATE",
        algorithm=lambda params: params.encapsulation_algorithm,
    )
)
def encapsulate(call: Call, key: KeyView, params: Params) -> Result:
    secret, ciphertext = encapsulation.encapsulate(ml_kem_pair(key).public_key())
    return Result(
        key_id=key.arn,
        shared_secret=secret,
        shared_secret_ciphertext_blob=ciphertext,
        encapsulation_algorithm=params.encapsulation_algorithm.value,
    )
