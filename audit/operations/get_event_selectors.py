"""GetEventSelectors: which events a trail delivers.

CloudTrail API Reference, "GetEventSelectors".
"""

import msgspec
from msgspec import field

from audit.models import Trail
from audit.trails.operation import trail_operation
from audit.trails.selector_checks import AdvancedEventSelector, EventSelector
from audit.trails.selectors import DEFAULT_SELECTOR
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    trail_name: str


class Result(Answer, frozen=True, kw_only=True):
    trail_arn: str = field(name="TrailARN")
    event_selectors: list[EventSelector] | None = None
    advanced_event_selectors: list[AdvancedEventSelector] | None = None


@trail_operation(kind=Kind.READ, member="trail_name")
def get_event_selectors(call: Call, trail: Trail, params: Params) -> Result:
    advanced = trail.advanced_event_selectors
    if advanced is not None:
        selectors = msgspec.convert(advanced, list[AdvancedEventSelector])
        return Result(trail_arn=trail.arn, advanced_event_selectors=selectors)
    basic = [{**DEFAULT_SELECTOR, **one} for one in trail.event_selectors or [{}]]
    return Result(
        trail_arn=trail.arn, event_selectors=msgspec.convert(basic, list[EventSelector])
    )
