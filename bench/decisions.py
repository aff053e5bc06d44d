"""How many permissions are decided a second, and what a hostile pattern costs.

The key policy has 10 statements and the caller 3 identity policies. The peer is a
literal walk over the same JSON, in the same run: only the ratio says much.
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bench.report import Verdict
from kmsportal.core.principal import Principal, PrincipalKind
from kmsportal.iam.engine import (
    CallerPolicies,
    CompiledPolicy,
    Context,
    PolicyLayer,
    PolicySource,
    Request,
    ResourcePolicies,
    compile_policy,
    decide,
)
from tests.iam.engine.naive import World, naive_outcome

RATE = 50_000
"""Decisions a second on one core: the target."""
SLOWEST = 0.001
"""Seconds that a policy of 200 stars may take over a value of 4 KB."""
_ACCOUNT = "111122223333"
_KEY = f"arn:aws:kms:us-east-1:{_ACCOUNT}:key/1234abcd"
_ROUNDS, _SHARE = 5, 0.4
_STARS, _VALUE = 200, 4096
Json = dict[str, Any]


@dataclass(frozen=True)
class Decisions:
    """The best rate of each engine, a second, and the hostile pattern's best time."""

    rate: float
    naive_rate: float
    hostile_seconds: float

    def lines(self) -> Iterator[str]:
        yield (
            f"{'decisions':17}{self.rate:>12,.0f}/s   a literal walk"
            f" {self.naive_rate:,.0f}/s   {self.rate / self.naive_rate:.1f} x"
        )
        yield f"{_STARS} stars, 4 KB    {self.hostile_seconds * 1000:>12.3f} ms"

    def verdicts(self) -> Iterator[Verdict]:
        yield Verdict(
            f"decisions a second >= {RATE:,}", f"{self.rate:,.0f}", self.rate >= RATE
        )
        yield Verdict(
            f"{_STARS} stars over 4 KB <= 1 ms",
            f"{self.hostile_seconds * 1000:.3f} ms",
            self.hostile_seconds <= SLOWEST,
        )


def measure_decisions() -> Decisions:
    """Measure both engines in turn; the best round counts, for neighbours disturb."""
    asked, key, own = _request(_user(), {}), _key_policy(), _identity()
    caller = CallerPolicies(identity=tuple(_compiled(one) for one in own))
    resource = ResourcePolicies(policy=_compiled(key, PolicyLayer.RESOURCE))
    world = World(key, own, None, None, [])
    if naive_outcome(asked, world) != decide(asked, caller, resource).outcome.value:
        raise RuntimeError("The engines disagree.")
    rates = [
        (
            _rate(lambda: decide(asked, caller, resource)),
            _rate(lambda: naive_outcome(asked, world)),
        )
        for _ in range(_ROUNDS)
    ]
    return Decisions(
        rate=max(rate for rate, _ in rates),
        naive_rate=max(naive for _, naive in rates),
        hostile_seconds=_hostile_seconds(),
    )


def _rate(decide_once: Callable[[], object]) -> float:
    """Return how often a second it is done, tried for a part of a second."""
    begun, done = time.perf_counter(), 0
    while (spent := time.perf_counter() - begun) < _SHARE:
        for _ in range(100):
            decide_once()
        done += 100
    return done / spent


def _hostile_seconds() -> float:
    """Time the pattern that makes a backtracking matcher blow up."""
    # Every segment but the last is there, and there at very many places.
    pattern = "*".join(["", *["b?b"] * (_STARS - 2), "c?c", ""])
    condition = {"StringLike": {"kms:EncryptionContext:x": pattern}}
    caller = CallerPolicies(identity=(_compiled([_allow("*", condition)]),))
    trusted = [_allow("kms:*") | {"Principal": {"AWS": _ACCOUNT}}]
    resource = ResourcePolicies(policy=_compiled(trusted, PolicyLayer.RESOURCE))
    asked = _request(_user(), {"kms:encryptioncontext:x": "ab" * (_VALUE // 2)})
    best = SLOWEST * 1000
    for _ in range(50):
        begun = time.perf_counter()
        if decide(asked, caller, resource).is_allowed:
            raise RuntimeError("The pattern must not match.")
        best = min(best, time.perf_counter() - begun)
    return best


def _key_policy() -> list[Json]:
    """Return the account's statement, seven roles' and two denials."""
    roles = [
        _allow(
            ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey*"],
            {"StringEquals": {"kms:EncryptionContext:app": f"app-{number}"}},
        )
        | {"Principal": {"AWS": f"arn:aws:iam::{_ACCOUNT}:role/app-{number}"}}
        for number in range(7)
    ]
    account = _allow("kms:*") | {"Principal": {"AWS": _ACCOUNT}}
    outside = {"StringNotEquals": {"aws:PrincipalAccount": [_ACCOUNT]}}
    denials = [
        _deny("kms:*", outside) | {"Principal": "*"},
        _deny(["kms:DisableKey", "kms:ScheduleKeyDeletion"]) | {"Principal": "*"},
    ]
    return [account, *roles, *denials]


def _identity() -> list[list[Json]]:
    tagged = {"StringLike": {"aws:PrincipalTag/team": "pay*"}}
    return [
        [_allow(["kms:Describe*", "kms:List*"])],
        [_deny("kms:ScheduleKeyDeletion"), _allow("s3:*")],
        [_allow(["kms:Decrypt", "kms:Encrypt"], tagged) | {"Resource": _KEY}],
    ]


def _allow(action: str | list[str], condition: Json | None = None) -> Json:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return statement | ({"Condition": condition} if condition else {})


def _deny(action: str | list[str], condition: Json | None = None) -> Json:
    return _allow(action, condition) | {"Effect": "Deny"}


def _compiled(
    statements: list[Json], layer: PolicyLayer = PolicyLayer.IDENTITY
) -> CompiledPolicy:
    text = json.dumps({"Version": "2012-10-17", "Statement": statements})
    return compile_policy(text, PolicySource(layer, layer.name.lower()))


def _user() -> Principal:
    return Principal(
        kind=PrincipalKind.USER,
        account_id=_ACCOUNT,
        arn=f"arn:aws:iam::{_ACCOUNT}:user/ann",
        unique_id="AIDAEXAMPLEANN000000",
        name="ann",
    )


def _request(principal: Principal, more: dict[str, str]) -> Request:
    context: Context = {
        "aws:principalaccount": _ACCOUNT,
        "aws:principaltag/team": "payments",
    } | more
    return Request(
        principal=principal,
        action="kms:Encrypt",
        resource=_KEY,
        resource_account=_ACCOUNT,
        context=context,
    )
