"""Reading a body: JSON, strictly, and not too much of it."""

from collections.abc import Mapping
from typing import IO, Any

import msgspec
from django.conf import settings
from rest_framework.parsers import BaseParser

from kmsportal.core.errors import (
    RequestEntityTooLargeException,
    SerializationException,
)


class StrictJSONParser(BaseParser):
    """UTF-8 JSON without the extensions that Python's own parser takes."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        _media_type: str | None = None,
        _parser_context: Mapping[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401 - any JSON
        """Return the body; RequestEntityTooLarge- or SerializationException."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise RequestEntityTooLargeException(
                f"The request body is larger than {limit} bytes."
            )
        try:
            return msgspec.json.decode(body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            # The parser's own words could quote a secret.
            raise SerializationException(
                "The request body is not well-formed JSON."
            ) from None
