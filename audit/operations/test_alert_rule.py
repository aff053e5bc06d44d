"""TestAlertRule: a trial message goes out now by each of the rule's channels."""

import uuid

from audit.models import Alert
from audit.outputs.refusals import OutputError
from audit.outputs.shapes import Name, find_alert_rule
from audit.outputs.telling import tell
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
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
    rule = find_alert_rule(call.account_id, params.name)
    try:
        for by_email in (True, False):
            if rule.email if by_email else rule.endpoint_host:
                tell(
                    Alert(
                        id=uuid.uuid4(),
                        rule=rule,
                        by_email=by_email,
                        sentence="This is a test. Nothing has happened.",
                        record="{}",
                        made_at=call.time,
                    )
                )
    except OutputError as error:
        return Result(accepted=False, error=str(error))
    return Result(accepted=True)


@account_operation(service="portal", kind=Kind.CHANGE, prepare=_prepare)
def test_alert_rule(call: Call, params: Params) -> Result:
    answer: Result = call.prepared
    return answer
