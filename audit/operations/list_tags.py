"""ListTags: the tags of up to twenty trails.

CloudTrail API Reference, "ListTags".
"""

from collections.abc import Sequence

from audit.trails.finding import find_trail
from audit.trails.naming import TrailName
from audit.trails.operation import trail_needs
from audit.trails.shapes import TagEntry
from audit.trails.tags import read_resource, tags_of
from kmsportal.core.call import Call
from kmsportal.core.errors import InvalidTokenException, ValidationException
from kmsportal.core.members import event_members
from kmsportal.core.operation import Kind, Need, Operation
from kmsportal.core.record import Trace
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part
from kmsportal.core.shapes import Result as Answer

_MOST_TRAILS = 20


class Params(Shape, frozen=True, kw_only=True):
    resource_id_list: list[str]
    next_token: str | None = None


class ResourceTag(Part, frozen=True, kw_only=True):
    resource_id: str
    tags_list: list[TagEntry]


class Result(Answer, frozen=True, kw_only=True):
    resource_tag_list: list[ResourceTag]


def _bind(call: Call) -> Sequence[TrailName]:
    params: Params = call.params  # type: ignore[assignment]  # this operation's own
    if params.next_token:
        raise InvalidTokenException("The token is not one that was given here.")
    if not 1 <= len(params.resource_id_list) <= _MOST_TRAILS:
        raise ValidationException(
            f"ResourceIdList must name 1 to {_MOST_TRAILS} trails."
        )
    return [read_resource(resource_id) for resource_id in params.resource_id_list]


def _needs(call: Call, named: Sequence[TrailName]) -> Sequence[Need]:
    return [need for one in named for need in trail_needs(call, one)]


def _list(call: Call, named: Sequence[TrailName]) -> Result:
    trails = [find_trail(call, one) for one in named]
    return Result(
        resource_tag_list=[
            ResourceTag(resource_id=trail.arn, tags_list=tags_of(trail))
            for trail in trails
        ]
    )


def _trace(
    call: Call, named: Sequence[TrailName] | None, result: Answer | None
) -> Trace:
    resources = tuple((one.arn, one.account_id) for one in named or ())
    return Trace(request=event_members(call.params), extra_resources=resources)


list_tags = Operation(
    service="cloudtrail",
    name="ListTags",
    kind=Kind.READ,
    params=Params,
    result=Result,
    bind=_bind,
    needs=_needs,
    check=lambda _call, _named: None,
    run=_list,
    trace=_trace,
)
