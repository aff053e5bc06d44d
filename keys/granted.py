"""Honouring grant tokens: a grant counts at once for whoever shows its token."""

from collections.abc import Callable

from keys.grant_tokens import GrantName, grants_named_by
from keys.lookup import Named
from keys.models import KeyGrant
from keys.view import KeyView
from kmsportal.core.call import Call
from kmsportal.tenancy.generations import generations
from kmsportal.tenancy.snapshots import SnapshotMissing


def find_with_grants(call: Call, find: Callable[[], Named]) -> Named:
    """Find a key, with every grant on it whose token the call shows.

    A snapshot may be a lease older than a grant, and is then read anew. A token of a
    grant that is gone changes nothing. InvalidGrantTokenException for what is no
    token; SnapshotMissing where waiting is not allowed.
    """
    named = find()
    shown = grants_named_by(call.params)
    view = named.key
    if not shown or not isinstance(view, KeyView):
        return named
    if not any(_is_unseen(call, view, grant) for grant in shown):
        return named
    # To know the present generation is to hold older snapshots stale.
    generations.watch(view.account_id)
    return find()


def _is_unseen(call: Call, view: KeyView, grant: GrantName) -> bool:
    """Tell whether the key has the grant and its snapshot has not.

    The table is asked first: whoever invents tokens costs one small read, no more.
    """
    if grant.key_arn != view.arn or grant.grant_id in view.grants:
        return False
    if not call.may_wait:
        raise SnapshotMissing
    return KeyGrant.objects.of_key(view).filter(grant_id=grant.grant_id).exists()
