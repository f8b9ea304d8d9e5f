"""The socket through a real server on a real port, with servers that die under it."""

import asyncio
import base64
import json
import os
import signal
import socket
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from inbox.socket.consumer import TICK_SECONDS
from tests.inbox.house import House

pytestmark = pytest.mark.slow
PATIENCE = 60  # only how long a broken product keeps us waiting
# T2 promises five seconds; on a busy machine only that the nudge does it, and no tick.
BEFORE_A_TICK = TICK_SECONDS - 5


def run(scenario: Callable[[], Awaitable[Any]]) -> Any:
    async def bounded() -> Any:
        async with asyncio.timeout(3 * PATIENCE):
            return await scenario()

    return asyncio.run(bounded())


def dial(house: House, token: str) -> connect:
    shown: Any = ["zoetrope.v1", f"bearer.{token}"]
    return connect(house.socket_url, subprotocols=shown, open_timeout=PATIENCE)


async def resume(line: ClientConnection, after: int) -> None:
    await line.send(json.dumps({"resume_after": after}))


async def hear_ids(line: ClientConnection, count: int) -> list[int]:
    heard: list[int] = []
    while len(heard) < count:
        async with asyncio.timeout(PATIENCE):
            message = json.loads(await line.recv())
        if message["type"] == "ping":
            await line.send(json.dumps({"pong": True}))
        else:
            heard.append(message["id"])
    return heard


async def redial(house: House, token: str) -> ClientConnection:
    """As an app does it: again and again, a little later each time."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            return await dial(house, token)
        except (InvalidStatus, OSError, ConnectionClosed):
            await asyncio.sleep(0.3)
    raise AssertionError("it never came back")


async def refused(house: House, **how: Any) -> tuple[int, str]:
    url = how.pop("url", house.socket_url)
    with pytest.raises(InvalidStatus) as caught:
        async with connect(url, open_timeout=PATIENCE, **how):
            pass
    response = caught.value.response
    return response.status_code, json.loads(bytes(response.body))["errors"][0]["code"]


def test_both_ways_of_showing_a_token_work(house: House) -> None:
    person, token = house.do("person")
    house.do("tell", person, 2)

    async def scenario() -> None:
        async with dial(house, token) as line:
            assert line.subprotocol == "zoetrope.v1"
            await resume(line, 0)
            assert await hear_ids(line, 2) == [1, 2]
            await asyncio.to_thread(house.do, "tell", person, 1)
            assert await hear_ids(line, 1) == [3]
        header = {"Authorization": f"Bearer {token}"}
        async with connect(
            house.socket_url, additional_headers=header, open_timeout=PATIENCE
        ) as line:
            await resume(line, 2)
            assert await hear_ids(line, 1) == [3]

    run(scenario)


def test_a_refusal_says_why_before_there_is_a_socket(house: House) -> None:
    _, token = house.do("person")
    shown: dict[str, Any] = {"subprotocols": ["zoetrope.v1", f"bearer.{token}"]}

    async def scenario() -> None:
        assert await refused(house) == (401, "not_authenticated")
        wrong = {"subprotocols": ["zoetrope.v1", "bearer.abc"]}
        assert await refused(house, **wrong) == (401, "authentication_failed")
        url = f"{house.socket_url}?token={token}"
        assert await refused(house, url=url) == (400, "malformed")
        assert await refused(house, origin="https://evil.example", **shown) == (
            403,
            "permission_denied",
        )
        elsewhere = house.socket_url.replace("/ws/v1", "/ws/v2")
        assert await refused(house, url=elsewhere, **shown) == (404, "not_found")
        ours: Any = house.origin
        async with connect(house.socket_url, origin=ours, open_timeout=PATIENCE, **shown) as line:
            assert line.subprotocol == "zoetrope.v1"

    run(scenario)


def test_a_suspension_closes_open_sockets_before_a_tick_would(house: House) -> None:
    person, token = house.do("person")

    async def scenario() -> None:
        async with dial(house, token) as line:
            await resume(line, 0)
            await asyncio.to_thread(house.do, "suspend", person)
            with pytest.raises(ConnectionClosed) as caught:
                async with asyncio.timeout(BEFORE_A_TICK):
                    while True:
                        await line.recv()
        assert caught.value.rcvd
        assert (caught.value.rcvd.code, caught.value.rcvd.reason) == (4401, "account_suspended")
        again = {"subprotocols": ["zoetrope.v1", f"bearer.{token}"]}
        assert await refused(house, **again) == (401, "account_suspended")

    run(scenario)


def http(house: House, token: str, method: str, path: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.request(method, house.origin + path, headers=headers, timeout=60).status_code


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("ban", "account_suspended"),
        ("freeze", "account_suspended"),
        ("delete", "authentication_failed"),
        ("sign_out", "authentication_failed"),
        ("revoke_all", "authentication_failed"),
    ],
)
def test_whoever_loses_access_loses_the_socket(house: House, how: str, reason: str) -> None:
    person, token = house.do("person")

    def lose() -> Any:
        if how == "sign_out":
            return http(house, token, "DELETE", "/_allauth/app/v1/auth/session")
        if how == "revoke_all":
            return http(house, token, "POST", "/api/v1/me/sessions/revoke-all")
        return house.do("lose", person, how)

    async def scenario() -> None:
        async with dial(house, token) as line:
            await resume(line, 0)
            await asyncio.to_thread(lose)
            with pytest.raises(ConnectionClosed) as caught:
                async with asyncio.timeout(BEFORE_A_TICK):
                    while True:
                        await line.recv()
        assert caught.value.rcvd
        assert (caught.value.rcvd.code, caught.value.rcvd.reason) == (4401, reason)

    run(scenario)


def test_a_block_ends_what_tells_of_the_other(house: House) -> None:
    (person, token), (other, others) = house.do("person"), house.do("person")
    assert house.do("tell_of", person, other) == 1
    me = httpx.get(
        f"{house.origin}/api/v1/me", headers={"Authorization": f"Bearer {token}"}, timeout=60
    ).json()

    async def scenario() -> None:
        async with dial(house, token) as line:
            await resume(line, 0)
            assert await hear_ids(line, 1) == [1]
            path = f"/api/v1/people/{me['handle']}/block"
            assert await asyncio.to_thread(http, house, others, "PUT", path) < 300
            await asyncio.to_thread(house.do, "tell_of", person, other)
            last = await asyncio.to_thread(house.do, "tell", person, 1)
            assert await hear_ids(line, 1) == [last]
        async with dial(house, token) as line:
            await resume(line, 0)
            assert await hear_ids(line, 1) == [last], "the old ones neither"

    run(scenario)


def test_quiet_hours_that_a_guardian_set_hold_what_can_wait(house: House) -> None:
    person, token = house.do("person", 15)

    async def scenario() -> None:
        async with dial(house, token) as line:
            await resume(line, 0)
            await asyncio.to_thread(house.do, "silence", person)
            await asyncio.to_thread(house.do, "tell", person, 1)
            await asyncio.to_thread(house.do, "tell_silently", person)
            heard: list[str] = []
            async with asyncio.timeout(PATIENCE):
                while "held" not in heard or heard[-1] != "safeguards.changed":
                    heard.append(json.loads(await line.recv())["type"])
        assert "person.followed" not in heard

    run(scenario)


def test_a_frame_of_megabytes_ends_its_own_socket_alone(house: House) -> None:
    person, token = house.do("person")

    async def scenario() -> None:
        async with dial(house, token) as line, dial(house, token) as other:
            await line.send("x" * 3_000_000)
            with pytest.raises(ConnectionClosed) as caught:
                while True:
                    await line.recv()
            assert caught.value.rcvd
            assert caught.value.rcvd.code == 4413
            await asyncio.to_thread(house.do, "tell", person, 1)
            await resume(other, 0)
            assert await hear_ids(other, 1) == [1]

    run(scenario)


def kill(house: House, server: str) -> None:
    """kill -9 of a server's main process."""
    pid = {one.name: one.pid for one in house.servers.status().servers}[server]
    assert pid
    os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("server", ["redis", "postgres"])
