"""GenerateDataKey: a data key in clear and sealed, for envelope encryption."""

from typing import Annotated

from msgspec import Meta

from keys.cryptographic import Use, cryptographic_operation
from keys.data_keys import DataKeySpec, NumberOfBytes, new_data_key, sealing_algorithm
from keys.encryption import CiphertextBlob, EncryptionContext, seal_under
from keys.grant_tokens import GrantTokens
from keys.metadata import KeyIdOrName
from keys.recipients import Recipient, refuse_recipient
from keys.view import KeyView
from kmsportal.core.call import Call
from kmsportal.core.shapes import SECRET
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    encryption_context: EncryptionContext | None = None
    number_of_bytes: NumberOfBytes | None = None
    key_spec: DataKeySpec | None = None
    grant_tokens: GrantTokens | None = None
    recipient: Recipient | None = None
    dry_run: bool = False


class Result(Answer, frozen=True, kw_only=True):
    ciphertext_blob: CiphertextBlob
    plaintext: Annotated[bytes, Meta(min_length=1, max_length=4096), SECRET]
    key_id: str
    key_material_id: str


@cryptographic_operation(
    Use(
        usage="ENCRYPT_DECRYPT",
        algorithm=sealing_algorithm,
        additional=lambda key, result: {"keyMaterialId": result.key_material_id},
    )
)
def generate_data_key(call: Call, key: KeyView, params: Params) -> Result:
    refuse_recipient(params.recipient)
    plaintext = new_data_key(params.key_spec, params.number_of_bytes)
    return Result(
        ciphertext_blob=seal_under(key, plaintext, context=params.encryption_context),
        plaintext=plaintext,
        key_id=key.arn,
        key_material_id=key.current_material_id,
    )
