"""Explaining and reviewing access through REST."""

import csv
import io
from typing import Any

from tests.keys.policies import account_root, deny, policy_of, trust
from tests.rest.people import RestClient
from tests.world import Client


def test_access_is_explained(api: RestClient, alice: Client, key_id: str) -> None:
    answer = api.post(
        "explain", principal_arn=alice.arn, action="kms:Encrypt", key_id=key_id
    )
    assert answer.status_code == 200
    assert answer.json()["decision"] == "allowed"
    assert [layer["layer"] for layer in answer.json()["layers"] if layer["is_deciding"]]


def test_a_policy_is_previewed(api: RestClient, alice: Client, key_id: str) -> None:
    text = policy_of(
        trust(account_root(alice.account_id)), deny("kms:Sign", Principal="*")
    )
    answer = api.post(f"keys/{key_id}/policy/preview", policy=text, days=7)
    assert answer.status_code == 200
    assert answer.json()["changes"] == []


def test_a_review_is_json_or_csv(api: RestClient, alice: Client, key_id: str) -> None:
    found = api.get(f"keys/{key_id}/access", action="DisableKey").json()["entries"]
    answer = _as_csv(api, f"keys/{key_id}/access?action=DisableKey")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [row["principal"] for row in rows] == [one["principal"] for one in found]
    mine = _as_csv(api, f"access?principal_arn={alice.arn}&action=DisableKey")
    assert f"{key_id},{alice.arn},User,kms:DisableKey,always" in mine.content.decode()


def test_pages_of_a_csv_are_linked(api: RestClient, key_id: str) -> None:
    answer = _as_csv(api, f"keys/{key_id}/access?limit=1")
    assert 'rel="next"' in answer.headers["Link"]


def test_a_refusal_is_a_problem_in_any_form(
    api: RestClient, stranger: RestClient, alice: Client, key_id: str
) -> None:
    answer = _as_csv(stranger, f"keys/{key_id}/access")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "NotFoundException"
    arn = alice.describe_key(KeyId=key_id)["KeyMetadata"]["Arn"]
    for path in ("access", "policy/preview"):
        method = stranger.get if path == "access" else stranger.post
        members = {} if path == "access" else {"policy": policy_of(trust("*"))}
        assert method(f"keys/{arn}/{path}", **members).status_code == 404
    asked = {"action": "kms:Encrypt", "key_id": arn}
    assert stranger.post("explain", principal_arn=alice.arn, **asked).status_code == 400


def test_policies_are_simulated(api: RestClient) -> None:
    asked = {"policy_input_list": [policy_of(deny("kms:*"))]}
    answer = api.post(
        "iam/simulate-custom-policy", action_names=["kms:Encrypt"], **asked
    )
    (result,) = answer.json()["evaluation_results"]
    assert result["eval_decision"] == "explicitDeny"


def _as_csv(api: RestClient, path: str) -> Any:
    return api.browser.get(f"/api/v1/{path}", headers={"Accept": "text/csv"})
