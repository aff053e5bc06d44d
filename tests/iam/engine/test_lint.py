"""The linter: what it remarks, and that it keeps quiet about sound policies."""

import json
from typing import Any

import pytest
from hypothesis import given

from kmsportal.iam.engine import LintWarning, PolicyError, PolicyType, Severity, lint
from kmsportal.iam.engine.document import read_document
from tests.iam.engine.test_document import near_policy
from tests.iam.engine.world import FOREIGN, OWNER, Json, allow, deny, user

KNOWN = {
    "kms": frozenset(
        f"kms:{name}"
        for name in ("Encrypt", "Decrypt", "Sign", "CreateKey", "DisableKey")
    )
}
KEY, IDENTITY = PolicyType.KEY, PolicyType.IDENTITY
ACCOUNT = {"AWS": f"arn:aws:iam::{OWNER}:root"}
ALIAS = f"arn:aws:kms:us-east-1:{OWNER}:alias/a"


def remarks(
    *statements: Json, type_: PolicyType = KEY, version: str = "2012-10-17"
) -> list[LintWarning]:
    text = json.dumps({"Version": version, "Statement": list(statements)})
    return lint(read_document(text), type_, KNOWN, account_id=OWNER)


def to_account(action: str = "kms:*", **elements: Any) -> Json:
    return allow(action, Principal=ACCOUNT) | elements


@pytest.mark.parametrize(
    ("statement", "code", "where"),
    [
        (to_account("kms:Encrpyt"), "UNKNOWN_ACTION", "Action[0]"),
        (to_account("kms:ReEncrypt"), "UNKNOWN_ACTION", "Action[0]"),
        (to_account("kms:CreateKey"), "INAPPLICABLE_ACTION", "Action[0]"),
        (to_account("iam:*"), "INAPPLICABLE_ACTION", "Action[0]"),
        (
            allow("kms:DisableKey", Principal={"AWS": user("m", FOREIGN).arn}),
            "IMPOSSIBLE_ACROSS_ACCOUNTS",
            "Action[0]",
        ),
        (allow("kms:Encrypt", Principal="*"), "OPEN_PRINCIPAL", "Principal"),
        (
            {"Effect": "Allow", "Principal": ACCOUNT, "Action": "kms:*"},
            "NO_EFFECT",
            "Resource",
        ),
        (
            {"Effect": "Allow", "Principal": ACCOUNT, "Resource": "*"},
            "NO_EFFECT",
            "Action",
        ),
        (to_account(Resource=ALIAS), "ALIAS_AS_RESOURCE", "Resource[0]"),
        (
            to_account(
                "kms:Sign",
                Condition={"StringEquals": {"kms:EncryptionContext:a": "b"}},
            ),
            "NO_ENCRYPTION_CONTEXT",
            "Condition.StringEquals.kms:EncryptionContext:a",
        ),
        (
            to_account(Condition={"StringEquals": {"kms:CallerAcount": "1"}}),
            "UNKNOWN_CONDITION_KEY",
            "Condition.StringEquals.kms:CallerAcount",
        ),
        (
            {
                "Effect": "Allow",
                "Principal": ACCOUNT,
                "NotAction": "kms:Sign",
                "Resource": "*",
            },
            "ALLOW_WITH_NOT_ACTION",
            "NotAction",
        ),
        (
            to_account(
                Condition={
                    "ForAllValues:StringEquals": {"kms:EncryptionContextKeys": "a"}
                }
            ),
            "FOR_ALL_VALUES_WITHOUT_NULL",
            "Condition.ForAllValues:StringEquals.kms:EncryptionContextKeys",
        ),
    ],
)
def test_what_is_hardly_meant_is_remarked(
    statement: Json, code: str, where: str
) -> None:
    (found,) = remarks(statement)
    assert (found.code, found.where, found.statement) == (code, where, 0)
    assert found.sentence.endswith((".", "?"))


@pytest.mark.parametrize(
    "statement",
    [
        to_account(),
        to_account("kms:*Key"),
        to_account("kms:encrypt"),
        allow("kms:DisableKey", Principal={"AWS": user("m").arn}),
        allow(
            "kms:Encrypt",
            Principal="*",
            Condition={"StringEquals": {"kms:CallerAccount": OWNER}},
        ),
        deny("kms:*", Principal="*", Condition={"Bool": {"aws:SecureTransport": "0"}}),
        to_account(
            Condition={
                "ForAllValues:StringEquals": {"kms:EncryptionContextKeys": "a"},
                "Null": {"kms:EncryptionContextKeys": "false"},
            }
        ),
    ],
)
def test_sound_statements_of_a_key_policy_pass(statement: Json) -> None:
    assert remarks(statement) == []


@pytest.mark.parametrize(
    "statement",
    [
        allow("kms:CreateKey"),
        allow("s3:GetObject"),
        allow("kms:CreateAlias", Resource=ALIAS),
        allow("*"),
    ],
)
def test_what_a_key_policy_may_not_say_an_identity_policy_may(
    statement: Json,
) -> None:
    codes = {warning.code for warning in remarks(statement, type_=IDENTITY)}
    assert codes <= {"UNKNOWN_ACTION"}


@pytest.mark.parametrize(
    ("denied", "is_shadowed"),
    [
        ("kms:*", True),
        ("kms:Enc*", True),
        ("KMS:ENCRYPT", True),
        ("kms:Decrypt", False),
        ("kms:Encryp?", False),
    ],
)
def test_an_allow_under_a_plain_deny_is_remarked(
    denied: str, *, is_shadowed: bool
) -> None:
    allowed = to_account("kms:Encrypt", Sid="Use")
    found = remarks(allowed, deny(denied, Principal="*"))
    assert [w.sid for w in found if w.code == "SHADOWED"] == ["Use"] * is_shadowed
    narrowed = deny(denied, Principal="*", Condition={"Bool": {"aws:x": "true"}})
    assert "SHADOWED" not in {w.code for w in remarks(allowed, narrowed)}


def test_a_misspelt_condition_key_is_told_what_it_may_mean() -> None:
    wrong = to_account(Condition={"StringEquals": {"kms:ViaServices": "x"}})
    assert remarks(wrong)[0].sentence.endswith("Was kms:ViaService meant?")


def test_variables_of_an_old_version_are_text() -> None:
    statement = allow("kms:Encrypt", Resource="arn:aws:kms:*:*:key/${aws:username}")
    (found,) = remarks(statement, type_=IDENTITY, version="2008-10-17")
    assert found.code == "VARIABLES_ARE_TEXT"


def test_what_opens_too_wide_is_graver() -> None:
    found = remarks(allow("kms:Encrypt", Principal="*"))
    assert found[0].severity is Severity.HIGH


@given(near_policy)
def test_no_policy_is_too_odd_for_the_linter(policy: Any) -> None:
    try:
        document = read_document(json.dumps(policy))
    except PolicyError:
        return
    for type_ in PolicyType:
        try:
            lint(document, type_, KNOWN, account_id=OWNER)
        except PolicyError:
            return
