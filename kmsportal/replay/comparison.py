"""Recorded calls put to two policies: who would lose access, and who would gain it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import TypeVar

import msgspec

from audit.replay import RecordedCall, calls_of_key
from keys.access.actions import spelled
from keys.access.asking import KeySide, ask_about
from kmsportal.core.call import Call
from kmsportal.core.moments import microseconds
from kmsportal.iam.engine import ResourcePolicies, decide
from kmsportal.iam.subjects import Subject
from kmsportal.iam.supposing import Circumstances
from kmsportal.replay.recorded import Question, find_callers, questions_of

Name = TypeVar("Name")
MOST_CALLS = 100_000
MOST_QUESTIONS = 10_000


class Turn(Enum):
    """What becomes of a caller's action."""

    LOSES = "loses"
    GAINS = "gains"


class Asked(msgspec.Struct):
    """How often something was asked, and when last, in epoch microseconds."""

    calls: int
    last: int


class Turned(msgspec.Struct, frozen=True, kw_only=True):
    """An action that a caller would lose or gain, counted over its calls."""

    turn: Turn
    principal: str
    action: str
    calls: int
    last: int


class Gathered(msgspec.Struct, kw_only=True):
    """The distinct questions of the calls that were looked at."""

    questions: dict[Question, Asked]
    calls: int = 0
    is_cut: bool = False


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """``gone`` are callers whom nothing can be said of: they are no more."""

    turned: list[Turned]
    calls: int
    is_cut: bool
    gone: list[str]


def compare(
    call: Call, key: KeySide, changed: ResourcePolicies, *, days: int
) -> Comparison:
    """Ask the last ``days`` of calls again, of the policies now and as ``changed``.

    At most 100,000 calls and 10,000 distinct questions are looked at, newest first.
    """
    first = microseconds(call.time - timedelta(days=days))
    recorded = calls_of_key(
        call.account_id, call.region, key.known.key.arn, first=first, most=MOST_CALLS
    )
    gathered = gather(recorded, key.known.key.arn)
    callers = find_callers(call.account_id, gathered.questions)
    found: dict[tuple[Turn, str, str], Asked] = {}
    for question, asked in gathered.questions.items():
        subject = callers.get(question.who)
        turn = subject and _turn(call, key, changed, question, subject, asked.last)
        if turn:
            name = (turn, question.name, question.action)
            _count(found, name, asked)
    gone = {q.name for q in gathered.questions if q.who not in callers}
    return Comparison(
        turned=_in_order(found),
        calls=gathered.calls,
        is_cut=gathered.is_cut,
        gone=sorted(gone),
    )


def gather(recorded: Iterable[RecordedCall], arn: str) -> Gathered:
    """Count the calls by what they asked."""
    gathered = Gathered(questions={})
    for one in recorded:
        gathered.calls += 1
        for question in questions_of(one, arn):
            if spelled(question.action) is None:
                continue
            if len(gathered.questions) >= MOST_QUESTIONS:
                gathered.is_cut = True
                return gathered
            _count(gathered.questions, question, Asked(1, one.time))
    gathered.is_cut = gathered.calls >= MOST_CALLS
    return gathered


def _turn(
    call: Call,
    key: KeySide,
    changed: ResourcePolicies,
    question: Question,
    subject: Subject,
    last: int,
) -> Turn | None:
    circumstances = Circumstances(
        time=datetime.fromtimestamp(last / 1e6, UTC),
        source_ip=question.source_ip,
        via_service=question.via_service,
        encryption_context=dict(question.context) or None,
        entries=dict(question.facts),
    )
    request = ask_about(call, subject, key.known, question.action, circumstances)
    before = decide(request, subject.policies, key.policies).is_allowed
    after = decide(request, subject.policies, changed).is_allowed
    if before is after:
        return None
    return Turn.LOSES if before else Turn.GAINS


def _count(found: dict[Name, Asked], name: Name, asked: Asked) -> None:
    counted = found.setdefault(name, Asked(0, 0))
    counted.calls += asked.calls
    counted.last = max(counted.last, asked.last)


def _in_order(found: Mapping[tuple[Turn, str, str], Asked]) -> list[Turned]:
    turned = [
        Turned(
            turn=turn,
            principal=principal,
            action=action,
            calls=asked.calls,
            last=asked.last,
        )
        for (turn, principal, action), asked in found.items()
    ]
    # Losses first, for they are what breaks.
    return sorted(
        turned, key=lambda one: (one.turn is Turn.GAINS, one.principal, one.action)
    )
