"""What the files say: the same amounts in every format, adding up to the total."""

from datetime import datetime
from decimal import Decimal

import msgspec
import pytest

from billing.adjusting import adjust
from billing.exports.csv_files import guarded, write_csv
from billing.months import Month
from tests.billing.operations.files import export, rows_of, total
from tests.billing.operations.spending import spend
from tests.billing.operations.worlds import LATER, bob, settle
from tests.world import Client

__all__ = ["bob"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]

MANDATORY = {
    "BilledCost",
    "BillingAccountId",
    "BillingAccountName",
    "BillingCurrency",
    "BillingPeriodEnd",
    "BillingPeriodStart",
    "ChargeCategory",
    "ChargeClass",
    "ChargeDescription",
    "ChargePeriodEnd",
    "ChargePeriodStart",
    "ContractedCost",
    "EffectiveCost",
    "InvoiceIssuerName",
    "ListCost",
    "PricingQuantity",
    "PricingUnit",
    "ServiceCategory",
    "ServiceName",
}
PROVIDERS = {
    "FOCUS_1_2": {"ProviderName", "PublisherName"},
    "FOCUS_1_4": {"ServiceProviderName", "HostProviderName"},
}
AMOUNT = {
    "CSV": "Amount",
    "FOCUS_1_2": "BilledCost",
    "FOCUS_1_4": "BilledCost",
    "CUR_2_0": "line_item_unblended_cost",
}


@pytest.mark.parametrize("form", PROVIDERS)
def test_focus_has_its_columns_and_no_other_versions(alice: Client, form: str) -> None:
    spend(alice)
    columns = set(rows_of(export(alice, form))[0])
    named = {name for names in PROVIDERS.values() for name in names}
    assert columns >= MANDATORY | PROVIDERS[form]
    assert columns & named == PROVIDERS[form]


def test_a_row_of_focus_tells_all_of_a_key(alice: Client) -> None:
    tagged, _ = spend(alice)
    rows = rows_of(export(alice, "FOCUS_1_4"))
    row = next(
        row for row in rows if row["ResourceId"] == tagged and not row["x_Operation"]
    )
    assert row["Tags"] == '{"team":"payments"}'
    assert row["SubAccountId"] == alice.account_id
    assert (row["ConsumedQuantity"], row["ConsumedUnit"]) == ("49", "Key-Hours")
    assert (row["PricingQuantity"], row["PricingUnit"]) == (
        "0.068055555556",
        "Key-Months",
    )
    assert row["BilledCost"] == row["ListCost"] == "0.068055555556"
    assert row["InvoiceId"] == row["ChargeClass"] == ""
    assert row["BillingPeriodEnd"] == "2026-12-01T00:00:00Z"
    assert row["SkuPriceId"] == "default.1.KMS-KEY"


@pytest.mark.parametrize("form", AMOUNT)
def test_amounts_add_up_to_the_total(alice: Client, form: str) -> None:
    spend(alice)
    report = alice.perform("portal", "GetCostReport")
    rows = rows_of(export(alice, form))
    assert total(rows, AMOUNT[form]) == Decimal(report["Total"])


@pytest.mark.parametrize("form", [*AMOUNT, "JSON"])
def test_a_closed_months_file_never_changes(
    alice: Client, bob: Client, form: str
) -> None:
    spend(alice)
    settle(alice, bob)
    first = export(alice, form, Month="2026-11", WholeOrganisation=True)
    alice.time = datetime(2027, 2, 1, tzinfo=LATER.tzinfo)
    assert export(alice, form, Month="2026-11", WholeOrganisation=True) == first
    assert b"KMSP-2026-000001" in first or form == "CUR_2_0"


def test_a_correction_names_the_statement_it_corrects(alice: Client) -> None:
    spend(alice)
    settle(alice)
    adjust(
        alice.account_id, Month(2026, 11), amount="-1.50", reason="Agreed", now=LATER
    )
    settle(alice, now=datetime(2027, 1, 4, tzinfo=LATER.tzinfo))
    alice.time = datetime(2027, 1, 5, tzinfo=LATER.tzinfo)
    rows = rows_of(export(alice, "FOCUS_1_2", Month="2026-12"))
    (row,) = [row for row in rows if row["ChargeClass"] == "Correction"]
    assert row["BilledCost"] == "-1.500000000000"
    assert row["ChargeCategory"] == "Credit"
    assert row["x_ReferenceStatement"] == "KMSP-2026-000001"
    assert row["InvoiceId"] == "KMSP-2027-000001"
    assert row["BillingPeriodStart"] == "2026-12-01T00:00:00Z"
    assert row["ChargePeriodStart"] == "2026-11-01T00:00:00Z"
    cur = rows_of(export(alice, "CUR_2_0", Month="2026-12"))
    assert [
        one["line_item_line_item_type"]
        for one in cur
        if one["line_item_unblended_cost"] == "-1.500000000000"
    ] == ["Credit"]


def test_json_has_the_lines_of_each_account(alice: Client, bob: Client) -> None:
    spend(alice)
    told = msgspec.json.decode(export(alice, "JSON", WholeOrganisation=True))
    accounts = [one["AccountId"] for one in told["Accounts"]]
    assert accounts == [alice.account_id, bob.account_id]


def test_cur_spells_usage_as_aws_does(alice: Client) -> None:
    spend(alice)
    rows = rows_of(export(alice, "CUR_2_0"))
    kinds = {row["line_item_usage_type"] for row in rows}
    assert kinds - {""} == {"us-east-1-KMS-Keys", "us-east-1-KMS-Requests"}
    assert len({row["identity_line_item_id"] for row in rows}) == len(rows)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_formula_is_kept_from_running(text: str) -> None:
    assert guarded(text) == f"'{text}"


def test_a_name_that_is_a_formula_is_guarded_in_the_report_alone(
    alice: Client,
) -> None:
    tags = [{"TagKey": "=cmd", "TagValue": "x"}]
    alice.create_key(Tags=tags)
    spend(alice)
    assert any(row["Tags"] == "'=cmd=x" for row in rows_of(export(alice, "CSV")))
    focus = rows_of(export(alice, "FOCUS_1_2"))
    assert any(row["Tags"] == '{"=cmd":"x"}' for row in focus)


def test_a_table_without_rows_has_its_header() -> None:
    assert write_csv(["A", "B"], []) == b"A,B\r\n"
