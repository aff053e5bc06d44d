"""How one record is spelled for those who take it: one file a format."""

from collections.abc import Callable, Mapping

from audit.models import RecordFormat
from audit.outputs.formats.cef import cef_line
from audit.outputs.formats.ocsf import ocsf_line

FORMATS: Mapping[str, Callable[[str], str]] = {
    RecordFormat.CLOUDTRAIL: str,
    RecordFormat.OCSF: ocsf_line,
    RecordFormat.CEF: cef_line,
}
"""Each returns one line without its end; all but CEF are JSON objects."""
