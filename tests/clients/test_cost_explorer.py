"""Cost Explorer with the unmodified ``aws`` command."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.clients.test_cli import Cli
from tests.proofs.portal import Portal
from tests.servers.processes import wait_until


def test_the_command_line_explores_costs(served_portal: Portal, tmp_path: Path) -> None:
    aws = Cli(served_portal, tmp_path)
    aws("kms", "generate-random", "--number-of-bytes", "8")
    now = datetime.now(UTC)
    start, end = (f"{now + timedelta(days=days):%Y-%m-%d}" for days in (-1, 1))
    period = ("--time-period", f"Start={start},End={end}")

    def calls() -> list[Any]:
        answer = aws(
            "ce",
            "get-cost-and-usage",
            *period,
            *("--granularity", "DAILY", "--metrics", "UnblendedCost", "UsageQuantity"),
            *("--group-by", "Type=DIMENSION,Key=OPERATION"),
            "--filter",
            '{"Dimensions": {"Key": "OPERATION", "Values": ["GenerateRandom"]}}',
        )
        return [group for one in answer["ResultsByTime"] for group in one["Groups"]]

    wait_until(lambda: bool(calls()))
    (found,) = calls()
    cost, counted = (
        found["Metrics"][name] for name in ("UnblendedCost", "UsageQuantity")
    )
    assert found["Keys"] == ["GenerateRandom"]
    assert counted["Unit"] == "Requests"
    assert Decimal(cost["Amount"]) == Decimal(counted["Amount"]) * Decimal("0.000003")
    values = aws("ce", "get-dimension-values", *period, "--dimension", "SERVICE")
    assert values["DimensionValues"][0]["Value"] == "AWS Key Management Service"
    assert isinstance(aws("ce", "get-tags", *period)["Tags"], list)
    asked = ("--metric", "UNBLENDED_COST", "--granularity", "DAILY")
    refused = aws.attempt("ce", "get-cost-forecast", *period, *asked)
    assert "(ValidationException)" in refused.stderr
