"""Everything behind one port, through a real server: requests, media, static files."""

import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from config.asgi import THREADS
from tests.inbox.house import House

pytestmark = pytest.mark.slow
SIZE = 256 * 12_000
PATIENCE = 60  # only how long a broken product keeps us waiting


def raw(house: House, request: bytes) -> tuple[int, bytes]:
    """Bytes as they are, as no library would send them; status and the whole answer."""
    with socket.create_connection(("127.0.0.1", house.port), timeout=PATIENCE) as line:
        line.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += line.recv(65536)
        return int(answer.split()[1]), answer


def code(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["errors"][0]["code"]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_requests_reuse_a_connection_for_each_thread(house: House) -> None:
    """n = 200, 16 at once; the socket side has one connection more."""
    person, token = house.do("person")
    house.do("tell", person, 20)

    with httpx.Client(base_url=house.origin, timeout=PATIENCE) as client:

        def ask(_: int) -> int:
            return client.get("/api/v1/me/events", headers=bearer(token)).status_code

        with ThreadPoolExecutor(16) as pool:
            assert set(pool.map(ask, range(200))) == {200}
            first = house.do("connections")
            assert set(pool.map(ask, range(200))) == {200}
    assert first <= THREADS + 1
    assert house.do("connections") <= THREADS + 1


def test_the_twin_gives_what_the_socket_gives(house: House) -> None:
    person, token = house.do("person")
    house.do("tell", person, 3)
    response = httpx.get(
        f"{house.origin}/api/v1/me/events?after=1", headers=bearer(token), timeout=PATIENCE
    )
    assert [event["id"] for event in response.json()["results"]] == [2, 3]


def test_a_body_beyond_the_limit_is_refused_before_it_is_sent(house: House) -> None:
    head = b"POST /api/v1/generations HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    status, answer = raw(house, head + b"Content-Length: 9000000000\r\n\r\n")
    assert status == 413
    assert b'"too_large"' in answer
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    status, _ = raw(house, head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 5)
    assert status == 413


def test_a_head_has_no_body(house: House) -> None:
    got, head = (
        httpx.get(f"{house.origin}/livez", timeout=PATIENCE),
        httpx.head(f"{house.origin}/livez", timeout=PATIENCE),
    )
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == got.headers["content-length"] == str(len(got.content))


@pytest.mark.parametrize(
    ("target", "headers", "expected"),
    [
        (b"/api/v1/%ff", b"", 404),
        (b"/api/v1/%00", b"", 404),
        (b"/api/v1/\xc3\xa9?q=\xc3\xa9", b"", 404),
        (b"/livez?q=%ff", b"", 200),
        (b"/livez", b"Host: 127.0.0.1\r\nHost: evil.example\r\n", 400),
        (b"/livez", b"Content-Length: 1\r\nContent-Length: 2\r\n", 400),
        (b"/livez", b"Cookie: a=1\r\nCookie: b=2\r\nX_Forwarded_For: 1.2.3.4\r\n", 200),
    ],
)
def test_odd_requests_get_an_answer_and_no_500(
    house: House, target: bytes, headers: bytes, expected: int
) -> None:
    host = b"" if b"Host:" in headers else b"Host: 127.0.0.1\r\n"
    status, _ = raw(house, b"GET " + target + b" HTTP/1.1\r\n" + host + headers + b"\r\n")
    assert status in (expected, 400)
    assert httpx.get(f"{house.origin}/livez", timeout=PATIENCE).status_code == 200


def test_clients_that_leave_do_not_wear_the_server_out(house: House) -> None:
    _, token = house.do("person")
    request = (
        b"GET /api/v1/me/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
        + token.encode()
        + b"\r\n\r\n"
    )
    for _ in range(5 * THREADS):
        with socket.create_connection(("127.0.0.1", house.port), timeout=PATIENCE) as line:
            line.sendall(request)
    head = b"POST /api/v1/generations HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{"
    for _ in range(5 * THREADS):
        with socket.create_connection(("127.0.0.1", house.port), timeout=PATIENCE) as line:
            line.sendall(head)
    assert httpx.get(f"{house.origin}/readyz", timeout=PATIENCE).status_code == 200


def test_slow_senders_hold_no_thread(house: House) -> None:
    head = b"POST /api/v1/generations HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{"
    lines = [
        socket.create_connection(("127.0.0.1", house.port), timeout=PATIENCE)
        for _ in range(5 * THREADS)
    ]
    try:
        for line in lines:
            line.sendall(head)
        assert httpx.get(f"{house.origin}/livez", timeout=25).status_code == 200
    finally:
        for line in lines:
            line.close()


def test_media_comes_whole_in_parts_and_until_it_moves(house: House) -> None:
    key, url = house.do("store", SIZE)
    whole = httpx.get(house.origin + url, timeout=PATIENCE)
    assert (whole.status_code, len(whole.content)) == (200, SIZE)
    assert whole.headers["content-length"] == str(SIZE)
    assert whole.headers["content-type"] == "video/mp4"
    assert whole.headers["accept-ranges"] == "bytes"
    part = httpx.get(
        house.origin + url, headers={"Range": "bytes=1000000-1999999"}, timeout=PATIENCE
    )
    assert (part.status_code, part.content) == (206, whole.content[1_000_000:2_000_000])
    head = httpx.head(house.origin + url, timeout=PATIENCE)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(SIZE)
    assert code(httpx.get(house.origin + url + "x", timeout=PATIENCE)) == (403, "url_invalid")
    house.do("move", key)
    assert code(httpx.get(house.origin + url, timeout=PATIENCE)) == (404, "not_found")


@pytest.mark.parametrize(
    "path",
    [
        b"/media/../data/keys/secret_key",
        b"/media/out/../../keys/secret_key",
        b"/media/out/%2e%2e/%2e%2e/keys/secret_key",
        b"/media/out/..%2f..%2fkeys%2fsecret_key",
        b"/media//etc/passwd",
        b"/media/%2fetc%2fpasswd",
        b"/media/out/a.mp4%00.webp",
        b"/media/",
        b"/media/out/",
        b"/static/../keys/secret_key",
        b"/static/%2e%2e/keys/secret_key",
        b"/static/..%2fkeys%2fsecret_key",
    ],
)
def test_no_path_leads_to_what_is_not_served(house: House, path: bytes) -> None:
    secret = (house.home / "data" / "keys" / "secret_key").read_bytes().strip()
    status, answer = raw(
        house, b"GET " + path + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    )
    assert status in (400, 403, 404)
    assert secret not in answer


def test_static_files_come_from_the_server_itself(house: House) -> None:
    response = httpx.get(f"{house.origin}/static/hello.txt", timeout=PATIENCE)
    assert (response.status_code, response.text) == (200, "hello")


def test_a_plain_request_to_the_socket_is_not_found(house: House) -> None:
    response: Any = httpx.get(f"{house.origin}/ws/v1", timeout=PATIENCE)
    assert response.status_code == 404


def test_it_stops_at_once_though_sockets_are_open(house: House) -> None:
    """Stands last: whoever needs the server after this starts it again."""
    from websockets.sync.client import connect

    _, token = house.do("person")
    with connect(house.socket_url, additional_headers=bearer(token), open_timeout=PATIENCE) as line:
        line.send('{"resume_after": 0}')
        house.web.terminate()
        assert house.web.wait(30) == 0
    house.open_doors()
    house.await_up()
