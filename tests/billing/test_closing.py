from uuid import UUID

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import DatabaseError, IntegrityError, connection, transaction

from audit.ledger import append
from audit.models import Segment
from billing.closing import Due, NotReconciledError
from billing.ledger_count import LedgerCountProjection
from billing.metering import UsageProjection
from billing.models import AccountStatement, SigningKey, Statement, UsageHour
from billing.months import Month
from billing.statement_checks import verify_statements
from kmsportal import closing, projector
from kmsportal.pricing import record_adjustment
from kmsportal.tenancy.models import Organisation
from tests.billing.bills import (
    Killed,
    all_documents,
    close,
    happen,
    killed_at_write,
    moment,
    organisation,
    sheet,
)
from tests.billing.ledger import ACCOUNT, OTHER, arn, call, enters, use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]

THIRD = "777788889999"


@pytest.fixture
def acme() -> None:
    organisation("Acme", ACCOUNT, OTHER, since="2026-09-01T00:00")
    happen(
        enters("a", "Enabled", "2026-09-01T00:00"),
        *[call("kms:Encrypt", "2026-09-10T10:00", use("a"))] * 3,
        call("kms:Encrypt", "2026-09-10T10:00", use("a"), error="AccessDenied"),
        call("kms:GenerateRandom", "2026-09-11T10:00", account_id=OTHER),
    )


@pytest.mark.usefixtures("acme")
def test_a_month_is_closed_when_its_grace_is_over_and_not_before() -> None:
    assert close("2026-10-02T23:59") == 0
    assert close("2026-10-03T00:00") == 1
    assert close("2026-10-03T00:01") == 0


@pytest.mark.usefixtures("acme")
def test_a_statement_tells_lines_totals_and_how_they_reconcile() -> None:
    close("2026-10-03T00:00")
    told = sheet(ACCOUNT, "2026-09")
    assert told["Lines"] == [
        {
            "Sku": "KMS-KEY",
            "Region": "us-east-1",
            "KeyArn": arn("a"),
            "KeyOwner": ACCOUNT,
            "KeyHours": 720,
            "Amount": "1.000000000000",
        },
        {
            "Sku": "KMS-REQ",
            "Region": "us-east-1",
            "KeyArn": arn("a"),
            "KeyOwner": ACCOUNT,
            "Operation": "kms:Encrypt",
            "RequestClass": "KMS-Requests",
            "Requests": 3,
            "Amount": "0.000009000000",
        },
    ]
    assert (told["Subtotal"], told["Total"]) == ("1.000009000000", "1.00")
    assert told["Rounding"] == "-0.000009000000"
    assert told["Number"] == "KMSP-2026-000001"
    assert told["Reconciliation"] == {
        "LedgerRequests": 3,
        "MeteredRequests": 3,
        "PricedRequests": 3,
        "UnpricedRequests": 0,
    }
    assert told["PriceParts"][0]["Name"] == "default"


@pytest.mark.usefixtures("acme")
def test_an_account_without_use_gets_a_statement_of_nothing() -> None:
    close("2026-11-03T00:00")
    assert sheet(OTHER, "2026-10")["Lines"] == []
    assert sheet(OTHER, "2026-10")["Total"] == "0.00"


@pytest.mark.usefixtures("acme")
def test_the_accounts_totals_add_up_to_the_organisations() -> None:
    close("2026-10-03T00:00")
    document = msgspec.json.decode(Statement.objects.get().document)
    assert document["Total"] == "1.00"
    assert [one["Total"] for one in document["Accounts"]] == ["1.00", "0.00"]


@pytest.mark.usefixtures("acme")
def test_downtime_is_caught_up_with_month_by_month_and_numbers_have_no_gap() -> None:
    organisation("Globex", THIRD, since="2026-10-05T00:00")
    assert close("2026-12-05T00:00") == 5
    rows = Statement.objects.order_by("sequence")
    assert list(rows.values_list("sequence", flat=True)) == [1, 2, 3, 4, 5]
    assert verify_statements() == (5, [])


@pytest.mark.usefixtures("acme")
def test_each_statement_is_chained_to_the_one_before() -> None:
    close("2026-11-03T00:00")
    first, second = Statement.objects.order_by("month")
    assert (first.previous_digest, second.previous_digest) == ("", first.digest)


@pytest.mark.usefixtures("acme")
def test_the_signature_is_verified_with_the_public_key_alone() -> None:
    close("2026-10-03T00:00")
    row = AccountStatement.objects.get(account_id=ACCOUNT)
    key = SigningKey.objects.get(key_id=row.statement.key_id)
    public = Ed25519PublicKey.from_public_bytes(bytes(key.public_key))
    public.verify(bytes(row.signature), row.document.encode())


@pytest.mark.usefixtures("acme")
def test_closing_is_in_the_ledger_of_every_account() -> None:
    close("2026-10-03T00:00")
    digests = set(AccountStatement.objects.values_list("digest", flat=True))
    payloads = [bytes(one) for one in Segment.objects.values_list("payload", flat=True)]
    told = [one for one in payloads if b"portal:CloseBillingPeriod" in one]
    assert len(told) == len(digests) == 2
    assert all(any(digest.encode() in one for one in told) for digest in digests)


