from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmsportal.core.errors import ServiceError
from kmsportal.core.signing import SigningSecret
from kmsportal.wire.sigv4 import Claim, SignedRequest, read_claim, verify
from tests.wire.refusals import refused
from tests.wire.signing import ACCESS_KEY_ID, REGION, SECRET, signed_by_botocore

paths = st.lists(
    st.one_of(st.sampled_from(["", ".", "..", "~", "a b", "%"]), st.text(max_size=8)),
    max_size=5,
).map(lambda parts: "/" + quote("/".join(parts).encode("utf-8", "replace")))
words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
values = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)
requests = st.builds(
    signed_by_botocore,
    method=st.sampled_from(["GET", "POST", "PUT"]),
    path=paths,
    query=st.dictionaries(words, words, max_size=4),
    headers=st.dictionaries(
        st.sampled_from(["X-Amz-Target", "Content-Type", "X-Amz-Meta", "Accept"]),
        values,
        min_size=1,
    ),
    body=st.binary(max_size=200),
    token=st.none() | st.text("abcXYZ/+=", min_size=1, max_size=40),
)


def now() -> datetime:
    return datetime.now(UTC)


def prove(request: SignedRequest, secret: str = SECRET) -> Claim:
    claim = read_claim(request, now())
    verify(claim, request, SigningSecret(secret), region=REGION, service="kms")
    return claim


def with_header(request: SignedRequest, name: bytes, value: bytes) -> SignedRequest:
    headers = [header for header in request.headers if header[0] != name]
    return msgspec.structs.replace(request, headers=[*headers, (name, value)])


def without_header(request: SignedRequest, name: bytes) -> SignedRequest:
    headers = [header for header in request.headers if header[0] != name]
    return msgspec.structs.replace(request, headers=headers)


def header(request: SignedRequest, name: bytes) -> bytes:
    return dict(request.headers)[name]


def with_authorization(request: SignedRequest, old: str, new: str) -> SignedRequest:
    value = header(request, b"authorization")
    assert old.encode() in value
    changed = value.replace(old.encode(), new.encode())
    return with_header(request, b"authorization", changed)


@given(requests)
def test_what_botocore_signs_is_accepted(request: SignedRequest) -> None:
    claim = prove(request)
    assert claim.access_key_id == ACCESS_KEY_ID
    assert (claim.region, claim.service) == (REGION, "kms")
    assert b"host" in claim.signed_headers


@given(requests, st.data())
def test_any_single_change_is_refused(
    request: SignedRequest, data: st.DataObject
) -> None:
    claim = prove(request)
    changes = {
        "method": request.method + "X",
        "raw_path": request.raw_path + b"x",
        "query": request.query + b"&x",
        "body": request.body + b"\x00",
    }
    name = data.draw(st.sampled_from(claim.signed_headers))
    part = data.draw(st.sampled_from([*changes, "header"]))
    if part == "header":
        changed = with_header(request, name, header(request, name) + b"x")
    else:
        changed = msgspec.structs.replace(request, **{part: changes[part]})
    with pytest.raises(ServiceError):
        prove(changed)


@given(st.integers(0, 63))
def test_any_changed_digit_of_the_signature_is_refused(position: int) -> None:
    request = signed_by_botocore()
    value = header(request, b"authorization")
    at = len(value) - 64 + position
    digit = b"0" if value[at : at + 1] != b"0" else b"1"
    forged = value[:at] + digit + value[at + 1 :]
    with refused("InvalidSignatureException", "does not match the signature"):
        prove(with_header(request, b"authorization", forged))


def test_another_secret_is_refused_without_a_hint() -> None:
    with pytest.raises(ServiceError) as caught:
        prove(signed_by_botocore(), secret="another")
    assert caught.value.message == (
        "The request signature we calculated does not match the signature you "
        "provided. Check your AWS Secret Access Key and signing method. Consult the "
        "service documentation for details."
    )


def test_a_session_token_is_read() -> None:
    assert prove(signed_by_botocore(token="session")).security_token == "session"
    assert prove(signed_by_botocore()).security_token is None


def test_a_request_may_be_proven_again_within_its_window() -> None:
    request = signed_by_botocore()
    assert prove(request) == prove(request)


