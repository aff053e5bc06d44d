"""GetCallerIdentity: who the credentials are; nobody can be refused it.

AWS STS API Reference: no permissions are required, and a deny has no effect.
"""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind, Need, Operation
from kmsportal.core.record import NO_TRACE
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    pass


class Result(Answer, frozen=True, kw_only=True):
    user_id: str
    account: str
    arn: str


def _needs(call: Call, bound: None) -> tuple[Need, ...]:
    return ()


def _run(call: Call, bound: None) -> Result:
    principal = call.caller.principal
    return Result(
        user_id=principal.unique_id, account=principal.account_id, arn=principal.arn
    )


get_caller_identity = Operation(
    service="sts",
    name="GetCallerIdentity",
    kind=Kind.SNAPSHOT,
    params=Params,
    result=Result,
    bind=lambda call: None,
    needs=_needs,
    check=lambda call, bound: None,
    run=_run,
    trace=lambda call, bound, result: NO_TRACE,
)
