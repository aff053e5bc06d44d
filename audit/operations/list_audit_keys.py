"""ListAuditKeys: the public keys of the audit's checkpoints, and the newest one."""

from audit.models import LogKey
from audit.proof.making import newest_checkpoint
from audit.verifier.notes import ALGORITHMS, PublicKey
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part, Timestamp
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    """Nothing is asked."""


class AuditKey(Part, frozen=True, kw_only=True):
    """A public key; ``verifier_key`` is what ``kmsportal-verify --key`` reads."""

    key_id: str
    algorithm: str
    verifier_key: str
    created_at: Timestamp
    retired_at: Timestamp | None = None


class Result(Answer, frozen=True, kw_only=True):
    keys: list[AuditKey]
    checkpoint: str | None = None


@account_operation(service="portal", kind=Kind.READ)
def list_audit_keys(call: Call, params: Params) -> Result:
    newest = newest_checkpoint()
    rows = LogKey.objects.order_by("created_at", "id")
    return Result(
        keys=[_shown(row) for row in rows],
        checkpoint=newest.note if newest else None,
    )


def _shown(row: LogKey) -> AuditKey:
    return AuditKey(
        key_id=row.id,
        algorithm=ALGORITHMS[PublicKey.parse(row.vkey).type],
        verifier_key=row.vkey,
        created_at=Timestamp(row.created_at),
        retired_at=Timestamp(row.retired_at) if row.retired_at else None,
    )
