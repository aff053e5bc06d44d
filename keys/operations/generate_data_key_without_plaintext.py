"""GenerateDataKeyWithoutPlaintext: a data key that is sealed until it is needed."""

from keys.cryptographic import Use, cryptographic_operation
from keys.data_keys import DataKeySpec, NumberOfBytes, new_data_key, sealing_algorithm
from keys.encryption import CiphertextBlob, EncryptionContext, seal_under
from keys.grant_tokens import GrantTokens
from keys.metadata import KeyIdOrName
from keys.view import KeyView
from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    encryption_context: EncryptionContext | None = None
    key_spec: DataKeySpec | None = None
    number_of_bytes: NumberOfBytes | None = None
    grant_tokens: GrantTokens | None = None
    dry_run: bool = False


class Result(Answer, frozen=True, kw_only=True):
    ciphertext_blob: CiphertextBlob
    key_id: str
    key_material_id: str


@cryptographic_operation(
    Use(
        usage="ENCRYPT_DECRYPT",
        algorithm=sealing_algorithm,
        additional=lambda key, result: {"keyMaterialId": result.key_material_id},
    )
)
def generate_data_key_without_plaintext(
    call: Call, key: KeyView, params: Params
) -> Result:
    plaintext = new_data_key(params.key_spec, params.number_of_bytes)
    return Result(
        ciphertext_blob=seal_under(key, plaintext, context=params.encryption_context),
        key_id=key.arn,
        key_material_id=key.current_material_id,
    )
