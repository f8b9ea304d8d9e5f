"""A server that does what Apple's does for us, on this machine: keys, tokens, revocations."""

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

CLIENT = "org.example.zoetrope"
NONCE = "a nonce of the app"
_numbers = count(1)


@dataclass
class Apple:
    """`calls`: verb and form of what was asked. `broken`: the status that calls get instead."""

    kid: str = "KEY1"
    key: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )
    ours: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    fetched: int = 0
    broken: int = 0
    origin: str = ""

    def token(self, *, key: Any = None, alg: str = "RS256", kid: str = "", **changes: Any) -> str:
        """An identity token, new each time."""
        now = int(time.time())
        claims = {
            "iss": "https://appleid.apple.com",
            "aud": CLIENT,
            "sub": "001.apple.0042",
            "iat": now,
            "exp": now + 600,
            "nonce": hashlib.sha256(NONCE.encode()).hexdigest(),
            "nonce_supported": True,
            "email": "mara@privaterelay.appleid.com",
            "email_verified": "true",
            "is_private_email": "true",
            "c_hash": str(next(_numbers)),
            **changes,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(claims, key or self.key, alg, headers={"kid": kid or self.kid})

    def keys(self) -> dict[str, Any]:
        own = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**own, "kid": self.kid, "use": "sig", "alg": "RS256"}]}

    def knows(self, form: dict[str, str]) -> bool:
        """Whether the call is signed by the key that the operator registered."""
        try:
            said = jwt.decode(
                form["client_secret"], self.ours.public_key(), ["ES256"],
                issuer="TEAM", audience="https://appleid.apple.com",
            )  # fmt: skip
        except jwt.PyJWTError:
            return False
        return bool(said["sub"] == form["client_id"] == CLIENT)

    def answer(self, verb: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.calls.append((verb, form))
        if self.broken:
            return self.broken, {"error": "invalid_grant"}
        if not self.knows(form):
            return 400, {"error": "invalid_client"}
        if verb == "token":
            return 200, {"access_token": "a", "refresh_token": f"refresh of {form['code']}"}
        return 200, {}


@contextmanager
def running() -> Iterator[Apple]:
    """Serves on a port of its own until the end of the block."""
    apple = Apple()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            apple.fetched += 1
            if apple.broken:
                return self.say(apple.broken, {})
            return self.say(200, apple.keys())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.say(*apple.answer(self.path.rsplit("/", 1)[1], dict(parse_qsl(body))))

        def say(self, status: int, body: dict[str, Any]) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    apple.origin = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield apple
    finally:
        server.shutdown()
        server.server_close()
