"""CreateAlertRule: somebody is told when something happens in the account."""

from django.db import IntegrityError, transaction
from msgspec import field

from audit.models import AlertRule
from audit.outputs.outbox import open_stream
from audit.outputs.sealed import Target
from audit.outputs.settings import (
    MOST_ALERT_RULES,
    new_secret,
    require_email,
    require_endpoint,
    set_rule_target,
)
from audit.outputs.shapes import (
    AlertKindName,
    AlertRuleShape,
    CoolDown,
    Email,
    Name,
    Secret,
    Threshold,
    Url,
    Window,
    show_alert_rule,
)
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import (
    AlreadyExistsException,
    LimitExceededException,
    ValidationException,
)
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    name: Name
    kind: AlertKindName
    email: Email | None = None
    endpoint_url: Url | None = field(default=None, name="EndpointURL")
    secret: Secret | None = None
    threshold: Threshold = 20
    window_seconds: Window = 300
    cool_down_seconds: CoolDown = 900


class Result(Answer, frozen=True, kw_only=True):
    alert_rule: AlertRuleShape
    secret: Secret | None = None


def _check(call: Call, _bound: None) -> None:
    params: Params = call.params  # type: ignore[assignment]  # this operation's own
    if params.email is None and params.endpoint_url is None:
        raise ValidationException("Give an Email, an EndpointURL, or both.")
    if params.secret is not None and params.endpoint_url is None:
        raise ValidationException("Secret goes with an EndpointURL.")
    if params.email is not None:
        require_email(params.email)
    if params.endpoint_url is not None:
        require_endpoint(params.endpoint_url, "https", "http")


@account_operation(service="portal", kind=Kind.CHANGE, check=_check)
def create_alert_rule(call: Call, params: Params) -> Result:
    stream = open_stream(call.account_id)
    mine = AlertRule.objects.filter(account_id=call.account_id)
    if mine.count() >= MOST_ALERT_RULES:
        raise LimitExceededException(f"There are {MOST_ALERT_RULES} alert rules.")
    row = AlertRule(
        account_id=call.account_id,
        name=params.name,
        kind=params.kind,
        email=params.email or "",
        threshold=params.threshold,
        window_seconds=params.window_seconds,
        cool_down_seconds=params.cool_down_seconds,
        created_at=call.time,
        cursor=stream.head,
    )
    made = new_secret() if params.endpoint_url and not params.secret else ""
    if params.endpoint_url:
        set_rule_target(row, Target(params.endpoint_url, params.secret or made))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyExistsException(
            f"There is an alert rule {params.name} already."
        ) from None
    return Result(alert_rule=show_alert_rule(row), secret=made or None)
