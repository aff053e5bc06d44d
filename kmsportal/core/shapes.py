"""What an operation takes and answers, declared once.

One declaration decodes and bounds a request, spells the wire form, and feeds the
OpenAPI schema. Members are snake case here and Pascal case outside, as in AWS's
public service models.
"""

from datetime import UTC, datetime
from typing import Any, get_args, get_type_hints

import msgspec
from msgspec import Meta

SECRET = Meta(extra={"secret": True})
"""Marks a member that never reaches a log, an event or a repr."""


URL_ENCODED = Meta(extra={"url_encoded": True})
"""Marks a text that AWS Query answers percent-encoded (RFC 3986): IAM's policies."""


def matching(pattern: str, *, as_aws: str | None = None) -> Meta:
    r"""Bound a string to ``pattern``, which must match all of it, as at AWS.

    ``as_aws`` is AWS's spelling of it where Python has no such classes (``\p{L}``) or
    has others: Java's ``\w`` is ASCII alone.

    ``$`` alone would let a final newline through. ``\Z`` would not, but a reader of
    the OpenAPI schema may not know it.
    """
    extra = {"aws_pattern": as_aws or pattern, "plain_pattern": pattern}
    return Meta(pattern=rf"^(?:{pattern})$(?!\n)", extra=extra)


def is_secret(annotation: object) -> bool:
    """Tell whether ``annotation``, or any part of it, is marked ``SECRET``."""
    if SECRET in getattr(annotation, "__metadata__", ()):
        return True
    return any(is_secret(part) for part in get_args(annotation))


def secret_members(shape: type[msgspec.Struct]) -> frozenset[str]:
    """Return the attribute names of ``shape`` that are marked ``SECRET``."""
    hints = get_type_hints(shape, include_extras=True)
    return frozenset(name for name, hint in hints.items() if is_secret(hint))


class _Shape(
    msgspec.Struct, rename="pascal", omit_defaults=True, kw_only=True, frozen=True
):
    def __repr__(self) -> str:
        """Show the type alone: a member may be secret."""
        return f"{type(self).__name__}(…)"


class Params(_Shape, frozen=True):
    """What a caller asks: the input of an operation."""


class Result(_Shape, frozen=True):
    """What an operation answers; members left at their default are not sent."""


class Part(_Shape, frozen=True):
    """A structure within Params or Result."""


class Empty(Result, frozen=True):
    """The answer of an operation that has nothing to say (HTTP body ``{}``)."""


class Timestamp:
    """A moment that each door spells its own way.

    AWS JSON 1.1 prints epoch seconds with milliseconds, REST prints RFC 3339.
    """

    __slots__ = ("moment",)

    def __init__(self, moment: datetime) -> None:
        """Hold ``moment``, which must know its zone."""
        self.moment = moment.astimezone(UTC)

    def epoch(self) -> float:
        return round(self.moment.timestamp(), 3)

    def iso(self) -> str:
        return self.moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def __eq__(self, other: object) -> bool:
        """Two timestamps are equal when their moments are."""
        return isinstance(other, Timestamp) and self.moment == other.moment

    def __hash__(self) -> int:
        """Agree with ``__eq__``."""
        return hash(self.moment)

    def __repr__(self) -> str:
        """Show the moment."""
        return f"Timestamp({self.iso()})"


def encode_as_epoch(value: Any) -> Any:  # noqa: ANN401 - msgspec's hook signature
    """Spell what msgspec cannot, for AWS JSON 1.1."""
    if isinstance(value, Timestamp):
        return value.epoch()
    raise NotImplementedError(type(value).__name__)


def encode_as_iso(value: Any) -> Any:  # noqa: ANN401 - msgspec's hook signature
    """Spell what msgspec cannot, for REST."""
    if isinstance(value, Timestamp):
        return value.iso()
    raise NotImplementedError(type(value).__name__)


def decode_timestamp(kind: type, value: Any) -> Any:  # noqa: ANN401 - msgspec's hook
    """Read a Timestamp from epoch seconds or RFC 3339; ValueError otherwise."""
    if kind is not Timestamp:
        raise NotImplementedError(kind.__name__)
    try:
        return Timestamp(_moment(value))
    except (OverflowError, OSError):
        raise ValueError("The moment is out of range.") from None


def _moment(value: object) -> datetime:
    if isinstance(value, str):
        moment = datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return datetime.fromtimestamp(value, UTC)
    # msgspec turns ValueError, and no other, into a refusal that names the member.
    raise ValueError("A moment is epoch seconds or RFC 3339.")
