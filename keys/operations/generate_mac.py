"""GenerateMac: the HMAC of a message."""

from keys.algorithms import MacAlgorithm
from keys.crypto.macs import make_mac
from keys.cryptographic import Use, cryptographic_operation
from keys.grant_tokens import GrantTokens
from keys.messages import Mac, Message
from keys.metadata import KeyIdOrName
from keys.view import KeyView
from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    message: Message
    key_id: KeyIdOrName
    mac_algorithm: MacAlgorithm
    grant_tokens: GrantTokens | None = None
    dry_run: bool = False


class Result(Answer, frozen=True, kw_only=True):
    mac: Mac
    mac_algorithm: str
    key_id: str


@cryptographic_operation(
    Use(usage="GENERATE_VERIFY_MAC", algorithm=lambda params: params.mac_algorithm)
)
def generate_mac(call: Call, key: KeyView, params: Params) -> Result:
    algorithm = params.mac_algorithm
    return Result(
        mac=make_mac(key.current.secret, params.message, algorithm=algorithm),
        mac_algorithm=algorithm.value,
        key_id=key.arn,
    )
