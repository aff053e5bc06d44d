from decimal import Decimal
from typing import Any

import pytest

from tests.billing.operations.spending import explore, later, spend
from tests.world import Client, World, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]

REST = {"Start": "2026-11-26", "End": "2026-12-01"}


def forecast(client: Client, **members: Any) -> Any:
    usual = {
        "TimePeriod": REST,
        "Metric": "UNBLENDED_COST",
        "Granularity": "DAILY",
        **members,
    }
    return explore(client, "GetCostForecast", **usual)


def test_keys_cost_on_and_calls_go_on_at_their_pace(alice: Client) -> None:
    spend(alice)
    answer = forecast(alice)
    days = answer["ForecastResultsByTime"]
    assert len(days) == 5
    assert days[0]["TimePeriod"] == {"Start": "2026-11-26", "End": "2026-11-27"}
    # 48 key-hours of 720, and 5 calls in the two whole days before today.
    assert days[0]["MeanValue"] == "0.0666741667"
    low, high = (
        Decimal(days[0][f"PredictionInterval{bound}Bound"])
        for bound in ("Lower", "Upper")
    )
    assert low < Decimal(days[0]["MeanValue"]) < high
    assert answer["Total"] == {"Amount": "0.3333708333", "Unit": "USD"}


def test_a_wider_level_has_a_wider_interval(alice: Client) -> None:
    spend(alice)
    (usual,), (wide,) = (
        forecast(alice, Granularity="MONTHLY", PredictionIntervalLevel=level)[
            "ForecastResultsByTime"
        ]
        for level in (80, 99)
    )
    assert usual["MeanValue"] == wide["MeanValue"]
    bound = "PredictionIntervalUpperBound"
    assert Decimal(usual[bound]) < Decimal(wide[bound])


def test_a_stranger_has_no_history_of_it(alice: Client, eve: Client) -> None:
    spend(alice)
    later(alice.time, eve)
    with refused("DataUnavailableException"):
        forecast(eve)


def test_a_user_without_permission_is_refused(world: World, alice: Client) -> None:
    with refused("AccessDeniedException"):
        forecast(world.user(alice, "bob"))


@pytest.mark.parametrize(
    "members",
    [
        {"TimePeriod": {"Start": "2026-11-01", "End": "2026-12-01"}},
        {"Granularity": "HOURLY"},
        {"Metric": "NORMALIZED_USAGE_AMOUNT"},
    ],
)
def test_what_has_no_forecast_is_refused(alice: Client, members: Any) -> None:
    with refused("ValidationException"):
        forecast(alice, **members)
