"""PutEventSelectors: which events a trail delivers.

CloudTrail API Reference, "PutEventSelectors". What it leaves out stays in the portal's
own ledger.
"""

import msgspec
from msgspec import field

from audit.models import Trail
from audit.trails.operation import trail_operation
from audit.trails.selector_checks import (
    AdvancedEventSelector,
    EventSelector,
    check_advanced_selectors,
    check_selectors,
)
from kmsportal.core.call import Call
from kmsportal.core.errors import InvalidEventSelectorsException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    trail_name: str
    event_selectors: list[EventSelector] | None = None
    advanced_event_selectors: list[AdvancedEventSelector] | None = None


class Result(Answer, frozen=True, kw_only=True):
    trail_arn: str = field(name="TrailARN")
    event_selectors: list[EventSelector] | None = None
    advanced_event_selectors: list[AdvancedEventSelector] | None = None


@trail_operation(kind=Kind.CHANGE, member="trail_name", answer_is_shown=True)
def put_event_selectors(call: Call, trail: Trail, params: Params) -> Result:
    basic, advanced = params.event_selectors, params.advanced_event_selectors
    if (basic is None) == (advanced is None):
        raise InvalidEventSelectorsException(
            "Give either EventSelectors or AdvancedEventSelectors."
        )
    if basic is not None:
        check_selectors(basic)
    if advanced is not None:
        check_advanced_selectors(advanced)
    trail.event_selectors = msgspec.to_builtins(basic)
    trail.advanced_event_selectors = msgspec.to_builtins(advanced)
    trail.save(update_fields=["event_selectors", "advanced_event_selectors"])
    return Result(
        trail_arn=trail.arn, event_selectors=basic, advanced_event_selectors=advanced
    )
