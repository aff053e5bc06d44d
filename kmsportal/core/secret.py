"""A text that is secret by its type."""

import hmac


class SecretText:
    """A secret that no repr, log or error shows; compare it in constant time."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Hold ``text``."""
        self._text = text

    def reveal(self) -> str:
        """Return the text, for the one place that must compute with it."""
        return self._text

    def matches(self, text: str) -> bool:
        return hmac.compare_digest(self._text.encode(), text.encode())

    def __repr__(self) -> str:
        """Say that there is a secret, and no more."""
        return "SecretText(…)"
