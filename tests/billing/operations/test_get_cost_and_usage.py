from decimal import Decimal
from typing import Any

import pytest

from kmsportal.projector import catch_up
from tests.billing.operations.spending import SINCE, TILL, explore, later, spend
from tests.world import Client, World, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]

COST = "UnblendedCost"


def costs(answer: Any) -> list[str]:
    return [one["Total"][COST]["Amount"] for one in answer["ResultsByTime"]]


def by_keys(answer: Any, metric: str = COST) -> dict[tuple[str, ...], str]:
    """Return the one period's groups."""
    (period,) = answer["ResultsByTime"]
    return {
        tuple(group["Keys"]): group["Metrics"][metric]["Amount"]
        for group in period["Groups"]
    }


def whole(client: Client, **members: Any) -> Any:
    return explore(client, Granularity="MONTHLY", **members)


def where(key: str, *values: str, options: list[str] | None = None) -> Any:
    leaf = {"Key": key, "Values": list(values)}
    return {"Dimensions": leaf | ({"MatchOptions": options} if options else {})}


def test_each_day_has_its_cost(alice: Client) -> None:
    spend(alice)
    answer = explore(alice)
    periods = [one["TimePeriod"] for one in answer["ResultsByTime"]]
    assert periods[0] == {"Start": "2026-11-23", "End": "2026-11-24"}
    # Two keys for 12, 24 and 13 hours of 720 at one dollar, and calls at 0.000003.
    assert costs(answer) == ["0.0333483333", "0.0666666667", "0.0361141111"]
    assert all(one["Estimated"] for one in answer["ResultsByTime"])
    assert all(one["Groups"] == [] for one in answer["ResultsByTime"])


@pytest.mark.parametrize(
    ("granularity", "start", "end"),
    [
        ("MONTHLY", "2026-11-01", "2026-12-01"),
        ("MONTHLY", SINCE, TILL),
        ("HOURLY", "2026-11-23T00:00:00Z", "2026-11-26T00:00:00Z"),
    ],
)
def test_however_it_is_cut_the_sum_is_the_same(
    alice: Client, granularity: str, start: str, end: str
) -> None:
    spend(alice)
    period = {"Start": start, "End": end}
    answer = explore(alice, Granularity=granularity, TimePeriod=period)
    total = sum(map(Decimal, costs(answer)))
    assert abs(total - Decimal("0.1361291111")) < Decimal("0.00000001")


def test_an_hour_is_told_from_the_others(alice: Client) -> None:
    spend(alice)
    period = {"Start": "2026-11-23T11:00:00Z", "End": "2026-11-23T13:00:00Z"}
    answer = explore(
        alice, Granularity="HOURLY", TimePeriod=period, Metrics=["UsageQuantity"]
    )
    quantities = [one["Total"]["UsageQuantity"] for one in answer["ResultsByTime"]]
    assert quantities == [
        {"Amount": "0", "Unit": "N/A"},
        {"Amount": "5.0027777778", "Unit": "N/A"},
    ]


def test_groups_are_by_dimension_and_tag(alice: Client) -> None:
    spend(alice)
    answer = whole(
        alice,
        Metrics=["UsageQuantity"],
        GroupBy=[
            {"Type": "DIMENSION", "Key": "OPERATION"},
            {"Type": "TAG", "Key": "team"},
        ],
    )
    assert answer["ResultsByTime"][0]["Total"] == {}
    assert answer["GroupDefinitions"][1] == {"Type": "TAG", "Key": "team"}
    assert by_keys(answer, "UsageQuantity") == {
        ("CreateKey", "team$"): "1.0000000000",
        ("CreateKey", "team$payments"): "1.0000000000",
        ("Encrypt", "team$payments"): "3.0000000000",
        ("GenerateDataKey", "team$"): "1.0000000000",
        ("NoOperation", "team$"): "0.0680555556",
        ("NoOperation", "team$payments"): "0.0680555556",
    }


