"""How an export is told of."""

from billing.exports.formats import KINDS, Format
from billing.models import CostExport
from billing.months import Month
from kmsportal.core.shapes import Part, Timestamp


class ExportEntry(Part, frozen=True, kw_only=True):
    """``status`` is WAITING, MAKING, READY or FAILED, ``progress`` in percent.

    ``digest`` is SHA-256 of the file.
    """

    export_id: str
    month: str
    format: Format
    accounts: tuple[str, ...]
    status: str
    progress: int
    created_at: Timestamp
    expires_at: Timestamp
    file_name: str
    digest: str | None = None


def shown_export(row: CostExport) -> ExportEntry:
    kind = Format(row.format)
    return ExportEntry(
        export_id=row.export_id,
        month=str(Month.at(row.month)),
        format=kind,
        accounts=row.account_ids,
        status=row.status,
        progress=100 * row.done // len(row.account_ids),
        created_at=Timestamp(row.created_at),
        expires_at=Timestamp(row.expires_at),
        file_name=f"costs-{row.account_id}-{Month.at(row.month)}.{KINDS[kind].ending}",
        digest=row.digest or None,
    )
