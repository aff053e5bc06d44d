"""GenerateDataKeyPair: a key pair in clear, its private key also sealed."""

from keys.cryptographic import Use, cryptographic_operation
from keys.data_keys import (
    DataKeyPairSpec,
    PairPlaintext,
    PublicKey,
    is_slow_pair,
    seal_new_pair,
    sealing_algorithm,
)
from keys.encryption import CiphertextBlob, EncryptionContext
from keys.grant_tokens import GrantTokens
from keys.metadata import KeyIdOrName
from keys.recipients import Recipient, refuse_recipient
from keys.view import KeyView
from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    encryption_context: EncryptionContext | None = None
    key_id: KeyIdOrName
    key_pair_spec: DataKeyPairSpec
    grant_tokens: GrantTokens | None = None
    recipient: Recipient | None = None
    dry_run: bool = False


class Result(Answer, frozen=True, kw_only=True):
    private_key_ciphertext_blob: CiphertextBlob
    private_key_plaintext: PairPlaintext
    public_key: PublicKey
    key_id: str
    key_pair_spec: str
    key_material_id: str


@cryptographic_operation(
    Use(
        usage="ENCRYPT_DECRYPT",
        algorithm=sealing_algorithm,
        is_slow=is_slow_pair,
        additional=lambda key, result: {"keyMaterialId": result.key_material_id},
    )
)
def generate_data_key_pair(call: Call, key: KeyView, params: Params) -> Result:
    refuse_recipient(params.recipient)
    pair = seal_new_pair(key, params.key_pair_spec, context=params.encryption_context)
    return Result(
        private_key_ciphertext_blob=pair.sealed,
        private_key_plaintext=pair.private,
        public_key=pair.public,
        key_id=key.arn,
        key_pair_spec=params.key_pair_spec.value,
        key_material_id=key.current_material_id,
    )
