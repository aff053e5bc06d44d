"""XML as S3 answers it (Amazon S3 API Reference, "Responses" of each operation)."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

import msgspec

from kmsportal.core.shapes import Result, encode_as_iso

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
_URL_ENCODED = frozenset(
    {"Key", "Prefix", "Delimiter", "Marker", "NextMarker", "StartAfter"}
)


def list_result(result: Result, *, is_url_encoded: bool) -> bytes:
    """Spell a page of keys; names are percent-encoded where the client asks for it."""
    members = msgspec.to_builtins(result, enc_hook=encode_as_iso)
    inner = "".join(_elements(members, is_url_encoded=is_url_encoded))
    encoding = "<EncodingType>url</EncodingType>" if is_url_encoded else ""
    return _document(
        f"<ListBucketResult {_NAMESPACE}>{inner}{encoding}", "ListBucketResult"
    )


def location(region: str) -> bytes:
    text = f"<LocationConstraint {_NAMESPACE}>{escape(region)}"
    return _document(text, "LocationConstraint")


def refusal(code: str, message: str, request_id: str) -> bytes:
    members = {"Code": code, "Message": message, "RequestId": request_id}
    return _document("<Error>" + "".join(_elements(members)), "Error")


def _document(opened: str, name: str) -> bytes:
    return f"{_HEAD}{opened}</{name}>".encode()


def _elements(
    members: Mapping[str, Any], *, is_url_encoded: bool = False
) -> Iterable[str]:
    for name, value in members.items():
        for item in value if isinstance(value, list | tuple) else (value,):
            if isinstance(item, Mapping):
                inner = "".join(_elements(item, is_url_encoded=is_url_encoded))
            else:
                inner = _text(name, item, is_url_encoded=is_url_encoded)
            yield f"<{name}>{inner}</{name}>"


def _text(name: str, value: object, *, is_url_encoded: bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if is_url_encoded and name in _URL_ENCODED:
        return quote(text, safe="/")
    return escape("".join(c for c in text if c.isprintable()))
