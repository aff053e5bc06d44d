"""Verify: that a signature is the key's; one that is not is refused, never denied."""

from keys.algorithms import MessageType, SigningAlgorithm
from keys.cryptographic import Use, cryptographic_operation
from keys.grant_tokens import GrantTokens
from keys.messages import Message, Signature, require_signature
from keys.metadata import KeyIdOrName
from keys.view import KeyView
from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    message: Message
    message_type: MessageType = MessageType.RAW
    signature: Signature
    signing_algorithm: SigningAlgorithm
    grant_tokens: GrantTokens | None = None
    dry_run: bool = False


class Result(Answer, frozen=True, kw_only=True):
    key_id: str
    signature_valid: bool
    signing_algorithm: str


@cryptographic_operation(
    Use(usage="SIGN_VERIFY", algorithm=lambda params: params.signing_algorithm)
)
def verify(call: Call, key: KeyView, params: Params) -> Result:
    require_signature(
        key,
        params.message,
        signature=params.signature,
        algorithm=params.signing_algorithm,
        kind=params.message_type,
    )
    return Result(
        key_id=key.arn,
        signature_valid=True,
        signing_algorithm=params.signing_algorithm.value,
    )
