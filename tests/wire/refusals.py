"""How tests say that a call is refused."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kmsportal.core.errors import ServiceError


@contextmanager
def refused(code: str, message: str | None = None) -> Iterator[None]:
    """Expect the AWS code; where ``message`` is given, a sentence that holds it."""
    with pytest.raises(ServiceError) as caught:
        yield
    assert caught.value.code == code
    if message is not None:
        assert message in (caught.value.message or "")
