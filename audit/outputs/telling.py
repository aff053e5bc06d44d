"""One alert, brought to people by e-mail or to a program by webhook."""

from smtplib import SMTPException

import msgspec
from django.core.mail import send_mail

from audit.models import Alert
from audit.outputs.posting import post
from audit.outputs.refusals import OutputError
from audit.outputs.sealed import ALERT_RULE, open_target
from kmsportal.outgoing import SIGNATURE, signature


def tell(alert: Alert) -> None:
    """Bring ``alert`` there; OutputError unless it was taken."""
    if alert.by_email:
        _by_email(alert)
    else:
        _by_webhook(alert)


def _by_email(alert: Alert) -> None:
    rule = alert.rule
    subject = f"KMS Portal alert: {rule.name} ({rule.account_id})"
    body = f"{alert.sentence}\n\nAccount: {rule.account_id}\nRule: {rule.name}\n"
    if alert.record != "{}":
        body += f"\n{alert.record}\n"
    try:
        send_mail(subject, body, None, [rule.email])
    except (SMTPException, OSError):
        raise OutputError("The mail server did not take the message.") from None


def _by_webhook(alert: Alert) -> None:
    rule = alert.rule
    target = open_target(rule.account_id, ALERT_RULE, rule.id, bytes(rule.sealed))
    body = msgspec.json.encode({
        "type": "audit.alert",
        "id": str(alert.id),
        "account": rule.account_id,
        "rule": rule.name,
        "kind": rule.kind,
        "sentence": alert.sentence,
        "more": alert.more,
        "time": alert.made_at,
        "event": msgspec.Raw(alert.record.encode()),
    })  # fmt: skip
    headers = {
        "Content-Type": "application/json",
        SIGNATURE: signature(target.secret.encode(), body),
    }
    post(target.url, body, headers=headers)