def test_the_signature_need_not_come_last() -> None:
    request = signed_by_botocore()
    scheme, _, members = header(request, b"authorization").partition(b" ")
    turned = b", ".join(reversed(members.split(b", ")))
    changed = with_header(request, b"authorization", scheme + b" " + turned)
    assert prove(changed).signature == prove(changed).signature


def test_no_signature_at_all() -> None:
    request = without_header(signed_by_botocore(), b"authorization")
    with refused("MissingAuthenticationTokenException", "Missing Authentication Token"):
        prove(request)


def test_a_presigned_query_is_refused_clearly() -> None:
    request = without_header(signed_by_botocore(), b"authorization")
    presigned = msgspec.structs.replace(request, query=b"X-Amz-Signature=00")
    with refused("IncompleteSignatureException", "query string is not supported"):
        prove(presigned)


def test_sigv4a_is_refused_clearly() -> None:
    request = with_authorization(
        signed_by_botocore(), "AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"
    )
    with refused("IncompleteSignatureException", "sign with AWS4-HMAC-SHA256"):
        prove(request)


@pytest.mark.parametrize("value", [b"", b"Bearer x", b"AWS AKID:c2ln", b"\xff\xfe"])
def test_another_scheme_is_told_what_is_missing(value: bytes) -> None:
    request = with_header(signed_by_botocore(), b"authorization", value)
    with refused("IncompleteSignatureException", "requires 'Credential' parameter."):
        prove(request)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Signature=", "Signature", "once, as key=value pairs"),
        ("Signature=", "Credential=", "once, as key=value pairs"),
        ("SignedHeaders=", "Other=", "requires 'SignedHeaders' parameter."),
        ("/aws4_request", "", "exactly 5 slash-delimited elements"),
        (f"/{REGION}/", "//", "exactly 5 slash-delimited elements"),
        (ACCESS_KEY_ID, "AKIÄ", "ASCII"),
    ],
)
def test_a_broken_authorization_header(old: str, new: str, message: str) -> None:
    with refused("IncompleteSignatureException", message):
        prove(with_authorization(signed_by_botocore(), old, new))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("aws4_request", "aws5_request", "valid terminator: 'aws4_request'."),
        (f"/{REGION}/", "/us-east-1/", "scoped to a valid region."),
        ("/kms/", "/s3/", "scoped to correct service: 'kms'."),
        (f"{REGION}/kms", "us-east-1/s3", "region. Credential should be scoped to cor"),
        ("host;", "", "'Host' must be a 'SignedHeader'"),
        (";x-amz-target", "", "'X-Amz-Target' must be a 'SignedHeader'"),
        (";x-amz-date", "", "'X-Amz-Date' must be a 'SignedHeader'"),
        (";x-amz-date", ";x-absent;x-amz-date", "does not match the signature"),
        ("{today}/", "20150830/", "Date in Credential scope does not match"),
    ],
)
def test_a_credential_or_header_list_that_does_not_hold(
    old: str, new: str, message: str
) -> None:
    request = signed_by_botocore()
    with refused("InvalidSignatureException", message):
        prove(with_authorization(request, old.format(today=f"{now():%Y%m%d}"), new))


def test_any_region_will_do_where_none_is_named() -> None:
    request = signed_by_botocore()
    claim = read_claim(request, now())
    verify(claim, request, SigningSecret(SECRET), region=None, service="kms")


def test_a_session_token_added_after_signing_is_refused() -> None:
    request = with_header(signed_by_botocore(), b"x-amz-security-token", b"stolen")
    with refused("InvalidSignatureException", "'X-Amz-Security-Token' must be"):
        prove(request)


def test_a_repeated_header_is_signed_as_one() -> None:
    request = signed_by_botocore()
    doubled = [*request.headers, (b"x-amz-target", b"TrentService.Encrypt")]
    with refused("InvalidSignatureException", "does not match the signature"):
        prove(msgspec.structs.replace(request, headers=doubled))


def test_an_unsigned_content_type_is_accepted_as_some_sdks_send_it() -> None:
    request = with_header(signed_by_botocore(), b"content-type", b"application/json")
    assert prove(request).access_key_id == ACCESS_KEY_ID


