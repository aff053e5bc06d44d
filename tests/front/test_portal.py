"""The front hands requests and answers on, whole and with nothing of its own lost."""

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.front.worlds import LIMIT, Backend, backend_on, front_before
from tests.servers.processes import wait_until


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "portal.sock"


@pytest.fixture
def backend(path: Path) -> Iterator[Backend]:
    with backend_on(path) as backend:
        yield backend


@pytest.fixture
def client(path: Path) -> Iterator[httpx.Client]:
    with (
        front_before(path) as address,
        httpx.Client(base_url=address, trust_env=False) as client,
    ):
        yield client


def test_the_answer_comes_back_as_it_was_made(
    backend: Backend, client: httpx.Client
) -> None:
    backend.status = 201
    backend.headers = [
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
        ("Content-Encoding", "br"),
        ("X-Made-By", "portal"),
    ]
    with client.stream("GET", "/console/") as response:
        body = b"".join(response.iter_raw())
    assert (response.status_code, body) == (201, b"hello")
    assert response.headers.get_list("set-cookie") == ["a=1", "b=2"]
    assert response.headers["x-made-by"] == "portal"


@pytest.mark.parametrize(
    "target",
    ["/console/keys/?q=a%20b&q=%2F", "/a%2Fb/../c//d", "/%C3%A9;x=1?", "/?x=%zz"],
)
def test_the_target_is_not_rewritten(
    backend: Backend, client: httpx.Client, target: str
) -> None:
    request = client.build_request(
        "GET", "/", extensions={"target": target.encode("ascii")}
    )
    client.send(request)
    assert backend.seen[0].target.rstrip("?") == target.rstrip("?")


@pytest.mark.parametrize("size", [0, 1, 70_000, LIMIT])
def test_a_body_arrives_whole(
    backend: Backend, client: httpx.Client, size: int
) -> None:
    assert client.post("/api/v1/keys", content=b"x" * size).status_code == 200
    assert backend.seen[0].body == b"x" * size


def test_a_body_without_a_length_gets_one(
    backend: Backend, client: httpx.Client
) -> None:
    client.post("/api/v1/keys", content=iter([b"one", b"two"]))
    assert backend.seen[0].body == b"onetwo"
    assert backend.seen[0].values("transfer-encoding") == []


def test_too_large_a_body_is_refused_by_its_length(
    backend: Backend, client: httpx.Client
) -> None:
    response = client.post("/api/v1/keys", content=b"x" * (LIMIT + 1))
    assert response.status_code == 413
    assert response.json()["title"] == "Request Entity Too Large"
    assert backend.seen == []


def test_too_large_a_body_is_refused_by_its_size(
    backend: Backend, client: httpx.Client
) -> None:
    chunks = iter([b"x" * LIMIT, b"x"])
    assert client.post("/api/v1/keys", content=chunks).status_code == 413
    assert backend.seen == []


def test_headers_of_one_connection_stay_there(
    backend: Backend, client: httpx.Client
) -> None:
    backend.headers = [("Keep-Alive", "timeout=5"), ("Server", "hidden")]
    sent = {"Connection": "keep-alive, X-Private", "X-Private": "1", "TE": "trailers"}
    response = client.get("/console/", headers=sent)
    assert not {"keep-alive", "server"} & set(response.headers) - {"server"}
    assert response.headers.get("server") != "hidden"
    (seen,) = backend.seen
    assert seen.values("x-private") == seen.values("te") == []


def test_only_the_front_says_who_the_client_is(
    backend: Backend, client: httpx.Client
) -> None:
    forged = {
        "X-Forwarded-For": "203.0.113.9",
        "X_Forwarded_For": "203.0.113.9",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Port": "1",
        "Forwarded": "for=203.0.113.9",
        "X-Real-IP": "203.0.113.9",
    }
    client.get("/console/", headers=forged)
    (seen,) = backend.seen
    assert seen.values("x-forwarded-for") == ["127.0.0.1"]
    assert seen.values("x-forwarded-proto") == ["http"]
    assert seen.values("x-forwarded-host") == seen.values("host")
    assert "203.0.113.9" not in str(seen.headers)
    assert "evil.example" not in str(seen.headers)


def test_a_trusted_proxy_says_who_the_client_is(path: Path, backend: Backend) -> None:
    told = {
        "X-Forwarded-For": "6.6.6.6, 203.0.113.9",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "kms.example",
    }
    with front_before(path, trusted=("127.0.0.0/8",)) as address:
        httpx.get(f"{address}/console/", headers=told, trust_env=False)
    (seen,) = backend.seen
    assert seen.values("x-forwarded-for") == ["203.0.113.9"]
    assert seen.values("x-forwarded-proto") == ["https"]
    assert seen.values("host") == ["kms.example"]


def test_a_portal_that_is_down_is_a_small_clear_answer(client: httpx.Client) -> None:
    response = client.get("/api/v1/keys")
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["retry-after"] == "2"


def test_a_browser_is_told_on_a_page(client: httpx.Client) -> None:
    response = client.get("/console/", headers={"Accept": "text/html"})
    assert response.status_code == 503
    assert "<h1>Service Unavailable</h1>" in response.text


def test_an_answer_that_breaks_off_is_not_taken_for_whole(
    backend: Backend, client: httpx.Client
) -> None:
    backend.claimed_length = 1_000
    with pytest.raises(httpx.RemoteProtocolError):
        client.get("/console/")


def test_a_client_that_leaves_costs_nobody_anything(
    backend: Backend, client: httpx.Client
) -> None:
    backend.may_answer.clear()
    address = (client.base_url.host, client.base_url.port or 0)
    with contextlib.closing(socket.create_connection(address)) as leaver:
        leaver.sendall(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
        wait_until(lambda: backend.seen)
    backend.may_answer.set()
    assert client.get("/console/").status_code == 200
