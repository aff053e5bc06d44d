"""Ties the principals of a stored policy to the users and roles meant when written.

A user or role that is deleted and made again under its old name is another one: the
policy then shows the unique id, and the namesake gets nothing.
Source: IAM User Guide, "AWS JSON policy elements: Principal".
"""

import json
from collections.abc import Callable
from typing import Any

from kmsportal.iam.engine.document import read_document, read_json

Translate = Callable[[str], str | None]
_ELEMENTS = ("Principal", "NotPrincipal")


def translate_principals(text: str, resolve: Translate) -> str:
    """Return the policy with each AWS principal replaced by what ``resolve`` gives.

    ``resolve`` turns ARNs into unique ids when a policy is stored, and ids into ARNs
    when it is shown; None leaves an entry as it is (accounts, ``*``, those who are
    gone). The text is kept to the letter when nothing changes. PolicyError when it
    is no policy.
    """
    read_document(text)
    policy = read_json(text)
    written = policy["Statement"]
    statements = written if isinstance(written, list) else [written]
    changes = [_translate(statement, resolve) for statement in statements]
    return json.dumps(policy, indent=2, ensure_ascii=False) if any(changes) else text


def _translate(statement: dict[str, Any], resolve: Translate) -> bool:
    """Replace the principals of ``statement`` in place; tell whether any changed."""
    is_changed = False
    for name in _ELEMENTS:
        element = statement.get(name)
        if not isinstance(element, dict) or "AWS" not in element:
            continue
        before = element["AWS"]
        element["AWS"] = _translated(before, resolve)
        is_changed |= element["AWS"] != before
    return is_changed


def _translated(values: str | list[str], resolve: Translate) -> str | list[str]:
    if isinstance(values, str):
        return resolve(values) or values
    return [resolve(value) or value for value in values]