def test_a_killed_server_costs_no_event_and_repeats_none(house: House, server: str) -> None:
    person, token = house.do("person")
    house.do("tell", person, 3)
    heard: list[int] = []

    async def scenario() -> None:
        line = await redial(house, token)
        await resume(line, 0)
        heard.extend(await hear_ids(line, 3))
        kill(house, server)
        status = (await refused_or_none(house, token)) or 503
        assert status == 503, "away is said as away"
        await asyncio.to_thread(house.servers.start)
        assert await asyncio.to_thread(house.do, "tell", person, 2) == 5
        while len(heard) < 5:
            try:
                heard.extend(await hear_ids(line, 1))
            except (ConnectionClosed, TimeoutError):
                line = await redial(house, token)
                await resume(line, heard[-1])
        await asyncio.to_thread(house.do, "tell", person, 1)
        heard.extend(await hear_ids(line, 1))
        await line.close()

    run(scenario)
    assert heard == [1, 2, 3, 4, 5, 6]


async def refused_or_none(house: House, token: str) -> int | None:
    try:
        async with dial(house, token):
            return None
    except InvalidStatus as error:
        return error.response.status_code


def test_a_killed_web_process_costs_no_event_and_repeats_none(house: House) -> None:
    person, token = house.do("person")
    house.do("tell", person, 2)

    async def scenario() -> None:
        line = await redial(house, token)
        await resume(line, 0)
        assert await hear_ids(line, 2) == [1, 2]
        house.kill_worker()
        with pytest.raises(ConnectionClosed):
            await line.recv()
        await asyncio.to_thread(house.do, "tell", person, 1)
        line = await redial(house, token)
        await resume(line, 2)
        assert await hear_ids(line, 1) == [3]
        await line.close()

    run(scenario)


def test_a_client_that_takes_nothing_is_cut_off_when_it_must_go(house: House) -> None:
    """Its buffers are full, so not even a close reaches it; its place is free all the same."""
    person, token = house.do("person")
    house.do("tell_many", person, 80_000)
    with socket.create_connection(("127.0.0.1", house.port)) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.sendall(
            b"GET /ws/v1 HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nAuthorization: Bearer " + token.encode() + b"\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + base64.b64encode(bytes(16))
            + b"\r\n\r\n"
        )  # fmt: skip
        assert line.recv(12) == b"HTTP/1.1 101"
        line.sendall(masked(b'{"resume_after": 0}'))
        time.sleep(3)
        assert house.do("places", person) == 1
        house.do("suspend", person)
        deadline = time.monotonic() + PATIENCE
        while house.do("places", person) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert house.do("places", person) == 0


def masked(text: bytes) -> bytes:
    """A client's frame, RFC 6455 part 5.2, with the mask 0."""
    return bytes([0x81, 0x80 | len(text)]) + bytes(4) + text


def test_the_log_of_the_server_holds_no_token(house: House) -> None:
    _, token = house.do("person")
    run(lambda: refused(house, url=f"{house.socket_url}?token={token}"))
    text = Path(house.home / "log").read_text()
    assert "socket" in text
    assert token not in text
    assert token.split(".")[2] not in text