@pytest.mark.parametrize("value", [b"UNSIGNED-PAYLOAD", b"STREAMING-X", b"0" * 64])
def test_a_payload_hash_must_be_the_hash_of_the_payload(value: bytes) -> None:
    request = with_header(signed_by_botocore(), b"x-amz-content-sha256", value)
    with refused("InvalidSignatureException", "'x-amz-content-sha256' header"):
        prove(request)


@pytest.mark.parametrize("value", [b"", b"today", b"20261301T000000Z", b"\xff", b"1,2"])
def test_a_date_that_is_no_date(value: bytes) -> None:
    request = with_header(signed_by_botocore(), b"x-amz-date", value)
    with refused("IncompleteSignatureException", "ate"):
        prove(request)


def test_no_date_at_all() -> None:
    request = without_header(signed_by_botocore(), b"x-amz-date")
    with refused("IncompleteSignatureException", "either a 'X-Amz-Date' or a 'Date'"):
        prove(request)


def test_the_date_header_serves_where_there_is_no_other() -> None:
    request = without_header(signed_by_botocore(), b"x-amz-date")
    dated = with_header(request, b"date", b"Mon, 23 Nov 2026 10:20:30 GMT")
    scoped = with_authorization(dated, f"{now():%Y%m%d}/", "20261123/")
    claim = read_claim(
        with_authorization(scoped, ";x-amz-date", ";date"),
        datetime(2026, 11, 23, 10, 20, tzinfo=UTC),
    )
    assert claim.signed_at == datetime(2026, 11, 23, 10, 20, 30, tzinfo=UTC)
    assert claim.stamp == "20261123T102030Z"


def at(moment: datetime) -> SignedRequest:
    stamp = f"{moment:%Y%m%dT%H%M%SZ}".encode()
    request = with_header(signed_by_botocore(), b"x-amz-date", stamp)
    return with_authorization(request, f"{now():%Y%m%d}/", f"{moment:%Y%m%d}/")


NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("minutes", [-5, 0, 5])
def test_five_minutes_either_way_are_allowed(minutes: int) -> None:
    moment = NOON + timedelta(minutes=minutes)
    assert read_claim(at(moment), NOON).signed_at == moment


def test_an_older_signature_has_expired() -> None:
    with refused(
        "InvalidSignatureException",
        "Signature expired: 20261123T115459Z is now earlier than 20261123T115500Z "
        "(20261123T120000Z - 5 min.)",
    ):
        read_claim(at(NOON - timedelta(minutes=5, seconds=1)), NOON)


def test_a_later_signature_is_not_yet_current() -> None:
    with refused(
        "InvalidSignatureException",
        "Signature not yet current: 20261123T120501Z is still later than "
        "20261123T120500Z (20261123T120000Z + 5 min.)",
    ):
        read_claim(at(NOON + timedelta(minutes=5, seconds=1)), NOON)


header_lists = st.lists(
    st.tuples(
        st.sampled_from([b"authorization", b"x-amz-date", b"date", b"host", b"x"]),
        st.one_of(
            st.binary(max_size=60),
            st.binary(max_size=60).map(lambda tail: b"AWS4-HMAC-SHA256 " + tail),
            st.text(",=;/ CredntialSgu", max_size=60).map(str.encode),
        ),
    ),
    max_size=6,
)


@given(header_lists, st.binary(max_size=40), st.binary(max_size=40))
def test_no_header_makes_anything_but_a_refusal(
    headers: list[tuple[bytes, bytes]], path: bytes, query: bytes
) -> None:
    request = SignedRequest("POST", path, query, headers, b"")
    with pytest.raises(ServiceError):
        read_claim(request, NOON)


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_no_path_or_query_makes_anything_but_a_refusal(
    path: bytes, query: bytes
) -> None:
    request = signed_by_botocore()
    changed = msgspec.structs.replace(request, raw_path=b"/x" + path, query=query)
    with refused("InvalidSignatureException"):
        prove(changed)


def test_nothing_secret_is_shown() -> None:
    request = signed_by_botocore(token="session-token", body=b"body")
    shown = repr((request, prove(request), SigningSecret(SECRET)))
    for secret in ("session-token", "Signature=", SECRET, "body"):
        assert secret not in shown
