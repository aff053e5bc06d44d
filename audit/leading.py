"""Which of a search's conditions leads to its candidates through an index."""

from collections.abc import Mapping

from kmsportal.core.arn import Arn

Columns = Mapping[str, str | bool]


def leading_columns(account_id: str, columns: Columns) -> Columns:
    """Return conditions that one index serves and that ``columns`` imply."""
    for column in _RULES:
        if column in columns and (found := _leads(account_id, column, columns)):
            return found
    return {}


# The most selective first.
_RULES = (
    "event_id",
    "error_code",
    "is_error",
    "access_key_id",
    "principal_arn",
    "username",
    "name",
    "is_read_only",
)


def _leads(account_id: str, column: str, columns: Columns) -> Columns:
    value = columns[column]
    match column:
        case "error_code":
            return {"is_error": True}
        case "principal_arn":
            return _of_principal(account_id, str(value))
        case "is_error" if not value:
            return {}
        # Most events are reads: the plain order by time finds them as fast.
        case "is_read_only" if value:
            return {}
    return {column: value}


def _of_principal(account_id: str, arn: str) -> Columns:
    """Find a principal of the account by user name, a stranger by the whole ARN.

    CloudTrail calls a session by its name, and the copies of strangers' calls show no
    user name.
    """
    try:
        parsed = Arn.parse(arn)
    except ValueError:
        return {}
    if parsed.account_id != account_id:
        return {"principal_arn": arn, "username": ""}
    kind, _, name = parsed.resource.partition("/")
    if kind == "root":
        return {"username": "root"}
    if kind in {"user", "assumed-role"} and name:
        return {"username": name.rpartition("/")[2][:128]}
    return {}
