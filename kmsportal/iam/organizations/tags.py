"""Tags of units and policies."""

from collections.abc import Iterable

from kmsportal.core.errors import InvalidInputException
from kmsportal.iam.organizations.shapes import OrganizationTag


def read_tags(tags: Iterable[OrganizationTag]) -> dict[str, str]:
    """Return the tags by key; InvalidInputException for a key given twice."""
    given = [(tag.key, tag.value) for tag in tags]
    read = dict(given)
    if len(read) != len(given):
        raise InvalidInputException(
            "Tag keys must be unique.", reason="DUPLICATE_TAG_KEY"
        )
    return read
