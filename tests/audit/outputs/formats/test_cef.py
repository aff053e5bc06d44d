"""CEF: its header, its escapes, and no line that a caller could break in two."""

import json
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from audit.outputs.formats.cef import cef_line
from tests.audit.worlds import event

_PIPE = re.compile(r"(?<!\\)(?:\\\\)*\|")


def record(**changes: Any) -> str:
    return json.dumps(json.loads(bytes(event().record)) | changes)


def test_a_call_in_one_line() -> None:
    line = cef_line(record())
    assert line.startswith("CEF:0|KMS Portal|KMS Portal|")
    assert "|kms:Encrypt|Encrypt|3|rt=1795435200000 " in line
    assert " src=192.0.2.7 " in line


def test_a_refusal_weighs_more() -> None:
    line = cef_line(record(errorCode="AccessDenied", errorMessage="a=b"))
    assert "|6|" in line
    assert "outcome=failure reason=AccessDenied msg=a\\=b" in line


def test_an_ipv6_address_has_its_own_field() -> None:
    assert " c6a2=2001:db8::1 " in cef_line(record(sourceIPAddress="2001:db8::1"))


@given(st.text(), st.text())
def test_no_text_breaks_the_line(name: str, agent: str) -> None:
    line = cef_line(record(eventName=name, userAgent=agent))
    assert "\n" not in line
    assert "\r" not in line
    assert len(_PIPE.findall(line.partition("rt=")[0])) == 7
