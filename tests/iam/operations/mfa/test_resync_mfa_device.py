"""ResyncMFADevice."""

from tests.iam.devices import Device, new_device
from tests.world import Client, refused


def resync(admin: Client, device: Device, *, ahead: int) -> None:
    admin.iam.resync_mfa_device(
        UserName="bob",
        SerialNumber=device.serial,
        AuthenticationCode1=device.code(ahead=ahead),
        AuthenticationCode2=device.code(ahead=ahead + 1),
    )


def test_a_clock_that_went_astray_is_followed(
    alice: Client, bob: Client, phone: Device
) -> None:
    shown = {"SerialNumber": phone.serial, "TokenCode": phone.code(ahead=22)}
    with refused("AccessDeniedException"):
        bob.sts.get_session_token(**shown)
    resync(alice, phone, ahead=20)
    bob.sts.get_session_token(**shown)


def test_codes_that_were_used_do_not_count(alice: Client, phone: Device) -> None:
    resync(alice, phone, ahead=20)
    with refused("InvalidAuthenticationCodeException"):
        resync(alice, phone, ahead=20)


def test_it_is_the_users_device(alice: Client, bob: Client) -> None:
    with refused("NoSuchEntityException", "MFA Device invalid for user."):
        resync(alice, new_device(alice), ahead=0)


def test_a_stranger_finds_no_user(mallory: Client, phone: Device) -> None:
    with refused("NoSuchEntityException", "The user with name bob cannot be found."):
        resync(mallory, phone, ahead=0)
