"""Once a right has been taken away, no worker acts on it any more."""

import json
import time
from collections.abc import Callable

from botocore.credentials import Credentials

from tests.proofs.client import Answer, WireClient
from tests.proofs.load import load
from tests.proofs.portal import Portal
from tests.proofs.sites import ALICE

_BEFORE, _AFTER = 100, 60


def test_a_disabled_key_encrypts_nothing_more(two_workers: Portal) -> None:
    with WireClient(two_workers.address, ALICE) as third:
        key_id = third.make_key()
        _prove(
            two_workers,
            key_id,
            revoke=lambda: third.call("DisableKey", KeyId=key_id).answered,
            code="DisabledException",
        )


def test_a_key_policy_that_leaves_the_caller_out_holds_at_once(
    two_workers: Portal,
) -> None:
    stranger = two_workers.site.mallory_account_id
    policy = _policy_for(f"arn:aws:iam::{stranger}:root")
    with WireClient(two_workers.address, ALICE) as third:
        key_id = third.make_key()

        def revoke() -> float:
            put = third.call(
                "PutKeyPolicy",
                KeyId=key_id,
                Policy=policy,
                BypassPolicyLockoutSafetyCheck=True,
            )
            assert put.status == 200, put.content
            return put.answered

        _prove(two_workers, key_id, revoke=revoke, code="AccessDeniedException")


def test_a_revoked_grant_lets_nobody_in(two_workers: Portal) -> None:
    grantee = two_workers.site.mallory
    with WireClient(two_workers.address, ALICE) as third:
        arn = third.must("CreateKey")["KeyMetadata"]["Arn"]
        made = third.must(
            "CreateGrant",
            KeyId=arn,
            GranteePrincipal=f"arn:aws:iam::{two_workers.site.mallory_account_id}:root",
            Operations=["Encrypt"],
        )
        # A worker may hold the key a moment longer without the grant.
        with WireClient(two_workers.address, grantee) as client:
            shown = {"GrantTokens": [made["GrantToken"]], "Plaintext": "aGVsbG8="}
            client.must("Encrypt", KeyId=arn, **shown)

        def revoke() -> float:
            revoked = third.call("RevokeGrant", KeyId=arn, GrantId=made["GrantId"])
            assert revoked.status == 200, revoked.content
            return revoked.answered

        _prove(
            two_workers,
            arn,
            caller=grantee,
            revoke=revoke,
            code="AccessDeniedException",
        )


def test_a_deactivated_access_key_proves_nobody(two_workers: Portal) -> None:
    leaver = two_workers.site.open_account("leaver")
    with WireClient(two_workers.address, leaver) as client:
        key_id = client.make_key()
    _prove(
        two_workers,
        key_id,
        caller=leaver,
        revoke=lambda: _deactivate(two_workers, leaver),
        code="UnrecognizedClientException",
    )


def _deactivate(portal: Portal, credentials: Credentials) -> float:
    """Return the moment at which the operator is told, before the command has ended."""
    with portal.site.command("deactivate_access_key", credentials.access_key) as told:
        assert told.stdout is not None
        assert told.stdout.readline().endswith("is inactive.\n")
        return time.monotonic()


def _policy_for(arn: str) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": arn},
        "Action": "kms:*",
        "Resource": "*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _prove(
    portal: Portal,
    key_id: str,
    *,
    revoke: Callable[[], float],
    code: str,
    caller: Credentials = ALICE,
) -> None:
    """Encrypt all the time, ``revoke`` the right, and look at what was sent later."""

    def encrypt(client: WireClient) -> Answer:
        return client.call("Encrypt", KeyId=key_id, Plaintext="aGVsbG8=")

    with load(portal.addresses, caller, encrypt) as running:
        running.wait_for_more(_BEFORE)
        before = list(running.answers)
        revoked_at = revoke()
        running.wait_for_more(_AFTER)
    assert {answer.status for answer in before} == {200}
    later = running.sent_after(revoked_at)
    assert len(later) >= _AFTER // 2
    assert {answer.code for answer in later} == {code}
