"""Encrypt: at most 4,096 bytes under a key."""

from keys.algorithms import EncryptionAlgorithm
from keys.cryptographic import Use, cryptographic_operation, never_slow
from keys.encryption import (
    CiphertextBlob,
    EncryptionContext,
    Plaintext,
    encrypt_under,
)
from keys.grant_tokens import GrantTokens
from keys.metadata import KeyIdOrName
from keys.view import KeyView
from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    plaintext: Plaintext
    encryption_context: EncryptionContext | None = None
    grant_tokens: GrantTokens | None = None
    encryption_algorithm: EncryptionAlgorithm = EncryptionAlgorithm.SYMMETRIC_DEFAULT
    dry_run: bool = False


class Result(Answer, frozen=True, kw_only=True):
    ciphertext_blob: CiphertextBlob
    key_id: str
    encryption_algorithm: str


@cryptographic_operation(
    Use(
        usage="ENCRYPT_DECRYPT",
        algorithm=lambda params: params.encryption_algorithm,
        is_slow=never_slow,
    )
)
def encrypt(call: Call, key: KeyView, params: Params) -> Result:
    ciphertext = encrypt_under(
        key,
        params.plaintext,
        algorithm=params.encryption_algorithm,
        context=params.encryption_context,
    )
    return Result(
        ciphertext_blob=ciphertext,
        key_id=key.arn,
        encryption_algorithm=params.encryption_algorithm.value,
    )
