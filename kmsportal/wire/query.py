"""The AWS Query protocol of STS and IAM: form fields in, XML out."""

from re import compile as compile_pattern
from typing import Any, TypeVar
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

import msgspec
from msgspec import inspect

from kmsportal.core.errors import ServiceError, UnknownOperationException
from kmsportal.core.kinds import bare
from kmsportal.core.operation import Operation
from kmsportal.core.shapes import Empty, Params, Result, Timestamp
from kmsportal.wire.errors import query_code, query_fault
from kmsportal.wire.form import parse, typed
from kmsportal.wire.reading import read, shape_of

CONTENT_TYPE = b"text/xml"

P = TypeVar("P", bound=Params)

_NAMESPACES = {
    "sts": "https://sts.amazonaws.com/doc/2011-06-15/",
    "iam": "https://iam.amazonaws.com/doc/2010-05-08/",
}

_ACTION = compile_pattern(rb"(?:\A|&)Action=([A-Za-z0-9]{1,128})(?=&|\Z)")

_NOT_XML = compile_pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""XML 1.0 section 2.2: what a document may not hold, even escaped."""


def read_action(body: bytes) -> str:
    """Return the operation that a form names; UnknownOperationException if none.

    The caller is not yet proven, so the form as a whole is not yet parsed.
    """
    actions = _ACTION.findall(body)
    if len(actions) != 1:
        raise UnknownOperationException("The request must name one Action.")
    action: bytes = actions[0]
    return action.decode()


def decode(shape: type[P], body: bytes) -> P:
    """Read a form; raises SerializationException and ValidationException."""
    return read(shape, typed(shape_of(shape), parse(body)))


def encode(operation: Operation, result: Result, request_id: str) -> bytes:
    """Spell an answer as ``<XResponse><XResult>…``, without a result if it is empty."""
    root = _document(f"{operation.name}Response", operation.service)
    shape = shape_of(type(result))
    # What AWS models as a structure without members is still told, and looked for.
    if not isinstance(result, Empty):
        members = msgspec.to_builtins(result, enc_hook=_to_the_second)
        _fill(SubElement(root, f"{operation.name}Result"), shape, members)
    _text(SubElement(root, "ResponseMetadata"), "RequestId", request_id)
    return _bytes(root)


def encode_error(error: ServiceError, service: str, request_id: str) -> bytes:
    """Spell a refusal; its status is ``errors.query_status``."""
    root = _document("ErrorResponse", service)
    details = SubElement(root, "Error")
    _text(details, "Type", query_fault(error))
    _text(details, "Code", query_code(error))
    _text(details, "Message", error.message or "")
    _text(root, "RequestId", request_id)
    return _bytes(root)


def _to_the_second(value: Any) -> str:  # noqa: ANN401 - msgspec's hook
    """Spell a moment as IAM and STS do: ``2026-11-24T08:30:00Z``."""
    if isinstance(value, Timestamp):
        return f"{value.moment:%Y-%m-%dT%H:%M:%SZ}"
    raise NotImplementedError(type(value).__name__)


def _document(name: str, service: str) -> Element:
    return Element(name, {"xmlns": _NAMESPACES[service]})


def _fill(parent: Element, kind: inspect.Type, value: Any) -> None:  # noqa: ANN401 - any JSON
    match bare(kind):
        case inspect.StructType(fields=fields):
            for field in fields:
                if value.get(field.encode_name) is not None:
                    child = SubElement(parent, field.encode_name)
                    _fill(child, field.type, value[field.encode_name])
        case inspect.ListType(item_type=item_type):
            for item in value:
                _fill(SubElement(parent, "member"), item_type, item)
        case inspect.DictType(value_type=value_type):
            for key, item in value.items():
                entry = SubElement(parent, "entry")
                _text(entry, "key", key)
                _fill(SubElement(entry, "value"), value_type, item)
        case _:
            parent.text = _leaf(kind, value)


def _leaf(kind: inspect.Type, value: object) -> str:
    text = _spelled(value)
    return quote(text, safe="~") if _is_url_encoded(kind) else text


def _is_url_encoded(kind: inspect.Type) -> bool:
    match kind:
        case inspect.Metadata(type=inner, extra=extra):
            return bool((extra or {}).get("url_encoded")) or _is_url_encoded(inner)
        case inspect.UnionType(types=parts):
            return any(map(_is_url_encoded, parts))
        case _:
            return False


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _spelled(text)


def _spelled(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_XML.sub("\ufffd", str(value))


def _bytes(root: Element) -> bytes:
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=False)
    return document
