"""Decrypt: the plaintext of a blob, whose key need not be named."""

from keys.ciphertexts import bound_to, find_opening_key
from keys.encryption import (
    CiphertextBlob,
    EncryptionAlgorithm,
    EncryptionContext,
    Plaintext,
    open_with,
)
from keys.grant_tokens import GrantTokens
from keys.metadata import KeyIdOrName
from keys.operation import Bound, cryptographic_operation
from keys.recipients import Recipient, refuse_recipient
from keys.view import KeyView
from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    ciphertext_blob: CiphertextBlob
    encryption_context: EncryptionContext | None = None
    grant_tokens: GrantTokens | None = None
    key_id: KeyIdOrName | None = None
    encryption_algorithm: EncryptionAlgorithm = EncryptionAlgorithm.SYMMETRIC_DEFAULT
    recipient: Recipient | None = None
    dry_run: bool = False


class Result(Answer, frozen=True, kw_only=True):
    key_id: str
    plaintext: Plaintext
    encryption_algorithm: str
    key_material_id: str


def _bind(call: Call) -> Bound:
    params: Params = call.params  # type: ignore[assignment]  # the operation's own
    refuse_recipient(params.recipient)
    return bound_to(
        find_opening_key(call, params.ciphertext_blob, key_id=params.key_id)
    )


@cryptographic_operation(
    usage="ENCRYPT_DECRYPT",
    bind=_bind,
    additional=lambda key, result: {"keyMaterialId": result.key_material_id},
)
def decrypt(call: Call, key: KeyView, params: Params) -> Result:
    plaintext, material_id = open_with(
        key, params.ciphertext_blob, context=params.encryption_context
    )
    return Result(
        key_id=key.arn,
        plaintext=plaintext,
        encryption_algorithm=params.encryption_algorithm.value,
        key_material_id=material_id,
    )
