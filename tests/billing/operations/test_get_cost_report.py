from typing import Any

import msgspec
import pytest

from billing.lines import Grouping
from billing.metering import UsageProjection
from billing.models import PriceBook
from billing.operations.get_cost_report import (
    GetCostReportParams,
    GetCostReportResult,
    get_cost_report,
)
from kmsportal.core.errors import ResourceNotFoundException, ValidationException
from kmsportal.core.shapes import Result, encode_as_iso
from tests.billing.ledger import ACCOUNT, OTHER, arn, call, enters, use
from tests.billing.operations.calls import call_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


USUAL = GetCostReportParams()


def ask(
    params: GetCostReportParams = USUAL, *, account_id: str = ACCOUNT
) -> GetCostReportResult:
    asked = call_of(get_cost_report, params, account_id=account_id)
    bound = get_cost_report.bind(asked)
    get_cost_report.check(asked, bound)
    result = get_cost_report.run(asked, bound)
    assert isinstance(result, GetCostReportResult)
    return result


def wire_form(result: Result) -> dict[str, Any]:
    encoded = msgspec.json.encode(result, enc_hook=encode_as_iso)
    form: dict[str, Any] = msgspec.json.decode(encoded)
    return form


@pytest.fixture
def used_key() -> None:
    encrypt = call("kms:Encrypt", "2026-11-23T10:00", use("a"))
    created = enters("a", "Enabled", "2026-11-23T10:00")
    UsageProjection().apply([created, encrypt, encrypt])


@pytest.mark.usefixtures("used_key")
def test_it_spells_amounts_in_full_and_says_how_they_came_about() -> None:
    answer = wire_form(ask())
    book = answer.pop("PriceBook")
    assert (book["Name"], book["Version"], len(book["Digest"])) == ("default", 1, 64)
    assert answer == {
        "Month": "2026-11",
        "Lines": [
            {
                "Sku": "KMS-KEY",
                "KeyArn": arn("a"),
                "KeyOwner": ACCOUNT,
                "KeyHours": 1,
                "Amount": "0.001388888889",
            },
            {
                "Sku": "KMS-REQ",
                "KeyArn": arn("a"),
                "KeyOwner": ACCOUNT,
                "Operation": "kms:Encrypt",
                "RequestClass": "KMS-Requests",
                "Requests": 2,
                "Amount": "0.000006000000",
            },
            {"Sku": "Rounding", "Amount": "-0.001394888889"},
        ],
        "Subtotal": "0.001394888889",
        "Total": "0.00",
        "Currency": "USD",
        "KeyHours": 1,
        "Requests": 2,
        "ForecastKeyCost": "0.252777777778",
        "ForecastTotal": "0.25",
        "Reconciliation": {
            "LedgerRequests": 0,
            "MeteredRequests": 2,
            "PricedRequests": 2,
            "UnpricedRequests": 0,
            "IsBalanced": True,
        },
        "AsOf": "2026-11-23T10:30:00.000Z",
        "Estimated": True,
    }


@pytest.mark.usefixtures("used_key")
@pytest.mark.parametrize(
    ("by", "told"),
    [
        (Grouping.KEY, {"KeyArn": arn("a"), "KeyOwner": ACCOUNT}),
        (Grouping.DAY, {"Day": "2026-11-23"}),
    ],
)
def test_a_grouping_has_a_line_for_each_key_or_day(
    by: Grouping, told: dict[str, str]
) -> None:
    line = wire_form(ask(GetCostReportParams(group_by=by)))["Lines"][0]
    quantities = {"KeyHours": 1, "Requests": 2, "Amount": "0.001394888889"}
    assert line == told | quantities


@pytest.mark.usefixtures("used_key")
def test_grouped_by_operation_storage_is_told_by_its_sku() -> None:
    lines = wire_form(ask(GetCostReportParams(group_by=Grouping.OPERATION)))["Lines"]
    assert [(line["Sku"], line.get("Operation")) for line in lines[:2]] == [
        ("KMS-KEY", None),
        ("KMS-REQ", "kms:Encrypt"),
    ]


@pytest.mark.usefixtures("used_key")
def test_another_month_has_costs_of_its_own() -> None:
    answer = ask(GetCostReportParams(month="2026-10"))
    assert (answer.month, answer.lines, answer.estimated) == ("2026-10", (), False)


@pytest.mark.usefixtures("used_key")
def test_a_stranger_sees_no_cost_of_another_account() -> None:
    answer = ask(account_id=OTHER)
    assert (answer.lines, answer.key_hours, answer.requests) == ((), 0, 0)
    assert ask(GetCostReportParams(key_arn=arn("a")), account_id=OTHER).lines == ()


def test_permission_is_asked_of_the_callers_own_account() -> None:
    asked = call_of(get_cost_report, GetCostReportParams(), account_id=OTHER)
    (need,) = get_cost_report.needs(asked, None)
    assert (need.action, need.resource) == ("portal:GetCostReport", "*")
    assert need.account_id == OTHER


@pytest.mark.parametrize("month", ["2026-12", "9999-12", "1969-12"])
def test_a_month_without_a_bill_is_refused(month: str) -> None:
    with pytest.raises(ValidationException, match=month):
        ask(GetCostReportParams(month=month))


@pytest.mark.parametrize("month", ["2026-13", "26-11", "2026-11\n", "november", ""])
def test_what_is_no_month_does_not_pass_the_door(month: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"Month": month}, GetCostReportParams)


def test_a_month_before_the_first_book_is_refused() -> None:
    PriceBook.objects.filter(name="default").delete()
    with pytest.raises(ResourceNotFoundException):
        ask()


def test_the_event_shows_what_was_asked() -> None:
    params = GetCostReportParams(month="2026-11", group_by=Grouping.DAY)
    shown = get_cost_report.trace(call_of(get_cost_report, params), None, None).request
    assert shown == {"month": "2026-11", "groupBy": "DAY"}
