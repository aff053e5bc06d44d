"""From recorded calls to the questions that were put to the policies by them."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import msgspec

from audit.owner_copy import HIDDEN
from audit.replay import RecordedCall
from kmsportal.core.errors import ServiceError
from kmsportal.iam.subjects import Subject, find_subject, subjects_by_id

_RE_ENCRYPT = {
    "source": "kms:ReEncryptFrom",
    "destination": "kms:ReEncryptTo",
}
# Members of ``requestParameters`` that are condition values.
_FACTS = {
    "encryptionAlgorithm": "kms:encryptionalgorithm",
    "keyAgreementAlgorithm": "kms:keyagreementalgorithm",
    "keyPairSpec": "kms:datakeypairspec",
    "macAlgorithm": "kms:macalgorithm",
    "messageType": "kms:messagetype",
    "pendingWindowInDays": "kms:schedulekeydeletionpendingwindowindays",
    "rotationPeriodInDays": "kms:rotationperiodindays",
    "signingAlgorithm": "kms:signingalgorithm",
}
Pairs = tuple[tuple[str, str], ...]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What one call asked; calls that asked the same are one question.

    ``who`` is the caller's unique id, or its ARN in another account.
    """

    who: str
    name: str
    action: str
    context: Pairs = ()
    facts: Pairs = ()
    source_ip: str = ""
    via_service: str = ""


def questions_of(call: RecordedCall, arn: str) -> Iterator[Question]:
    """Yield what ``call`` asked of the key ``arn``: ReEncrypt may ask two things."""
    who, name = _caller(call.identity)
    if not who:
        return
    for action, side in _actions(call, arn):
        context = call.request.get(_sided(side, "encryptionContext")) or {}
        yield Question(
            who=who,
            name=name,
            action=action,
            context=_pairs(context),
            facts=_facts(call.request, side),
            source_ip="" if call.source_ip == HIDDEN else call.source_ip,
            via_service=call.identity.get("invokedBy", ""),
        )


def _caller(identity: Mapping[str, Any]) -> tuple[str, str]:
    """Return the caller's reference and how to show it; empty for a service."""
    arn = str(identity.get("arn") or "")
    if identity.get("type") in {"IAMUser", "AssumedRole"}:
        return str(identity.get("principalId", "")), arn
    return arn, arn


def _actions(call: RecordedCall, arn: str) -> Iterator[tuple[str, str]]:
    if call.name != "ReEncrypt":
        yield f"kms:{call.name}", ""
        return
    for side, action in _RE_ENCRYPT.items():
        if _is_on(call, arn, side):
            yield action, side


def _is_on(call: RecordedCall, arn: str, side: str) -> bool:
    """Tell whether the key was on that side; an owner's copy shows her own only."""
    if len(call.arns) > 1:
        return call.arns[0 if side == "source" else 1] == arn
    return f"{side}EncryptionAlgorithm" in call.request


def _sided(side: str, member: str) -> str:
    return f"{side}{member[:1].upper()}{member[1:]}" if side else member


def _facts(request: Mapping[str, Any], side: str) -> Pairs:
    found = {
        name: str(request[_sided(side, member)])
        for member, name in _FACTS.items()
        if _sided(side, member) in request
    }
    return _pairs(found)


def _pairs(members: Mapping[str, str]) -> Pairs:
    return tuple(sorted(members.items()))


def find_callers(
    account_id: str, questions: Collection[Question]
) -> Mapping[str, Subject]:
    """Return who asked, as they are now; whoever is gone is left out."""
    ids = {question.who.partition(":")[0] for question in questions}
    own = subjects_by_id(account_id, ids)
    found = {}
    for question in questions:
        if question.who in found:
            continue
        subject = own.get(question.who.partition(":")[0])
        if subject is not None:
            # Policies may name the session, so it is the one that called.
            subject = _as_called(subject, question)
        elif question.who.startswith("arn:"):
            subject = _by_arn(account_id, question.who)
        if subject is not None:
            found[question.who] = subject
    return found


def _as_called(subject: Subject, question: Question) -> Subject:
    principal = msgspec.structs.replace(
        subject.principal,
        arn=question.name,
        unique_id=question.who,
        name=question.name.rpartition("/")[2],
    )
    return msgspec.structs.replace(subject, principal=principal)


def _by_arn(account_id: str, arn: str) -> Subject | None:
    try:
        return find_subject(account_id, arn)
    except ServiceError:
        return None
