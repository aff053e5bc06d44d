"""A few days of use, a minute in a test: two keys, one tagged, calls on both."""

from datetime import datetime, timedelta
from typing import Any

from kmsportal.projector import catch_up
from tests.world import NOW, Client

SINCE, TILL = "2026-11-23", "2026-11-26"


def spend(client: Client) -> tuple[str, str]:
    """Make two keys on the 23rd, use them there and on the 25th; it is the 25th."""
    tagged = client.create_key(Tags=[{"TagKey": "team", "TagValue": "payments"}])
    plain = client.create_key()
    arns = (tagged["KeyMetadata"]["Arn"], plain["KeyMetadata"]["Arn"])
    for _ in range(3):
        client.encrypt(KeyId=arns[0], Plaintext=b"x")
    client.time = NOW + timedelta(days=2)
    client.generate_data_key(KeyId=arns[1], KeySpec="AES_256")
    catch_up()
    client.time += timedelta(minutes=1)
    return arns


def explore(client: Client, name: str = "GetCostAndUsage", **members: Any) -> Any:
    usual: dict[str, Any] = {"TimePeriod": {"Start": SINCE, "End": TILL}}
    if name == "GetCostAndUsage":
        usual |= {"Granularity": "DAILY", "Metrics": ["UnblendedCost"]}
    return client.perform("ce", name, **{**usual, **members})


def later(moment: datetime, *clients: Client) -> None:
    for client in clients:
        client.time = moment
