"""Which condition keys a policy asks for.

IAM User Guide, "IAM JSON policy elements: Condition" and "… Variables and tags".
"""

import re
from collections.abc import Iterator

from kmsportal.iam.engine.document import Document, Statement, read_document

_VARIABLE = re.compile(r"\$\{([^*?$},][^},]*)")


def context_keys(text: str) -> tuple[str, ...]:
    """Return the keys as they are spelled first, each once, capitals disregarded.

    PolicyError when the text is no policy.
    """
    document = read_document(text)
    found: dict[str, str] = {}
    for statement in document.statements:
        for key in _keys(document, statement):
            found.setdefault(key.lower(), key)
    return tuple(found.values())


def _keys(document: Document, statement: Statement) -> Iterator[str]:
    for keys in statement.condition.values():
        yield from keys
    if document.has_variables:
        for text in _texts(statement):
            yield from (name.strip() for name in _VARIABLE.findall(text))


def _texts(statement: Statement) -> Iterator[str]:
    values: list[object] = [statement.resource, statement.not_resource]
    for keys in statement.condition.values():
        values += keys.values()
    for value in values:
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str):
                yield text
