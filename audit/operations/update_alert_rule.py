"""UpdateAlertRule: other bounds or another mailbox; or the rule rests for a while."""

from audit.models import AlertRule
from audit.outputs.settings import require_email
from audit.outputs.shapes import (
    AlertRuleShape,
    CoolDown,
    Email,
    Name,
    Threshold,
    Window,
    find_alert_rule,
    show_alert_rule,
)
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    name: Name
    enabled: bool | None = None
    email: Email | None = None
    threshold: Threshold | None = None
    window_seconds: Window | None = None
    cool_down_seconds: CoolDown | None = None


class Result(Answer, frozen=True, kw_only=True):
    alert_rule: AlertRuleShape


@account_operation(service="portal", kind=Kind.CHANGE)
def update_alert_rule(call: Call, params: Params) -> Result:
    row = find_alert_rule(call.account_id, params.name)
    if params.email is not None:
        require_email(params.email)
    chosen = {
        "is_enabled": params.enabled,
        "email": params.email,
        "threshold": params.threshold,
        "window_seconds": params.window_seconds,
        "cool_down_seconds": params.cool_down_seconds,
    }
    given = {name: value for name, value in chosen.items() if value is not None}
    if given:
        mine = AlertRule.objects.filter(account_id=call.account_id, pk=row.pk)
        mine.update(**given)
        row.refresh_from_db()
    return Result(alert_rule=show_alert_rule(row))
