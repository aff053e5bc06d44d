"""CreateAuditAnchor: checkpoints of the audit go to one more place outside."""

from datetime import timedelta
from enum import Enum
from typing import Annotated

from msgspec import Meta, field

from audit.models import Anchor
from audit.proof.anchoring import add_anchor
from audit.proof.organisation import AnchorShape, require_management, shape_of
from audit.proof.reaching import AnchorError
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import LimitExceededException, ValidationException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import SECRET
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer

_MOST = 20


class AnchorKindName(Enum):
    """The kinds that a tenant may set up; files are the operator's."""

    WEBHOOK = "WEBHOOK"
    EMAIL = "EMAIL"
    TIMESTAMP = "TIMESTAMP"


class Params(Shape, frozen=True, kw_only=True):
    kind: AnchorKindName
    target: Annotated[str, Meta(min_length=1, max_length=1024)]
    every_seconds: Annotated[int, Meta(ge=60, le=604_800)] = 3600
    ca_certificates: Annotated[str, Meta(max_length=65_536)] | None = field(
        default=None, name="CACertificates"
    )


class Result(Answer, frozen=True, kw_only=True):
    """``secret`` keys a webhook's signatures; it is shown this once."""

    anchor: AnchorShape
    secret: Annotated[str, SECRET] | None = None


@account_operation(service="portal", kind=Kind.CHANGE, check=require_management)
def create_audit_anchor(call: Call, params: Params) -> Result:
    if Anchor.objects.filter(account_id=call.account_id).count() >= _MOST:
        raise LimitExceededException(f"There may be {_MOST} anchors.")
    try:
        anchor, secret = add_anchor(
            params.kind.value.lower(),
            params.target,
            every=timedelta(seconds=params.every_seconds),
            now=call.time,
            account_id=call.account_id,
            ca_certificates=params.ca_certificates or "",
        )
    except AnchorError as error:
        raise ValidationException(str(error)) from None
    return Result(anchor=shape_of(anchor, call.time), secret=secret or None)
