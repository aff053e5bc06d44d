"""DescribeCustomKeyStores."""

import pytest

from tests.world import Client, refused


def test_there_are_none(alice: Client) -> None:
    assert alice.describe_custom_key_stores() == {
        "CustomKeyStores": [],
        "Truncated": False,
    }


@pytest.mark.parametrize("member", ["CustomKeyStoreId", "CustomKeyStoreName"])
def test_a_store_that_is_named_is_not_found(alice: Client, member: str) -> None:
    with refused(
        "CustomKeyStoreNotFoundException", "Custom key store 'cks-1' does not exist."
    ):
        alice.describe_custom_key_stores(**{member: "cks-1"})


def test_a_store_is_named_in_one_way(alice: Client) -> None:
    with refused("ValidationException"):
        alice.describe_custom_key_stores(
            CustomKeyStoreId="cks-1", CustomKeyStoreName="hsm"
        )


def test_no_marker_can_be_true(alice: Client) -> None:
    with refused("InvalidMarkerException"):
        alice.describe_custom_key_stores(Marker="next")
