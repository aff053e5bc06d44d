"""Grant tokens as parameters: bounded, and never shown in an event."""

from typing import Annotated

from msgspec import Meta

from kmsportal.core.shapes import SECRET

GrantToken = Annotated[str, Meta(min_length=1, max_length=8192)]
GrantTokens = Annotated[list[GrantToken], Meta(max_length=10), SECRET]
