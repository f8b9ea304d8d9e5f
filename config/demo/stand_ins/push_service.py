"""A push service of this machine: HTTP/2 over TLS with a CA of its own, as Apple's speaks.

Not Apple's: it checks what Apple's would of a request (path, headers, token, size) and answers as
its documentation says, or as it is told to.
"""

import asyncio
import json
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, RequestReceived, StreamEnded

TEAM, KEY_ID, TOPIC = "TEAM123456", "KEY1234567", "org.example.zoetrope"
PEM = serialization.Encoding.PEM
LARGEST = 4096  # bytes of a payload, as Apple's


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came over the wire."""

    token: str
    headers: dict[str, str]
    payload: dict[str, Any]

    @property
    def id(self) -> str:
        """Of the push, under which it is sent again."""
        return self.headers["apns-id"]


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` 0: the connection ends without an answer, after GOAWAY."""

    status: int
    reason: str = ""
    timestamp: int | None = None
    after: threading.Event | None = None


OK = Answer(200)
GOAWAY = Answer(0)


@dataclass
class PushService:
    """`asked`: all requests; `answers`: what the next are answered, then OK. Its CA and its key
    lie in `folder`."""

    folder: Path
    asked: list[Asked] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    connections: int = 0
    on_request: Callable[[], None] | None = None

    def __post_init__(self) -> None:
        self.ca = self.folder / "ca.pem"
        self.provider = ec.generate_private_key(ec.SECP256R1())
        self.key = self.provider.private_bytes(
            PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> None:
        """Serves from now on, at `port`."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*_certificates(self.folder))
        context.set_alpn_protocols(["h2"])
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._serve(context), self._loop).result(10)
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        """Whoever is connected is cut off."""
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    async def _serve(self, context: ssl.SSLContext) -> asyncio.Server:
        return await asyncio.start_server(self._connected, "127.0.0.1", 0, ssl=context)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        talk = _Talk(self, writer)
        try:
            while data := await reader.read(65536):
                await talk.hear(data)
        except (ConnectionError, ssl.SSLError):
            pass
        finally:
            writer.close()

    def answer_to(self, asked: Asked) -> Answer:
        """What Apple's would refuse is refused; else what was said."""
        if fault := self._fault(asked):
            return fault
        if self.on_request is not None:
            self.on_request()
        return self.answers.pop(0) if self.answers else OK

    def _fault(self, asked: Asked) -> Answer | None:
        headers = asked.headers
        if headers.get("apns-topic") != TOPIC:
            return Answer(400, "BadTopic")
        if len(headers.get("apns-collapse-id", "")) > 64:
            return Answer(400, "BadCollapseId")
        if len(json.dumps(asked.payload)) > LARGEST:
            return Answer(413, "PayloadTooLarge")
        try:
            token = headers["authorization"].removeprefix("bearer ")
            said = jwt.decode(token, self.provider.public_key(), algorithms=["ES256"])
        except (KeyError, jwt.PyJWTError):
            return Answer(403, "InvalidProviderToken")
        kid = jwt.get_unverified_header(token)["kid"]
        if (said["iss"], kid) != (TEAM, KEY_ID) or abs(said["iat"] - time.time()) > 3600:
            return Answer(403, "InvalidProviderToken")
        return None


class _Talk:
    """One connection."""

    def __init__(self, service: PushService, writer: asyncio.StreamWriter) -> None:
        self._service = service
        self._writer = writer
        self._http = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        self._http.initiate_connection()
        self._heads: dict[int, dict[str, str]] = {}
        self._bodies: dict[int, bytes] = {}
        self._flush()

    async def hear(self, data: bytes) -> None:
        """What came over the wire; answers what is complete."""
        for event in self._http.receive_data(data):
            if isinstance(event, RequestReceived):
                self._heads[event.stream_id] = dict(event.headers)  # type: ignore[arg-type]
            elif isinstance(event, DataReceived):
                stream = event.stream_id
                self._bodies[stream] = self._bodies.get(stream, b"") + event.data
                self._http.acknowledge_received_data(event.flow_controlled_length, stream)
            elif isinstance(event, StreamEnded):
                await self._answer(event.stream_id)
        self._flush()

    async def _answer(self, stream: int) -> None:
        head = self._heads[stream]
        path = head[":path"]
        if head[":method"] != "POST" or not path.startswith("/3/device/"):
            raise ValueError("this is no push")
        asked = Asked(path.removeprefix("/3/device/"), head, json.loads(self._bodies[stream]))
        self._service.asked.append(asked)
        answer = self._service.answer_to(asked)
        if answer.after is not None:
            await asyncio.to_thread(answer.after.wait, 60)
        if answer.status == 0:
            self._http.close_connection(last_stream_id=0)
            self._flush()
            self._writer.close()
            return
        named = [(":status", str(answer.status)), ("apns-id", asked.id)]
        self._http.send_headers(stream, named, end_stream=answer.status == 200)
        if answer.status != 200:
            said: dict[str, Any] = {"reason": answer.reason}
            if answer.timestamp is not None:
                said["timestamp"] = answer.timestamp
            self._http.send_data(stream, json.dumps(said).encode(), end_stream=True)

    def _flush(self) -> None:
        self._writer.write(self._http.data_to_send())


def _certificates(folder: Path) -> tuple[str, str]:
    """A CA, and a certificate of its for this machine: files of chain and key."""
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a CA of this machine")])
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    ca = _builder(ca_name, ca_name, ca_key).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    leaf = _builder(name, ca_name, key).add_extension(
        x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False
    )
    (folder / "ca.pem").write_bytes(ca.sign(ca_key, hashes.SHA256()).public_bytes(PEM))
    (folder / "leaf.pem").write_bytes(leaf.sign(ca_key, hashes.SHA256()).public_bytes(PEM))
    (folder / "leaf.key").write_bytes(
        key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return str(folder / "leaf.pem"), str(folder / "leaf.key")


def _builder(
    name: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
    )
