"""ListAlertRules: who is told of what in the account, and when that was last."""

from audit.models import AlertRule
from audit.outputs.shapes import AlertRuleShape, show_alert_rule
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    pass


class Result(Answer, frozen=True, kw_only=True):
    alert_rules: list[AlertRuleShape]


@account_operation(service="portal", kind=Kind.READ)
def list_alert_rules(call: Call, params: Params) -> Result:
    rows = AlertRule.objects.filter(account_id=call.account_id).order_by("name")
    return Result(alert_rules=[show_alert_rule(row) for row in rows])
