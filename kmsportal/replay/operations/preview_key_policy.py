"""PreviewKeyPolicy: who would lose or gain access, were a key's policy another one.

The calls on the key of the last days are asked again. Only what the events hold can be
asked; whatever a call said beside that counts as absent, of both policies alike.
"""

from datetime import UTC, datetime
from typing import Annotated

from msgspec import Meta

from keys.access.asking import key_side, own_key
from keys.access.editing import changed_policies, lockout_of, with_policy
from keys.metadata import KeyIdOrName
from keys.policy_checks import Policy
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part, Timestamp
from kmsportal.core.shapes import Result as Answer
from kmsportal.replay.comparison import Turned, compare


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    policy: Policy
    days: Annotated[int, Meta(ge=1, le=90)] = 30


class AccessChange(Part, frozen=True, kw_only=True):
    """``effect`` is ``loses`` or ``gains``; ``calls`` were made in the time."""

    effect: str
    principal: str
    action: str
    calls: int
    last_call: Timestamp


class Result(Answer, frozen=True, kw_only=True):
    """``is_cut`` marks that there were more calls than are looked at.

    ``lockout`` is why PutKeyPolicy would refuse the policy, if it would;
    ``gone_principals`` made calls and are no more.
    """

    changes: list[AccessChange]
    calls: int
    days: int
    is_cut: bool
    lockout: str | None = None
    gone_principals: list[str]


@account_operation(kind=Kind.READ, service="portal")
def preview_key_policy(call: Call, params: Params) -> Result:
    key = own_key(call, params.key_id)
    changed = with_policy(key, params.policy)
    side = key_side(key)
    found = compare(call, side, changed_policies(side, changed), days=params.days)
    return Result(
        changes=[_shown(turned) for turned in found.turned],
        calls=found.calls,
        days=params.days,
        is_cut=found.is_cut,
        lockout=lockout_of(call, changed),
        gone_principals=found.gone,
    )


def _shown(turned: Turned) -> AccessChange:
    return AccessChange(
        effect=turned.turn.value,
        principal=turned.principal,
        action=turned.action,
        calls=turned.calls,
        last_call=Timestamp(datetime.fromtimestamp(turned.last / 1e6, UTC)),
    )
