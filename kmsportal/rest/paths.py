"""How keys and aliases are named in an address."""

from django.urls import register_converter
from django.urls.converters import StringConverter

_ALIAS = "alias/"


class KeyNameConverter(StringConverter):
    """A key id, key ARN, alias name or alias ARN; the last three hold slashes."""

    regex = "(?:arn:.+|alias/.+|[^/]+)"


class AliasNameConverter(StringConverter):
    """An alias's name without its constant ``alias/``, which the operation gets."""

    regex = ".+"

    def to_python(self, value: str) -> str:
        return _ALIAS + value

    def to_url(self, value: str) -> str:
        """Return the address's part of a whole alias name."""
        return value.removeprefix(_ALIAS)


def register_converters() -> None:
    """Make the converters known to Django's URL patterns."""
    register_converter(KeyNameConverter, "key_id")
    register_converter(AliasNameConverter, "alias_name")
