import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from botocore.parsers import create_parser
from botocore.session import get_session
from hypothesis import given
from hypothesis import strategies as st

from kmsportal.core.errors import (
    AccessDeniedException,
    InvalidCiphertextException,
    KMSInternalException,
    NotFoundException,
    ServiceError,
)
from kmsportal.core.shapes import Empty, Timestamp
from kmsportal.wire.json11 import (
    decode,
    encode,
    encode_error,
    read_target,
    sole_target,
)
from kmsportal.wire.reading import read
from tests.wire.refusals import refused
from tests.wire.shapes import Answer, Everything, Spec, Tag

KEY = b'{"KeyId":"alias/a"'


def member(name: str, value: str) -> bytes:
    return KEY + f',"{name}":{value}}}'.encode()


@pytest.mark.parametrize(
    ("target", "named"),
    [
        (b"TrentService.Encrypt", ("kms", "Encrypt")),
        (
            b"com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents",
            ("cloudtrail", "LookupEvents"),
        ),
        (b"AmazonSSM.GetParameter", ("ssm", "GetParameter")),
        (b"AWSInsightsIndexService.GetCostAndUsage", ("ce", "GetCostAndUsage")),
    ],
)
def test_a_target_names_a_service_and_an_operation(
    target: bytes, named: tuple[str, str]
) -> None:
    assert read_target(target) == named


@pytest.mark.parametrize("service", ["kms", "cloudtrail", "ssm", "ce"])
def test_the_targets_are_those_of_the_public_models(service: str) -> None:
    prefix = get_session().get_service_model(service).metadata["targetPrefix"]
    assert read_target(f"{prefix}.A".encode()) == (service, "A")


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(b"x-amz-target", b"")],
        [(b"x-amz-target", b"TrentService")],
        [(b"x-amz-target", b"TrentService.")],
        [(b"x-amz-target", b"Trent.Encrypt")],
        [(b"x-amz-target", b"\xff.Encrypt")],
        [(b"x-amz-target", b"TrentService.Encrypt")] * 2,
    ],
)
def test_an_unknown_target_is_refused(headers: list[tuple[bytes, bytes]]) -> None:
    with refused("UnknownOperationException"):
        read_target(sole_target(headers))


def test_a_request_is_read() -> None:
    params = decode(
        Everything,
        b'{"KeyId":"alias/a","Plaintext":"AAEC","KeySpec":"AES_128","DryRun":true,'
        b'"ValidTo":1.5,"Tags":[{"TagKey":"k"}],"EncryptionContext":{"a":"b"},'
        b'"AWSAccountId":"1","Unknown":[{}]}',
    )
    assert params == Everything(
        key_id="alias/a",
        plaintext=b"\x00\x01\x02",
        key_spec=Spec.AES_128,
        dry_run=True,
        valid_to=Timestamp(datetime(1970, 1, 1, 0, 0, 1, 500_000, tzinfo=UTC)),
        tags=[Tag(tag_key="k")],
        encryption_context={"a": "b"},
        aws_account_id="1",
    )


def test_an_empty_body_counts_as_an_empty_object() -> None:
    assert decode(Empty, b"") == decode(Empty, b"{}")  # type: ignore[type-var]  # any shape serves


def test_null_is_absent() -> None:
    params = decode(Everything, KEY + b',"KeySpec":null,"DryRun":null,"Tags":null}')
    assert params == Everything(key_id="alias/a")


@pytest.mark.parametrize("written", ["5", "5.0", "0.5e1"])
def test_a_whole_number_may_have_a_fraction_of_zero(written: str) -> None:
    assert decode(Everything, member("NumberOfBytes", written)).number_of_bytes == 5


