"""The metrics of Cost Explorer over facts.

There are no reservations, plans or credits here, so all costs are the unblended one.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from billing.exploring.facts import Fact
from billing.exploring.members import MetricValue
from billing.money import spell, total_amount
from kmsportal.core.errors import ValidationException

_PLACES = 10
_COSTS = frozenset(
    {
        "AmortizedCost",
        "BlendedCost",
        "NetAmortizedCost",
        "NetUnblendedCost",
        "UnblendedCost",
    }
)
QUANTITY = "UsageQuantity"
_METRICS = (*sorted(_COSTS), "NormalizedUsageAmount", QUANTITY)
_BY_CONSTANT = {
    "".join(f"_{c}" if c.isupper() else c for c in name).strip("_").upper(): name
    for name in _METRICS
}


def metric_names(asked: Sequence[str]) -> list[str]:
    """Return the metrics' names; ``UNBLENDED_COST`` is ``UnblendedCost``.

    ValidationException for none, and for what is no metric.
    """
    if not asked:
        raise ValidationException("Metrics are required.")
    return [_named(name) for name in asked]


def measure(name: str, facts: Iterable[Fact], currency: str) -> MetricValue:
    """Sum one metric; quantities of different units add up to a number of nothing."""
    facts = list(facts)
    if name in _COSTS:
        cost = sum((fact.cost for fact in facts), Fraction(0))
        return MetricValue(amount=spell_amount(cost), unit=currency)
    if name != QUANTITY:
        return MetricValue(amount="0", unit="N/A")
    units = {fact.unit for fact in facts}
    quantity = sum((fact.quantity for fact in facts), Fraction(0))
    unit = units.pop() if len(units) == 1 else "N/A"
    return MetricValue(amount=spell_amount(quantity), unit=unit)


def spell_amount(exact: Fraction) -> str:
    """Print ten places, as AWS does, and nothing as ``0``."""
    amount = total_amount(exact, minor_unit_digits=_PLACES)
    return spell(amount) if amount != Decimal(0) else "0"


def _named(name: str) -> str:
    found = _BY_CONSTANT.get(name, name)
    if found not in _METRICS:
        raise ValidationException(
            f"Invalid metric: {name}. Valid metrics are {', '.join(_METRICS)}."
        )
    return found
