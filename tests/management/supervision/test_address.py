"""The places the portal listens at."""

import socket
from pathlib import Path

import pytest

from kmsportal.management.supervision import address
from kmsportal.management.supervision.refusal import CannotStartError


def test_a_free_port_is_listened_on() -> None:
    with (
        address.listen("127.0.0.1", 0) as listener,
        socket.create_connection(listener.getsockname()) as connection,
    ):
        assert connection.getpeername() == listener.getsockname()


def test_a_taken_port_is_refused_in_one_sentence() -> None:
    with address.listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        sentence = f"^Port {port} on 127.0.0.1 is taken by another program; .*PORT=.$"
        with pytest.raises(CannotStartError, match=sentence):
            address.listen("127.0.0.1", port)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_number_that_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(CannotStartError, match=f"^Port {port} is no port"):
        address.listen("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(CannotStartError, match="is not an address of this machine"):
        address.listen("192.0.2.1", 8000)


def test_the_portal_socket_lies_in_the_data_folder(tmp_path: Path) -> None:
    data_dir = tmp_path / "d"
    data_dir.mkdir()
    found = address.portal_socket(data_dir)
    assert found.name == "portal.sock"
    assert found.parent.stat().st_mode & 0o077 == 0


def test_a_long_folder_name_gets_a_socket_that_fits(tmp_path: Path) -> None:
    found = address.portal_socket(tmp_path / ("long" * 30))
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(found))
    found.unlink()
    assert found.parent.stat().st_mode & 0o077 == 0
    found.parent.rmdir()
