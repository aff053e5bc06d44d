"""A shape with every kind of member that operations declare."""

from enum import Enum
from typing import Annotated, Literal

from msgspec import Meta, field

from kmsportal.core.shapes import (
    SECRET,
    Params,
    Part,
    Result,
    Timestamp,
    matching,
)


class Spec(Enum):
    AES_256 = "AES_256"
    AES_128 = "AES_128"


class Tag(Part, frozen=True):
    tag_key: Annotated[str, Meta(min_length=1, max_length=4)]
    tag_value: Annotated[str, Meta(max_length=4)] = ""


class Everything(Params, frozen=True):
    key_id: Annotated[str, Meta(min_length=1, max_length=8), matching(r"[a-z/]+")]
    plaintext: Annotated[bytes, Meta(min_length=1, max_length=4), SECRET] | None = None
    key_spec: Spec = Spec.AES_256
    origin: Literal["A", "B"] = "A"
    number_of_bytes: Annotated[int, Meta(ge=1, le=1024)] | None = None
    share: Annotated[float, Meta(ge=0, le=1)] | None = None
    dry_run: bool = False
    valid_to: Timestamp | None = None
    tags: Annotated[list[Tag], Meta(max_length=2)] = field(default_factory=list)
    operations: list[Spec] = field(default_factory=list)
    encryption_context: (
        dict[
            Annotated[str, Meta(min_length=1)],
            Annotated[str, Meta(min_length=1, max_length=4)],
        ]
        | None
    ) = None
    account_tags: dict[str, Tag] = field(default_factory=dict)
    password: Annotated[str, Meta(min_length=2, max_length=4), SECRET] | None = None
    description: Annotated[str, matching("[a-z ]*")] | None = None
    alias_name: Annotated[str, Meta(pattern="^alias/")] = "alias/"
    flags: Annotated[list[bool], Meta(max_length=1)] = field(default_factory=list)
    either: int | str | None = None
    aws_account_id: Annotated[str, Meta(max_length=4)] = field(
        name="AWSAccountId", default=""
    )


class Answer(Result, frozen=True):
    key_id: str
    plaintext: Annotated[bytes, SECRET] | None = None
    creation_date: Timestamp | None = None
    enabled: bool | None = None
    key_spec: Spec | None = None
    tags: list[Tag] = field(default_factory=list)
    context: dict[str, int] = field(default_factory=dict)
