"""ListVirtualMFADevices."""

from tests.iam.devices import Device, new_device
from tests.world import Client, World, refused


def test_all_or_those_that_somebody_has(alice: Client, phone: Device) -> None:
    spare = new_device(alice, "spare")
    listed = alice.iam.list_virtual_mfa_devices()["VirtualMFADevices"]
    assert len(listed) == 2
    (has_user,) = alice.iam.list_virtual_mfa_devices(AssignmentStatus="Assigned")[
        "VirtualMFADevices"
    ]
    assert has_user["SerialNumber"] == phone.serial
    assert (has_user["User"]["UserName"], has_user["EnableDate"]) == (
        "bob",
        "2026-11-23T12:00:00Z",
    )
    free = alice.iam.list_virtual_mfa_devices(AssignmentStatus="Unassigned")
    assert free["VirtualMFADevices"] == [{"SerialNumber": spare.serial}]


def test_the_summary_counts_them(alice: Client, phone: Device) -> None:
    new_device(alice, "spare")
    counted = alice.iam.get_account_summary()["SummaryMap"]
    assert (counted["MFADevices"], counted["MFADevicesInUse"]) == (2, 1)


def test_a_stranger_sees_none(world: World, mallory: Client, phone: Device) -> None:
    assert mallory.iam.list_virtual_mfa_devices()["VirtualMFADevices"] == []
    with refused("AccessDeniedException"):
        world.user(mallory, "eve").iam.list_virtual_mfa_devices()
