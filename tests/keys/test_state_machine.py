"""Any sequence of management calls keeps to AWS's table of key states.

AWS KMS Developer Guide, "Key states of AWS KMS keys". The model here is written from
that table alone: what a call needs, what it leaves, and the error of each other state.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from kmsportal.core.errors import ServiceError
from tests.keys.imports import give, new_external_key
from tests.world import Client, World

ENABLED, DISABLED = "Enabled", "Disabled"
DELETING, WAITING = "PendingDeletion", "PendingImport"
GONE = "gone"
INVALID, OFF, ABSENT = (
    "KMSInvalidStateException",
    "DisabledException",
    "NotFoundException",
)
MATERIAL = bytes(range(32))

# By state: what a use of the key is refused with, None where it works.
USE = {ENABLED: None, DISABLED: OFF, DELETING: INVALID, WAITING: INVALID}
SWITCH = {ENABLED: None, DISABLED: None, DELETING: INVALID, WAITING: INVALID}
EDIT = {ENABLED: None, DISABLED: None, DELETING: INVALID, WAITING: None}
END = {ENABLED: None, DISABLED: None, DELETING: INVALID, WAITING: None}
RESCUE = {ENABLED: INVALID, DISABLED: INVALID, DELETING: None, WAITING: INVALID}
READ = {ENABLED: None, DISABLED: None, DELETING: None, WAITING: None}


class Place(NamedTuple):
    """Where the key is made."""

    client: Client
    world: World


class KeyStates(RuleBasedStateMachine):
    """One key of our making or with imported material, and what it should be."""

    place: Place
    is_imported: bool

    def __init__(self) -> None:
        super().__init__()
        self.client, self.world = self.place
        self.state = WAITING if self.is_imported else ENABLED
        self.has_material = not self.is_imported
        self.key = (
            new_external_key(self.client)
            if self.is_imported
            else self.client.create_key()["KeyMetadata"]["Arn"]
        )

    @rule()
    def enable(self) -> None:
        self.expect(SWITCH, self.client.enable_key, becomes=ENABLED)

    @rule()
    def disable(self) -> None:
        self.expect(SWITCH, self.client.disable_key, becomes=DISABLED)

    @rule(days=st.integers(7, 30))
    def schedule_deletion(self, days: int) -> None:
        self.expect(
            END,
            self.client.schedule_key_deletion,
            becomes=DELETING,
            PendingWindowInDays=days,
        )

    @rule()
    def cancel_deletion(self) -> None:
        after = DISABLED if self.has_material else WAITING
        self.expect(RESCUE, self.client.cancel_key_deletion, becomes=after)

    @rule()
    def encrypt(self) -> None:
        self.expect(USE, self.client.encrypt, Plaintext=b"x")

    @rule()
    def make_a_data_key(self) -> None:
        self.expect(USE, self.client.generate_data_key, KeySpec="AES_256")

    @rule(text=st.sampled_from(["", "orders", "ä"]))
    def describe_anew(self, text: str) -> None:
        self.expect(EDIT, self.client.update_key_description, Description=text)

    @rule()
    def tag(self) -> None:
        tags = [{"TagKey": "team", "TagValue": "blue"}]
        self.expect(EDIT, self.client.tag_resource, Tags=tags)

    @rule()
    def read_the_policy(self) -> None:
        self.expect(READ, self.client.get_key_policy)

    @precondition(lambda self: self.is_imported and self.state in (ENABLED, WAITING))
    @rule()
    def import_material(self) -> None:
        give(self.client, self.key, MATERIAL)
        self.state, self.has_material = ENABLED, True

    @precondition(lambda self: self.is_imported and self.state == ENABLED)
    @rule()
    def delete_material(self) -> None:
        self.client.delete_imported_key_material(KeyId=self.key)
        self.state, self.has_material = WAITING, False

    @precondition(lambda self: self.state == DELETING)
    @rule()
    def wait_for_the_end(self) -> None:
        self.world.run_due_work(self.client, after=timedelta(days=31))
        self.state = GONE

    @precondition(lambda self: self.state != GONE)
    @rule(days=st.integers(0, 6))
    def wait_a_little(self, days: int) -> None:
        if self.state != DELETING:
            self.world.run_due_work(self.client, after=timedelta(days=days))

    @invariant()
    def the_key_is_what_the_model_says(self) -> None:
        if self.state == GONE:
            assert refusal_of(self.client.describe_key, KeyId=self.key) == ABSENT
            return
        metadata = self.client.describe_key(KeyId=self.key)["KeyMetadata"]
        assert metadata["KeyState"] == self.state
        assert metadata["Enabled"] is (self.state == ENABLED)
        assert ("DeletionDate" in metadata) is (self.state == DELETING)

    def expect(
        self,
        table: Mapping[str, str | None],
        call: Callable[..., Any],
        *,
        becomes: str | None = None,
        **members: Any,
    ) -> None:
        expected = ABSENT if self.state == GONE else table[self.state]
        assert refusal_of(call, KeyId=self.key, **members) == expected
        if expected is None and becomes is not None:
            self.state = becomes


def refusal_of(call: Callable[..., Any], **members: Any) -> str | None:
    try:
        call(**members)
    except ServiceError as error:
        return error.code
    return None


@pytest.mark.parametrize("is_imported", [False, True], ids=["made", "imported"])
def test_every_sequence_of_calls_keeps_to_the_table(
    world: World, alice: Client, *, is_imported: bool
) -> None:
    members = {"place": Place(alice, world), "is_imported": is_imported}
    machine = type("KeyStatesHere", (KeyStates,), members)

    run(machine, settings=settings(max_examples=12, stateful_step_count=15))
