"""What destinations and alert rules are set to: which of it is refused."""

import secrets
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from audit.models import AlertRule, Destination, DestinationKind, RecordFormat
from audit.outputs.addresses import read_endpoint
from audit.outputs.posting import tls_context
from audit.outputs.refusals import OutputError
from audit.outputs.sealed import (
    ALERT_RULE,
    DESTINATION,
    Target,
    open_target,
    seal_target,
)
from kmsportal.core.call import Call
from kmsportal.core.errors import AccessDeniedException, ValidationException
from kmsportal.tenancy.models import Account

MOST_DESTINATIONS = 10
MOST_ALERT_RULES = 50
_SECRET_BYTES = 32


def schemes_of(kind: str) -> tuple[str, ...]:
    return ("tls",) if kind == DestinationKind.SYSLOG else ("https", "http")


def require_endpoint(url: str, *schemes: str) -> None:
    """Refuse an address that nothing may go to, with a ValidationException."""
    try:
        read_endpoint(url, *schemes)
    except OutputError as error:
        raise ValidationException(f"EndpointURL: {error}") from None


def require_certificate(certificate: str) -> None:
    try:
        tls_context(certificate)
    except OutputError as error:
        raise ValidationException(f"CACertificate: {error}") from None


def require_fit(kind: str, record_format: str, *, has_secret: bool) -> None:
    """Refuse a format or a secret that the kind does not go with."""
    if kind == DestinationKind.WEBHOOK and record_format == RecordFormat.CEF:
        raise ValidationException("A webhook speaks JSON: Format must not be CEF.")
    if kind == DestinationKind.SPLUNK and not has_secret:
        raise ValidationException("SPLUNK needs its token as Secret.")
    if kind == DestinationKind.SYSLOG and has_secret:
        raise ValidationException("SYSLOG has no use for a Secret.")


def require_email(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationException("Email: that is no e-mail address.") from None


def require_management(call: Call) -> None:
    """Refuse to gather the organisation's events for any but its management account."""
    account = Account.objects.select_related("organisation").get(id=call.account_id)
    if account.organisation.management_account_id != call.account_id:
        raise AccessDeniedException(
            "Only the management account may take the events of its organization."
        )


def new_secret() -> str:
    return secrets.token_hex(_SECRET_BYTES)


def host_of(url: str) -> str:
    """Return scheme, host and port: what may be shown of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def set_destination_target(row: Destination, target: Target) -> None:
    row.endpoint_host = host_of(target.url)
    row.has_secret = bool(target.secret)
    row.sealed = seal_target(row.account_id, DESTINATION, row.id, target)


def set_rule_target(row: AlertRule, target: Target) -> None:
    row.endpoint_host = host_of(target.url)
    row.sealed = seal_target(row.account_id, ALERT_RULE, row.id, target)


def destination_target(row: Destination) -> Target:
    return open_target(row.account_id, DESTINATION, row.id, bytes(row.sealed))
