"""CreateAlertRule: who may, and what is refused."""

from typing import Any

import pytest

from tests.audit.outputs.worlds import SECRET, create_rule
from tests.keys.ledger import last_record
from tests.world import Client, World, refused

EMAIL = "security@example.com"


def test_the_webhook_s_secret_is_shown_once(alice: Client) -> None:
    made = create_rule(alice, Email=EMAIL, EndpointURL="https://x.example.com/token")
    assert len(made["Secret"]) == 64
    assert made["AlertRule"]["EndpointHost"] == "https://x.example.com"
    assert "token" not in str(last_record(alice)["requestParameters"])


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"Email": "nobody"},
        {"Email": EMAIL, "Secret": SECRET},
        {"EndpointURL": "https://127.0.0.1/"},
    ],
)
def test_what_cannot_work_is_refused(alice: Client, members: dict[str, Any]) -> None:
    with refused("ValidationException"):
        create_rule(alice, **members)


def test_a_name_is_taken_once(alice: Client) -> None:
    create_rule(alice, Email=EMAIL)
    with refused("AlreadyExistsException"):
        create_rule(alice, Email=EMAIL)


def test_a_user_without_a_policy_is_refused(world: World, alice: Client) -> None:
    with refused("AccessDeniedException"):
        create_rule(world.user(alice, "bob"), Email=EMAIL)
