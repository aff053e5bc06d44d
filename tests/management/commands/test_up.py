"""``manage.py up``: one command to a portal that answers, and cleanly back."""

import signal
import subprocess
import sys
from pathlib import Path

import httpx

from tests.servers.portal import (
    PASSWORD,
    ROOT,
    RunningPortal,
    clean_environment,
    fresh_portal,
    read_credentials,
    running_portal,
)
from tests.servers.processes import free_port, wait_until


def up(data_dir: Path, port: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "manage.py"), "up"]
    command += ["--data-dir", str(data_dir), "--port", str(port)]
    return subprocess.run(
        command,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_it_is_ready_and_says_how_to_use_it(portal: RunningPortal) -> None:
    assert httpx.get(f"{portal.address}/readyz").json() == {"status": "ready"}
    assert httpx.get(f"{portal.address}/healthz").json() == {"status": "alive"}
    wait_until(lambda: "KMS Portal is ready." in portal.output)
    assert f"export AWS_ENDPOINT_URL={portal.address}" in portal.output
    assert f"AWS_SHARED_CREDENTIALS_FILE={portal.data_dir}/credentials" in portal.output


def test_no_secret_is_said_or_readable_by_others(portal: RunningPortal) -> None:
    assert portal.secret_access_key not in portal.output
    assert PASSWORD not in portal.output
    open_to_others = [
        path
        for path in [portal.data_dir, *portal.data_dir.iterdir()]
        if path.stat().st_mode & 0o077
    ]
    assert open_to_others == []


def test_a_second_supervisor_on_the_same_folder_is_refused(
    portal: RunningPortal,
) -> None:
    second = up(portal.data_dir, free_port())
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert "is in use" in second.stderr


def test_a_taken_port_touches_nothing(portal: RunningPortal, tmp_path: Path) -> None:
    taken = int(portal.address.rpartition(":")[2])
    second = up(tmp_path / "data", taken)
    assert second.returncode == 1
    assert second.stderr == (
        f"Port {taken} on 127.0.0.1 is taken by another program;"
        " choose another with PORT=.\n"
    )
    assert not (tmp_path / "data").exists()


def test_stopped_and_started_again_everything_is_there(tmp_path: Path) -> None:
    with running_portal(tmp_path) as first:
        before = read_credentials(first.data_dir / "credentials")
        first.process.send_signal(signal.SIGINT)
        assert first.process.wait(30) == 0
        assert "Traceback" not in first.output
    with running_portal(tmp_path) as second:
        assert read_credentials(second.data_dir / "credentials") == before
        assert "is open." not in second.output


def test_a_wrong_root_key_refuses_with_a_sentence(tmp_path: Path) -> None:
    with running_portal(tmp_path):
        pass
    (tmp_path / "data" / "root.key").write_text("11" * 32)
    refused = up(tmp_path / "data", free_port())
    assert refused.returncode == 1
    assert "The root key is not the one" in refused.stdout + refused.stderr
    assert "Traceback" not in refused.stdout + refused.stderr


def test_real_servers_change_nothing_else(postgresql_url: str, redis_url: str) -> None:
    servers = {
        "DATABASE_URL": postgresql_url,
        "REDIS_URL": redis_url,
        "KMSPORTAL_WIRE_WORKERS": "2",
    }
    with fresh_portal(servers) as portal:
        assert httpx.get(f"{portal.address}/readyz").status_code == 200
        assert portal.manage("create_account", "--name", "other", "--json")
        assert list(portal.data_dir.glob("*.sqlite3")) == []
