"""VerifyMac: that a MAC is the key's; one that is not is refused, never denied."""

from keys.algorithms import MacAlgorithm
from keys.crypto.macs import BadMacError, check_mac
from keys.cryptographic import Use, cryptographic_operation
from keys.grant_tokens import GrantTokens
from keys.messages import Mac, Message
from keys.metadata import KeyIdOrName
from keys.view import KeyView
from kmsportal.core.call import Call
from kmsportal.core.errors import KMSInvalidMacException
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    message: Message
    key_id: KeyIdOrName
    mac_algorithm: MacAlgorithm
    mac: Mac
    grant_tokens: GrantTokens | None = None
    dry_run: bool = False


class Result(Answer, frozen=True, kw_only=True):
    key_id: str
    mac_valid: bool
    mac_algorithm: str


@cryptographic_operation(
    Use(usage="GENERATE_VERIFY_MAC", algorithm=lambda params: params.mac_algorithm)
)
def verify_mac(call: Call, key: KeyView, params: Params) -> Result:
    algorithm, secret = params.mac_algorithm, key.current.secret
    try:
        check_mac(secret, params.message, mac=params.mac, algorithm=algorithm)
    except BadMacError:
        raise KMSInvalidMacException from None
    return Result(key_id=key.arn, mac_valid=True, mac_algorithm=algorithm.value)
