"""DecodeAuthorizationMessage: what an encoded message of a refusal says."""

from typing import Annotated

from msgspec import Meta

from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.record import NO_TRACE, Trace
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.denials import decode_denial


class Params(Shape, frozen=True, kw_only=True):
    encoded_message: Annotated[str, Meta(min_length=1, max_length=10240)]


class Result(Answer, frozen=True, kw_only=True):
    decoded_message: str


def _trace(call: Call, bound: None, result: Answer | None) -> Trace:
    """Leave the message out: it says what not everybody may know."""
    return NO_TRACE


@account_operation(service="sts", kind=Kind.READ, trace=_trace)
def decode_authorization_message(call: Call, params: Params) -> Result:
    return Result(
        decoded_message=decode_denial(call.account_id, params.encoded_message)
    )
