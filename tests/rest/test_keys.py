"""Keys and what belongs to them, through REST."""

import json

from tests.rest.people import RestClient
from tests.world import Client


def test_a_key_is_made_where_its_location_says(api: RestClient) -> None:
    tags = [{"tag_key": "team", "tag_value": "shop"}]
    made = api.post("keys", description="orders", tags=tags)
    assert made.status_code == 201
    metadata = made.json()["key_metadata"]
    assert made.headers["Location"] == f"/api/v1/keys/{metadata['key_id']}"
    found = api.browser.get(made.headers["Location"])
    assert found.status_code == 200
    assert found.json() == {"key_metadata": metadata}
    assert metadata["description"] == "orders"
    assert metadata["creation_date"].endswith("Z")
    assert "deletion_date" not in metadata


def test_a_key_is_found_by_its_arn_and_by_its_alias(
    api: RestClient, key_id: str
) -> None:
    made = api.post("aliases", alias_name="alias/a/b", target_key_id=key_id)
    arn = api.get(f"keys/{key_id}").json()["key_metadata"]["arn"]
    assert made.status_code == 201
    for name in (arn, "alias/a/b", f"{arn.rpartition(':')[0]}:alias/a/b"):
        found = api.get(f"keys/{name}")
        assert found.json()["key_metadata"]["key_id"] == key_id


def test_keys_are_searched_by_text_and_state(api: RestClient, key_id: str) -> None:
    api.post("keys", description="invoices")
    found = api.get("keys", text="orders", states=["Enabled", "Disabled"])
    assert [row["key_id"] for row in found.json()["keys"]] == [key_id]
    assert api.get("keys", states="Disabled").json()["keys"] == []
    assert api.get("key-summary").json()["total"] == 2


def test_pages_are_turned_by_cursor_and_by_link(api: RestClient, key_id: str) -> None:
    api.post("keys", description="invoices")
    for path in ("keys", "key-ids"):
        first = api.get(path, limit=1)
        assert first.json()["truncated"] is True
        link = first.headers["Link"]
        assert link.endswith('>; rel="next"')
        second = api.browser.get(link.partition(">")[0].removeprefix("<"))
        assert "Link" not in second.headers
        cursor = first.json()["next_marker"]
        assert api.get(path, limit=1, cursor=cursor).json() == second.json()
        pages = (first, second)
        found = {page.json()["keys"][0]["key_id"] for page in pages}
        assert len(found) == 2


def test_a_key_is_disabled_and_enabled(api: RestClient, key_id: str) -> None:
    disabled = api.post(f"keys/{key_id}/disable")
    assert (disabled.status_code, disabled.content) == (204, b"")
    refused = api.post(f"keys/{key_id}/encrypt", plaintext="YQ==")
    assert refused.status_code == 409
    assert refused.json()["code"] == "DisabledException"
    assert api.post(f"keys/{key_id}/enable").status_code == 204
    assert api.post(f"keys/{key_id}/encrypt", plaintext="YQ==").status_code == 200


def test_a_key_is_scheduled_for_deletion_and_kept(api: RestClient, key_id: str) -> None:
    path = f"keys/{key_id}/schedule-deletion"
    scheduled = api.post(path, pending_window_in_days=7)
    assert scheduled.json()["key_state"] == "PendingDeletion"
    assert api.post(f"keys/{key_id}/cancel-deletion").status_code == 200


def test_a_description_is_changed(api: RestClient, key_id: str) -> None:
    assert api.patch(f"keys/{key_id}", description="new").status_code == 204
    found = api.get(f"keys/{key_id}").json()
    assert found["key_metadata"]["description"] == "new"


def test_a_policy_is_read_and_put(api: RestClient, key_id: str) -> None:
    assert api.get(f"keys/{key_id}/policies").json()["policy_names"] == ["default"]
    policy = api.get(f"keys/{key_id}/policy").json()["policy"]
    assert json.loads(policy)["Version"]
    assert api.put(f"keys/{key_id}/policy", policy=policy).status_code == 204


def test_tags_are_set_and_removed(api: RestClient, key_id: str) -> None:
    tags = [{"tag_key": name, "tag_value": "x"} for name in ("a", "b", "c")]
    assert api.post(f"keys/{key_id}/tags", tags=tags).status_code == 204
    assert api.delete(f"keys/{key_id}/tags", tag_keys=["a", "b"]).status_code == 204
    found = api.get(f"keys/{key_id}/tags").json()["tags"]
    assert found == [{"tag_key": "c", "tag_value": "x"}]


def test_rotation_is_switched_and_asked_for(api: RestClient, key_id: str) -> None:
    path = f"keys/{key_id}/rotation"
    assert api.put(path, rotation_period_in_days=90).status_code == 204
    assert api.get(path).json()["rotation_period_in_days"] == 90
    assert api.delete(path).status_code == 204
    assert api.get(path).json()["key_rotation_enabled"] is False
    assert api.post(f"keys/{key_id}/rotate").status_code == 200
    assert api.get(f"keys/{key_id}/rotations").status_code == 200


def test_an_alias_is_made_moved_and_deleted(api: RestClient, key_id: str) -> None:
    made = api.post("aliases", alias_name="alias/orders", target_key_id=key_id)
    assert (made.status_code, made.content) == (201, b"")
    assert made.headers["Location"] == "/api/v1/aliases/orders"
    again = api.post("aliases", alias_name="alias/orders", target_key_id=key_id)
    assert again.status_code == 409
    assert api.put("aliases/orders", target_key_id=key_id).status_code == 204
    found = api.get("aliases", key_id=key_id).json()["aliases"]
    assert [entry["alias_name"] for entry in found] == ["alias/orders"]
    assert api.delete("aliases/orders").status_code == 204
    assert api.delete("aliases/orders").status_code == 404


def test_a_stranger_cannot_see_the_key(
    alice: Client, stranger: RestClient, key_id: str
) -> None:
    assert stranger.get(f"keys/{key_id}").status_code == 404
    arn = alice.describe_key(KeyId=key_id)["KeyMetadata"]["Arn"]
    refused = stranger.get(f"keys/{arn}")
    assert refused.status_code == 403
    assert refused.json()["code"] == "AccessDeniedException"
    assert stranger.get("keys").json()["keys"] == []
