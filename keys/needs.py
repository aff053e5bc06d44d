"""The permissions that calls on keys require."""

from collections.abc import Callable, Mapping

from keys.facts import key_facts, tag_facts
from keys.lookup import Named
from kmsportal.core.arn import alias_arn
from kmsportal.core.call import Call
from kmsportal.core.operation import ContextValue, Need

NO_FACTS: Mapping[str, ContextValue] = {}


def account_need(
    call: Call, action: str, *, facts: Mapping[str, ContextValue] = NO_FACTS
) -> Need:
    """Return the permission on the account itself.

    ``facts`` are condition values beyond the tags of the request.
    """
    return Need(
        action=action,
        resource="*",
        account_id=call.account_id,
        facts=lambda: {**tag_facts(call.params), **facts},
    )


def alias_need(call: Call, action: str, name: str) -> Need:
    """Return the permission on an alias: identity policies alone can give it."""
    return Need(
        action=action,
        resource=alias_arn(call.account_id, call.region, name),
        account_id=call.account_id,
    )


def key_need(
    call: Call,
    named: Named,
    action: str,
    *,
    context: Mapping[str, str] | None = None,
    facts: Callable[[], Mapping[str, ContextValue]] = lambda: NO_FACTS,
    is_cross_account: bool = False,
) -> Need:
    """Return the permission on one key, for a call with that encryption context.

    ``facts`` gives condition values beyond those of the key and the parameters.
    """
    return Need(
        action=action,
        resource=named.key.arn,
        named_as=named.arn,
        account_id=named.key.account_id,
        guard=named.key,
        facts=lambda: {
            **key_facts(named.key, named.alias, call.params, context=context),
            **facts(),
        },
        encryption_context=context,
        is_cross_account=is_cross_account,
    )
