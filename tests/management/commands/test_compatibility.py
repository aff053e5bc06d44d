"""``docs/compatibility.md`` is what the code says of itself."""

import pytest

from keys.specs import KeySpec, settle_usage
from kmsportal.core.errors import UnsupportedOperationException
from kmsportal.management.compatibility import differences, page
from kmsportal.management.compatibility.key_specs import MADE, specs_for, usages_of
from kmsportal.registry import all_operations
from tests.world import Client


def test_the_committed_page_is_the_generated_one() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.render_page(), (
        "run `manage.py compatibility`"
    )


def test_every_operation_of_the_model_has_a_row() -> None:
    text = page.render_page()
    made = {name for service, name in all_operations() if service == "kms"}
    assert text.count("| yes |") == len(made) + len(MADE)
    assert "| `Encrypt` | yes |" in text
    assert "## AWS KMS: 56 of 56 operations" in text


@pytest.mark.parametrize("spec", KeySpec, ids=lambda spec: spec.value)
def test_create_key_makes_the_specs_of_the_page_and_no_other(
    spec: KeySpec, alice: Client
) -> None:
    usage = usages_of(spec)[0]
    assert settle_usage(spec, usage) is usage
    call = alice.call("kms", "CreateKey", KeySpec=spec.value, KeyUsage=usage.value)
    if spec in MADE:
        call.operation.check(call, None)
        return
    with pytest.raises(UnsupportedOperationException):
        call.operation.check(call, None)


def test_an_operation_takes_the_keys_that_are_for_it() -> None:
    assert specs_for("Decrypt").startswith("`SYMMETRIC_DEFAULT`")
    assert "`SYMMETRIC_DEFAULT`" not in specs_for("Sign")
    assert specs_for("DescribeKey") == "all"
    assert specs_for("GenerateRandom") == "none"


def test_an_operation_without_tests_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(page, "ROOT", tmp_path)
    with pytest.raises(page.CompatibilityError, match=r"must have one test file"):
        page.render_page()


def test_a_difference_of_what_is_not_there_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stale = {("kms", "NoSuchOperation"): "It does not exist."}
    monkeypatch.setattr(page, "DIFFERENCES", {**differences.DIFFERENCES, **stale})
    with pytest.raises(page.CompatibilityError, match=r"kms:NoSuchOperation"):
        page.render_page()