@pytest.mark.usefixtures("acme")
def test_killed_at_any_write_leaves_nothing_and_the_next_run_closes_alike() -> None:
    due = Due(organisation_id=_organisation_id(), month=Month.parse("2026-09"))
    now = moment("2026-10-03T00:00")
    projector.catch_up([LedgerCountProjection()])
    with transaction.atomic():
        closing.close(due, now)
        expected = all_documents()
        transaction.set_rollback(True)
    deaths = 0
    while True:
        try:
            with killed_at_write(deaths + 1):
                assert closing.close(due, now)
            break
        except Killed:
            deaths += 1
            assert all_documents() == []
    assert deaths > 5
    # The signing key was undone with the rest, so the bytes differ in its name alone.
    assert [(number, _keyless(text)) for number, text, _ in all_documents()] == [
        (number, _keyless(text)) for number, text, _ in expected
    ]
    assert verify_statements() == (1, [])


@pytest.mark.usefixtures("acme")
def test_closing_again_is_the_same_statement() -> None:
    close("2026-10-03T00:00")
    before = all_documents()
    due = Due(organisation_id=_organisation_id(), month=Month.parse("2026-09"))
    assert not closing.close(due, moment("2026-10-04T00:00"))
    assert all_documents() == before


@pytest.mark.usefixtures("acme")
def test_a_month_whose_figures_differ_is_not_closed() -> None:
    row = UsageHour.objects.filter(account_id=ACCOUNT, is_billable=True).first()
    assert row is not None
    UsageHour.objects.filter(pk=row.pk).update(count=row.count + 1)
    assert close("2026-10-03T00:00") == 0
    due = Due(organisation_id=_organisation_id(), month=Month.parse("2026-09"))
    with pytest.raises(
        NotReconciledError, match="ledger holds 3 calls, 4 were metered"
    ):
        closing.close(due, moment("2026-10-03T00:00"))
    projector.rebuild(UsageProjection())
    assert close("2026-10-03T00:00") == 1


@pytest.mark.usefixtures("acme")
def test_a_month_waits_for_the_meter() -> None:
    with transaction.atomic():
        append(ACCOUNT, call("kms:Encrypt", "2026-09-30T23:59", use("a")))
    assert close("2026-10-03T00:00") == 0
    projector.catch_up([UsageProjection()])
    assert close("2026-10-03T00:00") == 1
    assert sheet(ACCOUNT, "2026-09")["Lines"][1]["Requests"] == 4


@pytest.mark.usefixtures("acme")
def test_no_month_is_closed_before_the_one_before_it() -> None:
    due = Due(organisation_id=_organisation_id(), month=Month.parse("2026-10"))
    with pytest.raises(NotReconciledError):
        closing.close(due, moment("2026-11-03T00:00"))


@pytest.mark.usefixtures("acme")
def test_a_late_event_is_corrected_on_the_next_statement_and_only_once() -> None:
    close("2026-10-03T00:00")
    first = sheet(ACCOUNT, "2026-09")
    happen(call("kms:Encrypt", "2026-09-30T23:59", use("a")))
    close("2026-12-03T00:00")
    assert sheet(ACCOUNT, "2026-09") == first
    notes = sheet(ACCOUNT, "2026-10")["Corrections"]
    assert [(one["Kind"], one["Requests"], one["Amount"]) for one in notes] == [
        ("Reversal", -3, "-0.000009000000"),
        ("Corrected", 4, "0.000012000000"),
    ]
    assert {one["Reference"] for one in notes} == {first["Number"]}
    assert sheet(ACCOUNT, "2026-11")["Corrections"] == []


@pytest.mark.usefixtures("acme")
def test_a_second_late_event_is_held_against_the_first_correction() -> None:
    close("2026-10-03T00:00")
    happen(call("kms:Encrypt", "2026-09-30T23:59", use("a")))
    close("2026-11-03T00:00")
    happen(call("kms:Encrypt", "2026-09-30T23:59", use("a")))
    close("2026-12-03T00:00")
    notes = sheet(ACCOUNT, "2026-11")["Corrections"]
    assert [one["Requests"] for one in notes] == [-4, 5]


@pytest.mark.usefixtures("acme")
def test_a_rebuild_after_closing_corrects_nothing() -> None:
    close("2026-10-03T00:00")
    projector.rebuild(UsageProjection())
    close("2026-11-03T00:00")
    assert sheet(ACCOUNT, "2026-10")["Corrections"] == []


@pytest.mark.usefixtures("acme")
def test_an_adjustment_by_the_operator_is_a_line_with_its_reason() -> None:
    close("2026-10-03T00:00")
    record_adjustment(
        ACCOUNT,
        Month.parse("2026-09"),
        amount="-0.25",
        reason="Goodwill",
        now=moment("2026-10-04T00:00"),
    )
    happen()
    close("2026-11-03T00:00")
    told = sheet(ACCOUNT, "2026-10")
    assert told["Corrections"] == [
        {
            "Kind": "Adjustment",
            "Month": "2026-09",
            "Reference": "KMSP-2026-000001",
            "Reason": "Goodwill",
            "Amount": "-0.250000000000",
        }
    ]
    assert told["Total"] == "0.75"


@pytest.mark.parametrize("table", ["statement", "accountstatement"])
@pytest.mark.parametrize("change", ["UPDATE {} SET digest = ''", "DELETE FROM {}"])
@pytest.mark.usefixtures("acme")
def test_the_database_refuses_to_change_a_statement(table: str, change: str) -> None:
    close("2026-10-03T00:00")
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        _execute(change.format(f"billing_{table}"))


def test_the_database_refuses_to_change_a_price_book() -> None:
    with pytest.raises((IntegrityError, DatabaseError), match="never changes"):
        _execute("UPDATE billing_pricebook SET document = ''")


def _keyless(text: str) -> str:
    document = msgspec.json.decode(text)
    document.pop("SigningKeyId")
    for account in document["Accounts"]:
        account.pop("Digest")
    return str(document)


def _organisation_id() -> UUID:
    return Organisation.objects.get(name="Acme").id


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
