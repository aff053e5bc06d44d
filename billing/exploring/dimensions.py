"""What a fact's value of each dimension of Cost Explorer is."""

from collections.abc import Callable, Mapping

import msgspec

from billing.exploring.facts import Fact
from billing.exploring.members import Dimension
from kmsportal.tenancy.models import Account

SERVICE = "AWS Key Management Service"


class Payer(msgspec.Struct, frozen=True, kw_only=True):
    """Who pays for the accounts that are looked at, and what they are called."""

    account_id: str
    names: Mapping[str, str]


def payer_of(account_id: str, linked: tuple[str, ...]) -> Payer:
    rows = Account.objects.filter(id__in=linked)
    return Payer(account_id=account_id, names=dict(rows.values_list("id", "name")))


_OF_FACT: Mapping[str, Callable[[Fact], str]] = {
    "LINKED_ACCOUNT": lambda fact: fact.account_id,
    "OPERATION": lambda fact: fact.operation,
    "REGION": lambda fact: fact.region,
    "RESOURCE_ID": lambda fact: fact.key_arn,
    "USAGE_TYPE": lambda fact: fact.usage_type,
}
_ALWAYS = {"SERVICE": SERVICE, "SERVICE_CODE": "awskms", "RECORD_TYPE": "Usage"}
_WITHOUT = {
    "AZ": "NoAZ",
    "RESOURCE_ID": "NoResourceId",
    "REGION": "NoRegion",
    "OPERATION": "NoOperation",
}


def value_of(dimension: Dimension, fact: Fact, payer: Payer) -> str:
    """Return the fact's value; empty where it has none."""
    name = dimension.value
    if name in _OF_FACT:
        return _OF_FACT[name](fact)
    if name == "LINKED_ACCOUNT_NAME":
        return payer.names.get(fact.account_id, "")
    if name == "PAYER_ACCOUNT":
        return payer.account_id
    return _ALWAYS.get(name, "")


def shown_value(dimension: Dimension, value: str) -> str:
    """Spell a group's key: what has no value is told as ``NoOperation``."""
    name = dimension.value
    words = "".join(word.capitalize() for word in name.split("_"))
    return value or _WITHOUT.get(name, f"No{words}")
