"""Sign: a signature by an asymmetric key, over a message or its digest."""

from keys.algorithms import MessageType, SigningAlgorithm
from keys.cryptographic import Use, cryptographic_operation
from keys.grant_tokens import GrantTokens
from keys.messages import Message, Signature, sign_under
from keys.metadata import KeyIdOrName
from keys.view import KeyView
from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    message: Message
    message_type: MessageType = MessageType.RAW
    grant_tokens: GrantTokens | None = None
    signing_algorithm: SigningAlgorithm
    dry_run: bool = False


class Result(Answer, frozen=True, kw_only=True):
    key_id: str
    signature: Signature
    signing_algorithm: str


@cryptographic_operation(
    Use(usage="SIGN_VERIFY", algorithm=lambda params: params.signing_algorithm)
)
def sign(call: Call, key: KeyView, params: Params) -> Result:
    signature = sign_under(
        key,
        params.message,
        algorithm=params.signing_algorithm,
        kind=params.message_type,
    )
    return Result(
        key_id=key.arn,
        signature=signature,
        signing_algorithm=params.signing_algorithm.value,
    )