@pytest.mark.parametrize(
    ("expression", "calls"),
    [
        (where("OPERATION", "Encrypt"), "3.0000000000"),
        (where("OPERATION", "ENC", options=["STARTS_WITH"]), "0"),
        (
            where("OPERATION", "enc", options=["STARTS_WITH", "CASE_INSENSITIVE"]),
            "3.0000000000",
        ),
        ({"Tags": {"Key": "team", "Values": ["payments"]}}, "4.0000000000"),
        ({"Tags": {"Key": "team", "MatchOptions": ["ABSENT"]}}, "2.0000000000"),
        ({"Tags": {"Key": "team", "Values": [""]}}, "2.0000000000"),
        (
            {"Not": {"Tags": {"Key": "team", "Values": ["payments"]}}},
            "2.0000000000",
        ),
        (
            {"Or": [where("OPERATION", "Encrypt"), where("OPERATION", "CreateKey")]},
            "5.0000000000",
        ),
        (where("SERVICE", "Amazon S3"), "0"),
        (where("USAGE_TYPE", "us-east-1-KMS-Requests"), "6.0000000000"),
    ],
)
def test_filters_combine(alice: Client, expression: Any, calls: str) -> None:
    spend(alice)
    only_calls = {"Not": where("OPERATION", "NoOperation")}
    answer = whole(
        alice,
        Metrics=["USAGE_QUANTITY"],
        Filter={"And": [only_calls, expression]},
    )
    (period,) = answer["ResultsByTime"]
    assert period["Total"]["UsageQuantity"]["Amount"] == calls


def test_the_management_account_sees_all_accounts(alice: Client, bob: Client) -> None:
    spend(alice)
    bob.time = alice.time
    grouping = [{"Type": "DIMENSION", "Key": "LINKED_ACCOUNT"}]
    bob.generate_random(NumberOfBytes=8)
    catch_up()
    answer = whole(alice, GroupBy=grouping)
    assert set(by_keys(answer)) == {(alice.account_id,), (bob.account_id,)}
    names = {one["Value"] for one in answer["DimensionValueAttributes"]}
    assert names == {alice.account_id, bob.account_id}
    assert set(by_keys(whole(bob, GroupBy=grouping))) == {(bob.account_id,)}


def test_a_stranger_sees_nothing_of_it(alice: Client, eve: Client) -> None:
    spend(alice)
    later(alice.time, eve)
    assert costs(explore(eve)) == ["0", "0", "0"]
    wanted = where("LINKED_ACCOUNT", alice.account_id)
    assert costs(explore(eve, Filter=wanted)) == ["0", "0", "0"]


def test_a_user_without_permission_is_refused(world: World, alice: Client) -> None:
    with refused("AccessDeniedException"):
        explore(world.user(alice, "bob"))


@pytest.mark.parametrize(
    "members",
    [
        {"Metrics": []},
        {"Metrics": ["Cost"]},
        {"TimePeriod": {"Start": TILL, "End": SINCE}},
        {"TimePeriod": {"Start": "2026-11-31", "End": "2026-12-01"}},
        {"TimePeriod": {"Start": "2026-11-01", "End": "2027-02-01"}},
        {"TimePeriod": {"Start": "2020-11-01", "End": SINCE}},
        {"Granularity": "HOURLY"},
        {"Filter": {}},
        {"Filter": {"And": [where("REGION", "us-east-1")]}},
        {"Filter": {"Dimensions": {"Key": "REGION"}}},
        {"Filter": {**where("REGION", "x"), "Not": where("REGION", "y")}},
        {"GroupBy": [{"Type": "DIMENSION", "Key": "COLOUR"}]},
        {"GroupBy": [{"Type": "TAG", "Key": str(n)} for n in range(3)]},
        {"GroupBy": [{"Key": "REGION"}]},
    ],
)
def test_what_cannot_be_meant_is_refused(alice: Client, members: Any) -> None:
    with refused("ValidationException"):
        explore(alice, **members)


def test_a_token_of_another_question_is_refused(alice: Client) -> None:
    with refused("InvalidNextTokenException"):
        explore(alice, NextPageToken="eA==")
