"""DescribeKey: all about a key but its material, policy and tags."""

from keys.grant_tokens import GrantTokens
from keys.managed_keys import bind_or_foresee, require_made
from keys.metadata import KeyIdOrName, KeyMetadata, metadata_of
from keys.operation import key_operation
from keys.states import ANY_STATE
from keys.view import KeyView
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    grant_tokens: GrantTokens | None = None


class Result(Answer, frozen=True, kw_only=True):
    key_metadata: KeyMetadata


@key_operation(
    kind=Kind.SNAPSHOT, states=ANY_STATE, bind=bind_or_foresee, cross_account=True
)
def describe_key(call: Call, key: KeyView, params: Params) -> Result:
    require_made(key)
    return Result(key_metadata=metadata_of(key))
