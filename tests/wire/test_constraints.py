import json

import pytest

from kmsportal.core.errors import ServiceError
from kmsportal.wire.json11 import decode
from tests.wire.shapes import Everything

NOT_NULL = "Member must not be null"
PATTERN = "Member must satisfy regular expression pattern: [a-z/]+"
SPECS = "Member must satisfy enum value set: [AES_256, AES_128]"


def length(bound: str, number: int) -> str:
    return f"Member must have length {bound} than or equal to {number}"


def value(bound: str, number: int) -> str:
    return f"Member must have value {bound} than or equal to {number}"


def sentence(**members: object) -> str:
    body = {"KeyId": "alias/a"} | members
    with pytest.raises(ServiceError) as caught:
        decode(Everything, json.dumps(body).encode())
    assert caught.value.code == "ValidationException"
    assert caught.value.message is not None
    return caught.value.message


@pytest.mark.parametrize(
    ("member", "given", "subject", "rule"),
    [
        ("KeyId", None, "null at 'keyId'", NOT_NULL),
        ("KeyId", "a" * 9, "'aaaaaaaaa' at 'keyId'", length("less", 8)),
        ("KeyId", "A", "'A' at 'keyId'", PATTERN),
        ("KeyId", "a\n", "'a\n' at 'keyId'", PATTERN),
        ("KeySpec", "DES", "'DES' at 'keySpec'", SPECS),
        ("Origin", "", "'' at 'origin'", SPECS.replace("AES_256, AES_128", "A, B")),
        ("NumberOfBytes", 0, "'0' at 'numberOfBytes'", value("greater", 1)),
        ("NumberOfBytes", 1025, "'1025' at 'numberOfBytes'", value("less", 1024)),
        ("Share", 1.5, "'1.5' at 'share'", value("less", 1)),
        ("Plaintext", "", "at 'plaintext'", length("greater", 1)),
        ("Plaintext", "AAAAAAA=", "at 'plaintext'", length("less", 4)),
        ("Password", "hunter2", "at 'password'", length("less", 4)),
        ("Password", "x", "at 'password'", length("greater", 2)),
        ("Tags", [{"TagKey": "k"}] * 3, "at 'tags'", length("less", 2)),
        ("Tags", [None], "null at 'tags.1.member'", NOT_NULL),
        (
            "Description",
            "A",
            "'A' at 'description'",
            PATTERN.replace("a-z/]+", "a-z ]*"),
        ),
        ("AliasName", "x", "'x' at 'aliasName'", PATTERN.replace("[a-z/]+", "^alias/")),
        ("Flags", [True, False], "'[true, false]' at 'flags'", length("less", 1)),
        ("AWSAccountId", "1" * 5, "'11111' at 'aWSAccountId'", length("less", 4)),
    ],
)
def test_a_broken_bound_is_told_in_the_words_of_aws(
    member: str, given: object, subject: str, rule: str
) -> None:
    assert sentence(**{member: given}) == (
        "1 validation error detected: "
        f"Value {subject} failed to satisfy constraint: {rule}"
    )


@pytest.mark.parametrize(
    ("member", "given", "subject", "rule"),
    [
        ("Tags", [{"TagKey": "k"}, {}], "null at 'tags.2.member.tagKey'", NOT_NULL),
        (
            *("Tags", [{"TagKey": "large"}]),
            *("'large' at 'tags.1.member.tagKey'", length("less", 4)),
        ),
        ("AccountTags", {"a": {}}, "null at 'accountTags.a.member.tagKey'", NOT_NULL),
        (
            *("Operations", ["AES_256", "DES"]),
            *("'[AES_256, DES]' at 'operations'", f"Member must satisfy: [{SPECS}]"),
        ),
        (
            *("EncryptionContext", {"": "b"}),
            *("'{=b}' at 'encryptionContext'", "Map keys must satisfy: "),
        ),
        (
            *("EncryptionContext", {"a": "large"}),
            *("'{a=large}' at 'encryptionContext'", "Map value must satisfy: "),
        ),
        (
            *("EncryptionContext", {"a": None}),
            *("'{a=null}' at 'encryptionContext'", "Map value must satisfy: "),
        ),
    ],
)
def test_what_is_broken_within_a_list_or_a_map_is_named(
    member: str, given: object, subject: str, rule: str
) -> None:
    rule = rule.replace("satisfy: ", "satisfy constraint: ")
    assert f"Value {subject} failed to satisfy constraint: {rule}" in (
        sentence(**{member: given})
    )


def test_what_no_sentence_describes_is_refused_all_the_same() -> None:
    assert sentence(Either=[]) == (
        "The request does not fit the parameters of the operation."
    )


def test_several_broken_bounds_are_counted_and_joined() -> None:
    assert sentence(KeyId="", NumberOfBytes=0) == (
        "3 validation errors detected: "
        "Value '' at 'keyId' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1; "
        "Value '' at 'keyId' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: [a-z/]+; "
        "Value '0' at 'numberOfBytes' failed to satisfy constraint: "
        "Member must have value greater than or equal to 1"
    )


def test_all_rules_of_a_map_value_are_listed() -> None:
    assert sentence(EncryptionContext={"a": "large"}).endswith(
        "Map value must satisfy constraint: "
        "[Member must have length less than or equal to 4, "
        "Member must have length greater than or equal to 1]"
    )


def test_a_hostile_request_does_not_buy_a_long_answer() -> None:
    assert len(sentence(KeyId="A" * 1_000_000)) < 10_000
    many: dict[str, object] = {str(number): {} for number in range(5_000)}
    assert len(sentence(AccountTags=many)) < 20_000
