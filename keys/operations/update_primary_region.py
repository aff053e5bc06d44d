"""UpdatePrimaryRegion: the replica that the others of its multi-Region key follow."""

from collections.abc import Sequence

import msgspec

from keys.bound import Bound
from keys.lookup import Named
from keys.metadata import KeyIdOrName
from keys.models import Key
from keys.multi_region import (
    RegionName,
    change_primary,
    find_relative,
    require_primary,
)
from keys.needs import key_need
from keys.operation import multi_region_operation, trace_of_change
from keys.states import USABLE, require_state
from keys.traces import key_use, transition_to
from kmsportal.core.arn import key_arn
from kmsportal.core.call import Call
from kmsportal.core.errors import NotFoundException, UnsupportedOperationException
from kmsportal.core.operation import Need
from kmsportal.core.record import Deed, Trace
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape

_ACTION = "kms:UpdatePrimaryRegion"


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    primary_region: RegionName


def _replica(call: Call, key: Key) -> Key | None:
    params: Params = call.params  # type: ignore[assignment]  # the operation's own
    return find_relative(key, params.primary_region)


def _needs(call: Call, bound: Bound) -> Sequence[Need]:
    """Permission on the primary that is and on the one that is to be."""
    needs = [key_need(call, bound.named, _ACTION)]
    key = bound.named.key
    replica = _replica(call, key) if isinstance(key, Key) else None
    if replica is not None:
        needed = key_need(call, Named(replica), _ACTION)
        needs.append(msgspec.structs.replace(needed, region=replica.region))
    return needs


def _check(call: Call, bound: Bound) -> None:
    key: Key = bound.key  # type: ignore[assignment]  # a change binds rows
    region: str = call.params.primary_region  # type: ignore[attr-defined]  # its own
    require_state(key, USABLE)
    require_primary(key)
    if region == key.region:
        raise UnsupportedOperationException(
            f"{key.arn} is the multi-region primary key already."
        )
    replica = _replica(call, key)
    if replica is None:
        arn = key_arn(key.account_id, region, key.key_id)
        raise NotFoundException(f"Key '{arn}' does not exist")
    require_state(replica, USABLE)


def _trace(call: Call, bound: Bound | None, result: Empty | None) -> Trace:
    """Show the call in the Region of either key (API reference, logging)."""
    trace = trace_of_change(call, bound, result)
    if bound is None or result is None:
        return trace
    replica = _replica(call, bound.key)  # type: ignore[arg-type]  # a change binds rows
    if replica is None:
        return trace
    deed = Deed(
        event_name="UpdatePrimaryRegion",
        region=replica.region,
        key=key_use(replica),
        details={"keyId": replica.key_id, "primaryRegion": replica.region},
        transitions=(transition_to(replica, replica.state),),
    )
    return msgspec.structs.replace(trace, deeds=(deed,))


@multi_region_operation(needs=_needs, check=_check, trace=_trace)
def update_primary_region(call: Call, key: Key, params: Params) -> Empty:
    replica = _replica(call, key)
    if replica is not None:
        change_primary(key, replica, time=call.time)
    return Empty()
