"""The JSON form of a policy, read into plain shapes; nothing but PolicyError leaves.

Source: IAM User Guide, "Grammar of the IAM JSON policy language".
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NoReturn

import msgspec

from kmsportal.iam.engine.model import PolicyError

Scalar = str | int | float | bool
Texts = str | list[str]
PrincipalElement = Literal["*"] | dict[str, Texts]
ConditionElement = dict[str, dict[str, Scalar | list[Scalar]]]


class Statement(
    msgspec.Struct, frozen=True, rename="pascal", forbid_unknown_fields=True
):
    """One statement as written."""

    effect: Literal["Allow", "Deny"]
    sid: str | None = None
    principal: PrincipalElement | None = None
    not_principal: PrincipalElement | None = None
    action: Texts | None = None
    not_action: Texts | None = None
    resource: Texts | None = None
    not_resource: Texts | None = None
    condition: ConditionElement = {}


class Document(
    msgspec.Struct, frozen=True, rename="pascal", forbid_unknown_fields=True
):
    """A policy as written; ``Statement`` is a list or a single object."""

    statement: list[Statement] | Statement
    version: Literal["2012-10-17", "2008-10-17"] = "2008-10-17"
    id: str | None = None

    @property
    def statements(self) -> Sequence[Statement]:
        written = self.statement
        return written if isinstance(written, list) else [written]

    @property
    def has_variables(self) -> bool:
        """Older versions take ``${…}`` as plain text."""
        return self.version == "2012-10-17"


def read_document(text: str | bytes) -> Document:
    """Read a policy; PolicyError for whatever is none."""
    members = read_json(text)
    try:
        return msgspec.convert(members, Document)
    except (msgspec.ValidationError, UnicodeError) as error:
        raise PolicyError(f"Syntax errors in policy. {error}.") from error


def read_json(text: str | bytes) -> Any:  # noqa: ANN401 - any JSON value
    """Parse JSON and refuse repeated members, constants JSON lacks, and depth."""
    try:
        return json.loads(
            text, object_pairs_hook=_members, parse_constant=_refuse_constant
        )
    except RecursionError as error:
        raise PolicyError("Syntax errors in policy. It is nested too deep.") from error
    except PolicyError:
        raise
    except ValueError as error:
        raise PolicyError("Syntax errors in policy.") from error


def listed(texts: Texts) -> list[str]:
    """Return the values of an element that may be one value or a list."""
    return [texts] if isinstance(texts, str) else texts


def principals_of(element: PrincipalElement) -> str | Mapping[str, Sequence[str]]:
    if isinstance(element, str):
        return element
    return {type_: listed(values) for type_, values in element.items()}


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise PolicyError("Syntax errors in policy. A member is given twice.")
    return members


def _refuse_constant(name: str) -> NoReturn:
    raise PolicyError(f"Syntax errors in policy. {name} is no JSON value.")
