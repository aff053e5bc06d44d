"""From a question about access to the account of its decision."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from keys.access.actions import is_cross_account, spelled
from keys.access.asking import ask_about, facts_of, policies_of
from keys.facts import encryption_context_facts
from keys.lookup import Named, find_row
from keys.models import Key
from kmsportal.core.arn import Arn, root_arn
from kmsportal.core.call import Call
from kmsportal.core.errors import (
    MalformedPolicyDocumentException,
    ResourceNotFoundException,
    ValidationException,
)
from kmsportal.core.operation import ContextValue, Need
from kmsportal.core.shapes import Part
from kmsportal.iam.engine import (
    Account,
    CompiledPolicy,
    Edit,
    PolicyError,
    PolicyLayer,
    PolicySource,
    Request,
    ResourcePolicies,
    account_for,
    compile_policy,
    find_remedy,
)
from kmsportal.iam.subjects import Subject, find_subject
from kmsportal.iam.supposing import Circumstances, SupposedContext, suppose

_FOREIGN_KEY = (
    "The key is another account's. Its policy is not known here; it is assumed to let"
    " this account in."
)
_FOREIGN_PRINCIPAL = (
    "The principal is another account's. Its policies are not known here; they are"
    " assumed to allow what it asks."
)


class ContextEntry(Part, frozen=True, kw_only=True):
    """One condition key with its values, such as ``aws:PrincipalOrgID``."""

    key: Annotated[str, Meta(min_length=3, max_length=256)]
    values: Annotated[list[Annotated[str, Meta(max_length=8192)]], Meta(max_length=100)]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The question, as it was put; ``time`` is now unless told."""

    principal_arn: str
    action: str
    key_id: str | None = None
    resource: str | None = None
    encryption_context: Mapping[str, str] | None = None
    entries: tuple[ContextEntry, ...] = ()
    via_service: str = ""
    source_ip: str = ""
    time: datetime | None = None
    session_policies: tuple[str, ...] = ()


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """What the engine was asked and what it says to it."""

    request: Request
    account: Account
    changes: tuple[Edit, ...]
    missing: frozenset[str]
    assumptions: tuple[str, ...]


def explain(call: Call, asked: Asked) -> Explained:
    """Answer ``asked`` as far as the caller's account may know.

    ValidationException for a question that cannot be put, NotFoundException and
    ResourceNotFoundException for a key or principal that the account does not have.
    """
    subject = _subject(call, asked)
    named = find_row(call, asked.key_id) if asked.key_id else None
    request, resource = _put(call, asked, subject, named)
    is_key_foreign = named is not None and named.key.account_id != call.account_id
    if is_key_foreign and subject.is_assumed:
        raise ValidationException(
            "Neither the principal nor the key is of this account."
        )
    account = account_for(request, subject.policies, resource)
    context = request.context
    missing = context.missing if isinstance(context, SupposedContext) else ()
    return Explained(
        request=request,
        account=account,
        missing=frozenset(missing),
        changes=find_remedy(request, subject.policies, resource),
        assumptions=(
            *((_FOREIGN_KEY,) if is_key_foreign else ()),
            *((_FOREIGN_PRINCIPAL,) if subject.is_assumed else ()),
        ),
    )


def _subject(call: Call, asked: Asked) -> Subject:
    subject = find_subject(call.account_id, asked.principal_arn)
    if not asked.session_policies:
        return subject
    session = tuple(_session_policies(asked.session_policies))
    policies = msgspec.structs.replace(subject.policies, session=session)
    return msgspec.structs.replace(subject, policies=policies)


def _session_policies(texts: Iterable[str]) -> Iterable[CompiledPolicy]:
    for number, text in enumerate(texts, start=1):
        source = PolicySource(PolicyLayer.SESSION, f"SessionPolicy.{number}")
        try:
            yield compile_policy(text, source)
        except PolicyError as error:
            raise MalformedPolicyDocumentException(str(error)) from None


def _put(
    call: Call, asked: Asked, subject: Subject, named: Named | None
) -> tuple[Request, ResourcePolicies]:
    """Return what the engine is asked, and the resource's side of it."""
    circumstances = _circumstances(call, asked)
    if named is None:
        need = _need_elsewhere(call, asked)
        return suppose(call, subject, need, circumstances), ResourcePolicies()
    action = spelled(asked.action)
    if action is None or asked.resource is not None:
        raise ValidationException(
            f"{asked.action} is not asked of a key, or a resource is given besides one."
        )
    key = named.key
    if isinstance(key, Key) and key.account_id == call.account_id:
        known = facts_of(key)
        known = msgspec.structs.replace(
            known, facts={**known.facts, **_alias_facts(named)}
        )
        request = ask_about(call, subject, known, action, circumstances)
        return request, policies_of(key)
    return _put_to_foreign_key(call, subject, named, action, circumstances)


def _put_to_foreign_key(
    call: Call,
    subject: Subject,
    named: Named,
    action: str,
    circumstances: Circumstances,
) -> tuple[Request, ResourcePolicies]:
    """Ask of a key of which nothing is known but its name, existing or not."""
    context = circumstances.encryption_context
    need = Need(
        action=action,
        resource=named.arn,
        account_id=named.key.account_id,
        guard=named.key,
        facts=lambda: encryption_context_facts(context),
        encryption_context=context,
        is_cross_account=is_cross_account(action),
    )
    return suppose(call, subject, need, circumstances), _open_to(call.account_id)


def _open_to(account_id: str) -> ResourcePolicies:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": root_arn(account_id)},
        "Action": "kms:*",
        "Resource": "*",
    }
    text = msgspec.json.encode({"Version": "2012-10-17", "Statement": statement})
    source = PolicySource(PolicyLayer.RESOURCE, "assumed of its owner")
    return ResourcePolicies(policy=compile_policy(text, source))


def _need_elsewhere(call: Call, asked: Asked) -> Need:
    """Return the permission on what is not a key: identity policies decide it."""
    resource = asked.resource or "*"
    account_id = call.account_id
    if resource != "*":
        try:
            account_id = Arn.parse(resource).account_id or account_id
        except ValueError:
            raise ValidationException(f"{resource} is not an ARN.") from None
    if account_id != call.account_id:
        raise ResourceNotFoundException(f"{resource} is another account's.")
    if spelled(asked.action) is not None and ":key/" in resource:
        raise ValidationException("Name the key in KeyId.")
    return Need(
        action=asked.action,
        resource=resource,
        account_id=account_id,
        facts=lambda: encryption_context_facts(asked.encryption_context),
        encryption_context=asked.encryption_context,
    )


def _circumstances(call: Call, asked: Asked) -> Circumstances:
    return Circumstances(
        time=asked.time or call.time,
        source_ip=asked.source_ip,
        via_service=asked.via_service,
        encryption_context=asked.encryption_context,
        entries={entry.key.lower(): _value(entry.values) for entry in asked.entries},
    )


def _value(values: list[str]) -> ContextValue:
    return values[0] if len(values) == 1 else tuple(values)


def _alias_facts(named: Named) -> dict[str, ContextValue]:
    return {} if named.alias is None else {"kms:requestalias": named.alias}
