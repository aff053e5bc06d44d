"""Fills an installation with keys, users or events: ``python -m bench.fill keys 1000``.

It runs in a process of its own, with the installation's settings, and prints what the
benchmark must know as one JSON document.
"""

import json
import os
import sys
from datetime import UTC, datetime
from itertools import islice

import django

django.setup()

from django.db import transaction  # noqa: E402 - tables need the set-up first

from audit.chain import Head, seal  # noqa: E402
from audit.models import Chain, Segment  # noqa: E402
from audit.segments import insert  # noqa: E402
from keys.custody import add_new_material  # noqa: E402
from keys.models import Key, KeyManager, KeyState  # noqa: E402
from keys.policies import default_key_policy  # noqa: E402
from kmsportal.core.ids import new_uuid  # noqa: E402
from kmsportal.iam.access_keys import issue_access_key  # noqa: E402
from kmsportal.iam.accounts import give_policy, make_user  # noqa: E402
from kmsportal.tenancy.generations import bump  # noqa: E402
from kmsportal.tenancy.models import Account  # noqa: E402

_ALLOW_ALL = (
    '{"Version": "2012-10-17", "Statement":'
    ' {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}}'
)
_SEGMENT_EVENTS = 100


def keys(account: Account, count: int) -> list[str]:
    """Make ``count`` keys as CreateKey does, without its events."""
    region = os.environ["KMSPORTAL_REGIONS"]
    now = datetime.now(UTC)
    policy = default_key_policy(account.id)
    made = [_key(account.id, region, policy, now) for _ in range(count)]
    Key.objects.bulk_create(made, batch_size=1000)
    bump(account.id)
    return [key.key_id for key in made]


def _key(account_id: str, region: str, policy: str, now: datetime) -> Key:
    key = Key(
        account_id=account_id,
        region=region,
        key_id=new_uuid(),
        spec="SYMMETRIC_DEFAULT",
        usage="ENCRYPT_DECRYPT",
        origin="AWS_KMS",
        manager=KeyManager.CUSTOMER,
        state=KeyState.ENABLED,
        created_at=now,
        policy=policy,
    )
    key.current_material_id = add_new_material(key, time=now)
    return key


def users(account: Account, count: int) -> list[tuple[str, str]]:
    """Make ``count`` users who may use every key; return their credentials."""
    now = datetime.now(UTC)
    credentials = []
    for _ in range(count):
        user = make_user(account, f"bench-{new_uuid()}", time=now)
        give_policy(user, "all", _ALLOW_ALL)
        key, secret = issue_access_key(user, time=now)
        credentials.append((key.id, secret.reveal()))
    bump(account.id)
    return credentials


def events(_account: Account, count: int) -> int:
    """Repeat an event that is there until the ledger has ``count`` more."""
    payload = bytes(Segment.objects.exclude(payload=b"").latest("last_time").payload)
    lines = [payload.split(b"\n")[0]] * _SEGMENT_EVENTS
    head, now = Head(f"writer:{new_uuid()}"), datetime.now(UTC)
    Chain.objects.create(name=head.chain_name, created_at=now)
    moment = int(now.timestamp() * 1_000_000)
    for _ in range(count // _SEGMENT_EVENTS):
        segment = seal(head, lines, first_time=moment, last_time=moment)
        insert(segment)
        head = segment.head
    return count


_FILLERS = {"keys": keys, "users": users, "events": events}


@transaction.atomic
def main() -> None:
    """Do what the command line says, in the first account."""
    what, count = sys.argv[1:]
    account = next(islice(Account.objects.order_by("created_at"), 1))
    print(json.dumps(_FILLERS[what](account, int(count))))


if __name__ == "__main__":
    main()
