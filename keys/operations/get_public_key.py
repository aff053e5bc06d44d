"""GetPublicKey: the public half of an asymmetric key, with what it may be used for."""

from typing import Annotated

from msgspec import Meta

from keys.algorithms import list_algorithms
from keys.crypto.pairs import public_der
from keys.cryptographic import Use, cryptographic_operation, never_slow
from keys.grant_tokens import GrantTokens
from keys.metadata import KeyIdOrName
from keys.view import KeyView
from kmsportal.core.call import Call
from kmsportal.core.errors import UnsupportedOperationException
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    grant_tokens: GrantTokens | None = None


class Result(Answer, frozen=True, kw_only=True):
    key_id: str
    public_key: Annotated[bytes, Meta(min_length=1, max_length=8192)]
    customer_master_key_spec: str
    key_spec: str
    key_usage: str
    encryption_algorithms: tuple[str, ...] | None = None
    signing_algorithms: tuple[str, ...] | None = None
    key_agreement_algorithms: tuple[str, ...] | None = None
    encapsulation_algorithms: tuple[str, ...] | None = None


@cryptographic_operation(Use(is_slow=never_slow))
def get_public_key(call: Call, key: KeyView, params: Params) -> Result:
    private = key.current.private
    if private is None:
        raise UnsupportedOperationException
    lists = list_algorithms(key.spec, key.usage)
    return Result(
        key_id=key.arn,
        public_key=public_der(private.public_key()),
        customer_master_key_spec=key.spec,
        key_spec=key.spec,
        key_usage=key.usage,
        encryption_algorithms=lists.encryption_algorithms,
        signing_algorithms=lists.signing_algorithms,
        key_agreement_algorithms=lists.key_agreement_algorithms,
        encapsulation_algorithms=lists.encapsulation_algorithms,
    )
