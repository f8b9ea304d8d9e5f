"""What a phone holds: an app that shows codes, and a passkey (WebAuthn, level 3)."""

import base64
import hashlib
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from config.demo.stand_ins.authenticator import code_now
from tests.accounts.signing_up import ROOT, sign_in
from tests.client import Api

ORIGIN = "http://localhost:8000"  # the one that browsers trust without TLS
FLAG = AuthenticatorData.FLAG


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Passkey:
    """One credential of one account. `origin` is what the browser says it is at."""

    rp: str = "localhost"
    origin: str = ORIGIN
    verifies: bool = True
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    id: bytes = field(default_factory=lambda: os.urandom(32))
    user_handle: str = ""
    count: int = 0

    def made(self, options: dict[str, Any]) -> dict[str, Any]:
        """`navigator.credentials.create`, as JSON."""
        asked = options["publicKey"]
        self.user_handle = asked["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]
        credential = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        said = AttestationObject.create("none", self._data(FLAG.AT, credential), {})
        client = CollectedClientData.create("webauthn.create", asked["challenge"], self.origin)
        answer = {"clientDataJSON": b64(client), "attestationObject": b64(said)}
        return self._public_key(answer)

    def used(self, options: dict[str, Any]) -> dict[str, Any]:
        """`navigator.credentials.get`, as JSON."""
        asked = options["publicKey"]
        client = CollectedClientData.create("webauthn.get", asked["challenge"], self.origin)
        data = self._data(FLAG(0))
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        answer = {
            "clientDataJSON": b64(client),
            "authenticatorData": b64(data),
            "signature": b64(signature),
            "userHandle": self.user_handle,
        }
        return self._public_key(answer)

    def _data(self, flags: FLAG, credential: bytes = b"") -> AuthenticatorData:
        self.count += 1
        flags |= FLAG.UP | (FLAG.UV if self.verifies else FLAG(0))
        of_host = hashlib.sha256(self.rp.encode()).digest()
        data: AuthenticatorData = AuthenticatorData.create(of_host, flags, self.count, credential)
        return data

    def _public_key(self, answer: dict[str, str]) -> dict[str, Any]:
        return {
            "id": b64(self.id),
            "rawId": b64(self.id),
            "type": "public-key",
            "response": answer,
            "clientExtensionResults": {"credProps": {"rk": True}},
        }


def fresh(api: Api, person: Any) -> str:
    """A token of somebody who signed in just now."""
    answer = sign_in(api, person.email)
    assert answer.status_code == 200, answer.content
    return str(answer.json()["meta"]["access_token"])


def add_app(api: Api, token: str) -> str:
    """Sets up an app that shows codes; its secret."""
    path = f"{ROOT}/account/authenticators/totp"
    secret = str(api.get(path, token=token).json()["meta"]["secret"])
    answer = api.post(path, {"code": code_now(secret)}, token=token)
    assert answer.status_code == 200, answer.content
    return secret


def add_passkey(api: Api, token: str, *, alone: bool = True, **kwargs: Any) -> Passkey:
    """Makes a passkey; `alone`: one that signs in without a password."""
    passkey = Passkey(**kwargs)
    answer = offer_passkey(api, token, passkey, alone=alone)
    assert answer.status_code == 200, answer.content
    return passkey


def offer_passkey(api: Api, token: str, passkey: Passkey, *, alone: bool = True) -> Any:
    path = f"{ROOT}/account/authenticators/webauthn"
    asked = api.get(path + "?passwordless" * alone, token=token)
    assert asked.status_code == 200, asked.content
    body = {"name": "phone", "credential": passkey.made(asked.json()["data"]["creation_options"])}
    return api.post(path, body, token=token)


def enter_by(api: Api, passkey: Passkey) -> Any:
    """Signing in with nothing but a passkey."""
    asked = api.get(f"{ROOT}/auth/webauthn/login").json()
    body = {"credential": passkey.used(asked["data"]["request_options"])}
    headers = {"X-Session-Token": asked["meta"]["session_token"]}
    return api.post(f"{ROOT}/auth/webauthn/login", body, headers=headers)
