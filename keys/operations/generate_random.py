"""GenerateRandom: random bytes from the operating system's generator."""

import os
from typing import Annotated

from msgspec import Meta

from keys.custom_key_stores import CustomKeyStoreId, refuse_custom_key_stores
from keys.data_keys import NumberOfBytes
from keys.operation import account_operation
from keys.recipients import Recipient, refuse_recipient
from kmsportal.core.call import Call
from kmsportal.core.errors import ValidationException
from kmsportal.core.operation import Kind
from kmsportal.core.record import NO_TRACE
from kmsportal.core.shapes import SECRET
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    number_of_bytes: NumberOfBytes | None = None
    custom_key_store_id: CustomKeyStoreId | None = None
    recipient: Recipient | None = None


class Result(Answer, frozen=True, kw_only=True):
    plaintext: Annotated[bytes, Meta(min_length=1, max_length=4096), SECRET]


@account_operation(
    kind=Kind.CRYPTOGRAPHIC,
    trace=lambda call, bound, result: NO_TRACE,
)
def generate_random(call: Call, params: Params) -> Result:
    refuse_recipient(params.recipient)
    if params.custom_key_store_id is not None:
        refuse_custom_key_stores()
    if params.number_of_bytes is None:
        raise ValidationException("NumberOfBytes is required.")
    return Result(plaintext=os.urandom(params.number_of_bytes))
