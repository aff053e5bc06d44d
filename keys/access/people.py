"""Everybody whom a review of a key must look at, in one order, found page by page."""

from collections.abc import Iterable, Iterator, Sequence

from keys.access.review import Person, person_of
from keys.models import Key, KeyGrant
from kmsportal.core.arn import root_arn
from kmsportal.core.errors import ResourceNotFoundException
from kmsportal.core.principal import Principal, PrincipalKind
from kmsportal.iam.directory import find_arns
from kmsportal.iam.engine import CallerPolicies, NamedPrincipal
from kmsportal.iam.engine.principals import EVERYONE, account_of
from kmsportal.iam.subjects import (
    Subject,
    everybody,
    find_subject,
    own_principals,
    subjects_by_id,
)

_SERVICE = "service:"


def references(key: Key) -> list[str]:
    """Return references of all who may have access, sorted, each once.

    That is every user and role of the key's account and its root user, and whoever
    else the key policy or a grant names. Users and roles go by unique id.
    """
    own = own_principals(key.account_id)
    named = {_reference(one) for one in key.resource_policy.principals()}
    return sorted({*own, *named, *_grantees(key), root_arn(key.account_id)})


def people(key: Key, found: Sequence[str]) -> Iterator[Person]:
    """Yield those of the references who are there, in their order."""
    own = subjects_by_id(key.account_id, found)
    elsewhere = [name for name in found if name not in own]
    arns = find_arns(NamedPrincipal("AWS", name) for name in _unnamed(elsewhere))
    for name in found:
        subject = own.get(name) or _subject(key.account_id, arns.get(name, name))
        if subject is not None:
            yield person_of(subject, _name(name, arns))


def _unnamed(names: Iterable[str]) -> list[str]:
    return [name for name in names if name.startswith(("AIDA", "AROA"))]


def _name(reference: str, arns: dict[str, str]) -> str:
    if reference.startswith(_SERVICE):
        return reference.removeprefix(_SERVICE)
    if reference == EVERYONE:
        return EVERYONE
    return arns.get(reference, "")


def _reference(named: NamedPrincipal) -> str:
    if named.type != "AWS":
        return f"{_SERVICE}{named.value}"
    account_id = account_of(named.value)
    return root_arn(account_id) if account_id else named.value


def _grantees(key: Key) -> Iterator[str]:
    rows = KeyGrant.objects.of_key(key).values_list(
        "grantee_principal", "grantee_is_service"
    )
    for name, is_service in rows.distinct():
        kind = "Service" if is_service else "AWS"
        yield _reference(NamedPrincipal(kind, name))


def _subject(account_id: str, name: str) -> Subject | None:
    """Return whom the policy names; None for one who is gone."""
    if name == EVERYONE:
        return everybody()
    if name.startswith(_SERVICE):
        return _service(name.removeprefix(_SERVICE))
    if not name.startswith("arn:") or ":federated-user/" in name:
        return None
    try:
        return find_subject(account_id, name)
    except ResourceNotFoundException:
        return None


def _service(name: str) -> Subject:
    principal = Principal(
        kind=PrincipalKind.SERVICE, account_id="", arn="", unique_id=name, name=name
    )
    return Subject(principal=principal, policies=CallerPolicies())
