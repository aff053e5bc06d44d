"""Grants through REST."""

from tests.rest.people import RestClient
from tests.world import Client


def test_a_grant_is_made_listed_and_revoked(
    api: RestClient, alice: Client, key_id: str
) -> None:
    made = api.post(
        f"keys/{key_id}/grants",
        grantee_principal=alice.arn,
        operations=["Encrypt"],
        constraints={"encryption_context_subset": {"app": "orders"}},
    )
    grant_id = made.json()["grant_id"]
    assert made.status_code == 201
    assert made.headers["Location"].endswith(f"keys/{key_id}/grants/{grant_id}")
    (grant,) = api.get(f"keys/{key_id}/grants").json()["grants"]
    assert grant["grant_id"] == grant_id
    assert grant["grantee_principal"] == alice.arn
    assert grant["constraints"] == {"encryption_context_subset": {"app": "orders"}}
    assert api.delete(f"keys/{key_id}/grants/{grant_id}").status_code == 204
    assert api.get(f"keys/{key_id}/grants").json()["grants"] == []


def test_a_grant_is_retired_by_either_name(
    api: RestClient, alice: Client, key_id: str
) -> None:
    def made() -> dict[str, str]:
        answer: dict[str, str] = api.post(
            f"keys/{key_id}/grants",
            grantee_principal=alice.arn,
            retiring_principal=alice.arn,
            operations=["Encrypt"],
        ).json()
        return answer

    by_id, by_token = made(), made()
    listed = api.get("retirable-grants", retiring_principal=alice.arn).json()
    assert {grant["grant_id"] for grant in listed["grants"]} == {
        by_id["grant_id"],
        by_token["grant_id"],
    }
    path = f"keys/{key_id}/grants/{by_id['grant_id']}/retire"
    assert api.post(path).status_code == 204
    retired = api.post("retire-grant", grant_token=by_token["grant_token"])
    assert retired.status_code == 204
    assert api.get(f"keys/{key_id}/grants").json()["grants"] == []


def test_a_stranger_grants_nothing(
    stranger: RestClient, alice: Client, mallory: Client, key_id: str
) -> None:
    arn = f"arn:aws:kms:us-east-1:{alice.account_id}:key/{key_id}"
    refused = stranger.post(
        f"keys/{arn}/grants", grantee_principal=mallory.arn, operations=["Encrypt"]
    )
    assert refused.json()["code"] == "AccessDeniedException"
    assert alice.list_grants(KeyId=key_id)["Grants"] == []
