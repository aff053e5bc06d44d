"""RevokeGrant: the end of a grant, by whoever a policy lets manage the key's grants."""

from collections.abc import Sequence

from keys.bound import Bound
from keys.grants import GrantId, grant_need, require_grant
from keys.metadata import KeyIdOrName
from keys.models import Key
from keys.operation import key_operation, refuse_dry_run
from keys.states import ANY_STATE
from kmsportal.core.call import Call
from kmsportal.core.operation import Need
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    grant_id: GrantId
    dry_run: bool = False


def _needs(call: Call, bound: Bound) -> Sequence[Need]:
    return (grant_need(call, bound.named, "kms:RevokeGrant"),)


@key_operation(states=ANY_STATE, needs=_needs, ends_rights=True)
def revoke_grant(call: Call, key: Key, params: Params) -> Empty:
    grant = require_grant(key, params.grant_id)
    refuse_dry_run(params)
    grant.delete()
    return Empty()
