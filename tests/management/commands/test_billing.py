"""The operator's commands for prices and statements."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from billing.catalogue import install_books
from billing.models import PriceAssignment, PriceBook
from kmsportal.tenancy.models import Organisation
from tests.billing.bills import close, happen, organisation
from tests.billing.ledger import ACCOUNT, call, use
from tests.billing.test_price_parts import version


@pytest.fixture
def acme(db: None) -> Organisation:
    install_books()
    made = organisation("Acme", ACCOUNT, since="2026-09-01T00:00")
    happen(call("kms:Encrypt", "2026-09-10T10:00", use("a")))
    return made


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out, stderr=out)
    return out.getvalue()


def test_statements_are_verified(acme: Organisation) -> None:
    close("2026-10-03T00:00")
    assert "All 1 statements are whole" in run("verify_statements")


def test_a_book_is_published_after_its_preview(
    acme: Organisation, tmp_path: Path
) -> None:
    file = tmp_path / "book.json"
    price = {"Sku": "KMS-KEY", "Price": "2.00"}
    file.write_bytes(version(2, "2099-01-01T00:00:00Z", KeyMonth=price))
    told = run("price_book", "publish", str(file))
    assert "KMS-KEY: 1.00 -> 2.00" in told
    assert PriceBook.objects.filter(name="default", version=2).exists()
    with pytest.raises(CommandError, match="next version"):
        run("price_book", "publish", str(file))


def test_a_book_is_assigned_on_terms(acme: Organisation) -> None:
    run(
        *("price_book", "assign", "--organisation", "Acme", "--book", "aws-2024-05"),
        *("--from", "2099-01-01T00:00", "--discount", "10"),
        *("--override", "KMS-KEY=0.5"),
    )
    row = PriceAssignment.objects.get()
    assert row.terms == '{"DiscountPercent":"10","Overrides":{"KMS-KEY":"0.5"}}'


def test_an_adjustment_needs_a_closed_month(acme: Organisation) -> None:
    words = ("adjust_billing", "--account", ACCOUNT, "--month", "2026-09")
    given = ("--amount=-1.00", "--reason", "Goodwill")
    with pytest.raises(CommandError, match="no statement"):
        run(*words, *given)
    close("2026-10-03T00:00")
    assert "-1.00" in run(*words, *given)
    with pytest.raises(CommandError, match="of nothing"):
        run(*words, "--amount=0", "--reason", "x")
