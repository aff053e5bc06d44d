"""Who may do what with a key, before anybody asks for it.

The rule: what is known of the principal and of the key counts; what only a request can
tell is not known. ``always`` is allowed whatever a request says, ``underConditions`` is
what some request would be allowed and another not (``iam/engine/certainty.py``).
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum

import msgspec

from keys.access.actions import KEY_ACTIONS
from keys.access.asking import Known, ask_about, facts_of
from keys.access.showing import layer_name
from keys.models import Key
from kmsportal.core.call import Call
from kmsportal.core.shapes import Part
from kmsportal.iam.engine import (
    CallerPolicies,
    Grant,
    GrantIndex,
    ResourcePolicies,
    Verdict,
    decide,
)
from kmsportal.iam.engine.certainty import (
    Measure,
    measured,
    measured_caller,
    measured_grant,
)
from kmsportal.iam.subjects import Subject

# Within every grant, so that the right to hand one on shows up at the most.
_SMALLEST_GRANT = Grant(
    grant_id="", grantee="", operations=frozenset(), issuing_account=""
)


class Certainty(Enum):
    """Whether every request is allowed, or some only."""

    ALWAYS = "always"
    UNDER_CONDITIONS = "underConditions"


class Access(Part, frozen=True, kw_only=True):
    """One action on one key that one principal is allowed, and by what.

    ``layer`` is ``RESOURCE`` (the key policy), ``IDENTITY`` (a policy of the principal,
    to which the key policy delegates) or ``GRANT``. ``is_assumed`` marks another
    account's principal, whose own account must allow it as well.
    """

    key_arn: str
    principal: str
    principal_type: str
    action: str
    access: str
    layer: str
    policy_name: str | None = None
    policy_arn: str | None = None
    statement_number: int | None = None
    grant_id: str | None = None
    is_assumed: bool = False


class ReviewedKey(msgspec.Struct, frozen=True):
    """A key with its side of every decision, read at the least and at the most."""

    known: Known
    sides: Mapping[Measure, ResourcePolicies]


class Person(msgspec.Struct, frozen=True):
    """A principal with its side, read both ways; ``name`` is how lists call it."""

    name: str
    subject: Subject
    sides: Mapping[Measure, CallerPolicies]


def reviewed_key(key: Key, grants: Iterable[Grant]) -> ReviewedKey:
    """Prepare a key for many questions; ``grants`` are those that may matter."""
    grants = list(grants)
    sides = {
        measure: ResourcePolicies(
            policy=measured(key.resource_policy, measure),
            grants=GrantIndex(_measured_grants(grants, measure)),
        )
        for measure in Measure
    }
    return ReviewedKey(facts_of(key), sides)


def person_of(subject: Subject, name: str = "") -> Person:
    sides = {measure: measured_caller(subject.policies, measure) for measure in Measure}
    principal = subject.principal
    return Person(name or principal.role_arn or principal.arn, subject, sides)


def review(
    call: Call, person: Person, key: ReviewedKey, actions: Iterable[str] = KEY_ACTIONS
) -> Iterator[Access]:
    """Yield what ``person`` may do with ``key``."""
    for action in actions:
        found = _decided(call, person, key, action, Measure.MOST)
        if not found.is_allowed:
            continue
        least = _decided(call, person, key, action, Measure.LEAST)
        if least.is_allowed:
            found, certainty = least, Certainty.ALWAYS
        else:
            certainty = Certainty.UNDER_CONDITIONS
        yield _access(person, key, action, found, certainty)


def may(call: Call, person: Person, key: ReviewedKey, action: str) -> bool:
    """Tell whether some request of ``person`` for ``action`` would be allowed."""
    return _decided(call, person, key, action, Measure.MOST).is_allowed


def _decided(
    call: Call, person: Person, key: ReviewedKey, action: str, measure: Measure
) -> Verdict:
    request = ask_about(call, person.subject, key.known, action)
    if measure is Measure.MOST:
        request = msgspec.structs.replace(request, new_grant=_SMALLEST_GRANT)
    return decide(request, person.sides[measure], key.sides[measure])


def _access(
    person: Person,
    key: ReviewedKey,
    action: str,
    verdict: Verdict,
    certainty: Certainty,
) -> Access:
    policy = verdict.policy
    is_grant = verdict.grant_id is not None
    named = None if policy is None or is_grant else policy
    return Access(
        key_arn=key.known.key.arn,
        principal=person.name,
        principal_type=person.subject.principal.kind.value,
        action=action,
        access=certainty.value,
        layer=layer_name(verdict.layer) if verdict.layer else "",
        policy_name=named.name if named else None,
        policy_arn=named.arn if named else None,
        statement_number=None if verdict.statement is None else verdict.statement + 1,
        grant_id=verdict.grant_id,
        is_assumed=person.subject.is_assumed,
    )


def _measured_grants(grants: Iterable[Grant], measure: Measure) -> Iterator[Grant]:
    for grant in grants:
        found = measured_grant(grant, measure)
        if found is not None:
            yield found
