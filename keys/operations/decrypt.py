"""Decrypt: the plaintext of a blob, whose key need not be named."""

from keys.algorithms import EncryptionAlgorithm
from keys.bound import Bound
from keys.ciphertexts import (
    DryRunModifiers,
    bound_to,
    ciphertext_of,
    find_opening_key,
    require_own,
)
from keys.cryptographic import Use, cryptographic_operation
from keys.encryption import (
    CiphertextBlob,
    EncryptionContext,
    Plaintext,
    decrypt_with,
)
from keys.grant_tokens import GrantTokens
from keys.metadata import KeyIdOrName
from keys.operation import DRY_RUN
from keys.recipients import Recipient, refuse_recipient
from keys.view import KeyView
from kmsportal.core.call import Call
from kmsportal.core.errors import DryRunOperationException
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    ciphertext_blob: CiphertextBlob | None = None
    encryption_context: EncryptionContext | None = None
    grant_tokens: GrantTokens | None = None
    key_id: KeyIdOrName | None = None
    encryption_algorithm: EncryptionAlgorithm = EncryptionAlgorithm.SYMMETRIC_DEFAULT
    recipient: Recipient | None = None
    dry_run: bool = False
    dry_run_modifiers: DryRunModifiers | None = None


class Result(Answer, frozen=True, kw_only=True):
    key_id: str
    plaintext: Plaintext
    encryption_algorithm: str
    key_material_id: str | None = None


def _bind(call: Call) -> Bound:
    params: Params = call.params  # type: ignore[assignment]  # the operation's own
    refuse_recipient(params.recipient)
    return bound_to(
        find_opening_key(
            call,
            ciphertext_of(params),
            key_id=params.key_id,
            algorithm=params.encryption_algorithm,
        )
    )


def _check(call: Call, bound: Bound) -> None:
    params: Params = call.params  # type: ignore[assignment]  # the operation's own
    if params.key_id is not None:
        require_own(
            bound.key, ciphertext_of(params), algorithm=params.encryption_algorithm
        )


def _additional(key: KeyView, result: Result) -> dict[str, str]:
    material_id = result.key_material_id
    return {"keyMaterialId": material_id} if material_id else {}


@cryptographic_operation(
    Use(
        usage="ENCRYPT_DECRYPT",
        algorithm=lambda params: params.encryption_algorithm,
        bind=_bind,
        check=_check,
        additional=_additional,
    )
)
def decrypt(call: Call, key: KeyView, params: Params) -> Result:
    ciphertext = ciphertext_of(params)
    if ciphertext is None:
        raise DryRunOperationException(DRY_RUN)
    plaintext, material_id = decrypt_with(
        key,
        ciphertext,
        algorithm=params.encryption_algorithm,
        context=params.encryption_context,
    )
    return Result(
        key_id=key.arn,
        plaintext=plaintext,
        encryption_algorithm=params.encryption_algorithm.value,
        key_material_id=material_id,
    )
