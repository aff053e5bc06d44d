"""TestDestination: one record is sent there now, and the answer told in plain words.

The record is this call's own, which also comes in its turn.
"""

from audit.cloudtrail import render
from audit.outputs.refusals import OutputError
from audit.outputs.sending import Numbered, send
from audit.outputs.shapes import Name, find_destination
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation, trace_of_params
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    name: Name


class Result(Answer, frozen=True, kw_only=True):
    accepted: bool
    error: str | None = None


def _prepare(call: Call, _bound: None) -> Result:
    params: Params = call.params  # type: ignore[assignment]  # this operation's own
    destination = find_destination(call.account_id, params.name)
    event = render(call, trace_of_params(call, None, None), None)
    try:
        send(destination, [Numbered(0, bytes(event.record).decode())])
    except OutputError as error:
        return Result(accepted=False, error=str(error))
    return Result(accepted=True)


@account_operation(service="portal", kind=Kind.CHANGE, prepare=_prepare)
def test_destination(call: Call, params: Params) -> Result:
    answer: Result = call.prepared
    return answer