def test_the_last_of_two_like_members_counts() -> None:
    assert decode(Everything, KEY + b',"KeyId":"b"}').key_id == "b"
    assert decode(Everything, KEY + b',"KeyId":"b","DryRun":null}').key_id == "b"


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"nul",
        b"{}x",
        b"\xff",
        b"\xef\xbb\xbf{}",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[" * 5_000 + b"]" * 5_000,
        KEY + b',"Unknown":"\xff"}',
        KEY + b',"Unknown":"\\ud800"}',
        KEY + b',"NumberOfBytes":NaN}',
        KEY + b',"NumberOfBytes":1e999}',
        KEY + b',"NumberOfBytes":' + b"9" * 5_000 + b"}",
        KEY.decode().encode("utf-16"),
    ],
)
def test_a_body_that_is_not_json(body: bytes) -> None:
    with refused("SerializationException"):
        decode(Everything, body)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"[]", "Start of list found where not expected"),
        (b"1", "Expected null"),
        (b'"x"', "Expected null"),
        (b'{"KeyId":1}', "NUMBER_VALUE can not be converted to a String"),
        (b'{"KeyId":true}', "TRUE_VALUE can not be converted to a String"),
        (b'{"KeyId":[]}', "Start of list found where not expected"),
        (b'{"KeyId":{}}', "Start of structure or map found where not expected."),
        (member("KeySpec", "1"), "NUMBER_VALUE can not be converted to a String"),
        (member("DryRun", '"true"'), "STRING_VALUE can not be converted to a Boolean"),
        (member("DryRun", "1"), "NUMBER_VALUE can not be converted to a Boolean"),
        (member("NumberOfBytes", '"1"'), "STRING_VALUE can not be converted to an Int"),
        (member("NumberOfBytes", "1.5"), "NUMBER_VALUE can not be converted to an Int"),
        (member("NumberOfBytes", "false"), "FALSE_VALUE can not be converted to an In"),
        (member("NumberOfBytes", "1" * 30), "NUMBER_VALUE can not be converted to an"),
        (member("Share", '"x"'), "STRING_VALUE can not be converted to a Double"),
        (member("Plaintext", "1"), "NUMBER_VALUE can not be converted to a Blob"),
        (member("ValidTo", '"x"'), "STRING_VALUE can not be converted to a Timestamp"),
        (member("ValidTo", "true"), "TRUE_VALUE can not be converted to a Timestamp"),
        (member("ValidTo", "1e30"), "NUMBER_VALUE can not be converted to a Timestamp"),
        (member("ValidTo", '"0001-01-01T00:00+14:00"'), "STRING_VALUE can not be"),
        (member("Tags", "1"), "Expected list or null"),
        (member("Tags", "{}"), "Start of structure or map found where not expected."),
        (member("Tags", '["x"]'), "Expected null"),
        (member("Tags", f"[{'{},' * 10_000}{{}}]"), "holds more than 10000 parts"),
        (member("EncryptionContext", "1"), "Expected map or null"),
        (member("EncryptionContext", "[]"), "Start of list found where not expected"),
    ],
)
def test_a_member_of_the_wrong_json_type(body: bytes, message: str) -> None:
    with refused("SerializationException", message):
        decode(Everything, body)


@pytest.mark.parametrize("blob", ["A", "AA", "AA=A", "=", "AA AA", "*", "é", "AA\\n=="])
def test_a_blob_that_is_not_base64_is_refused_without_a_message(blob: str) -> None:
    with pytest.raises(ServiceError) as caught:
        decode(Everything, member("Plaintext", f'"{blob}"'))
    assert encode_error(caught.value) == b'{"__type":"SerializationException"}'


texts = st.sampled_from(["alias/a", "AES_128", "AAEC", "", "x" * 9]) | st.text()
leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(texts | st.just("TagKey"), inner, max_size=3)
    ),
    max_leaves=6,
)
bodies = st.dictionaries(
    st.sampled_from([*Everything.__struct_encode_fields__, "Unknown"]), values
).map(lambda members: {"KeyId": "alias/a"} | members)


@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with pytest.raises(ServiceError):
        decode(Everything, body)


@given(values)
def test_any_json_is_read_or_refused(value: object) -> None:
    with suppress(ServiceError):
        decode(Everything, json.dumps(value).encode())


@given(bodies)
def test_the_exact_way_agrees_with_the_fast_way(body: dict[str, object]) -> None:
    text = json.dumps(body).encode()
    try:
        params = decode(Everything, text)
    except ServiceError as error:
        with refused(error.code, error.message):
            read(Everything, json.loads(text))
    else:
        assert read(Everything, json.loads(text)) == params


def test_an_answer_is_spelled_as_aws_does() -> None:
    moment = Timestamp(datetime(2026, 11, 23, 12, 0, 0, 123_456, tzinfo=UTC))
    answer = Answer(
        key_id="k", plaintext=b"\xff\xfe", creation_date=moment, enabled=False
    )
    assert encode(answer) == (
        b'{"KeyId":"k","Plaintext":"//4=","CreationDate":1795435200.123,"Enabled":false}'
    )
    assert encode(Empty()) == b"{}"


@pytest.mark.parametrize(
    ("error", "members"),
    [
        (NotFoundException("Gone."), {"message": "Gone."}),
        (NotFoundException(""), {"message": ""}),
        (AccessDeniedException("No."), {"Message": "No."}),
        (InvalidCiphertextException(), {}),
        (KMSInternalException(), {}),
    ],
)
def test_a_refusal_is_spelled_as_aws_does(
    error: ServiceError, members: dict[str, str]
) -> None:
    assert json.loads(encode_error(error)) == {"__type": error.code} | members


def test_botocore_reads_a_refusal() -> None:
    body = encode_error(AccessDeniedException("No."))
    response = {"status_code": 400, "headers": {}, "body": body}
    shape = get_session().get_service_model("kms").shape_for("EncryptResponse")
    parsed = create_parser("json").parse(response, shape)
    assert parsed["Error"] == {"Code": "AccessDeniedException", "Message": "No."}
