"""What the app sends when somebody signs in with Apple."""

from typing import Any

from tests.accounts.apple.server import CLIENT, NONCE
from tests.accounts.signing_up import ROOT, a_device, born
from tests.client import Api


def show(api: Api, token: str, *, as_: str | None = None, **changes: Any) -> Any:
    """Hand an identity token in, to sign in, or to connect."""
    said = {"client_id": CLIENT, "id_token": token, "nonce": NONCE}
    process = changes.pop("process", "login")
    body = {"provider": "apple", "process": process, "token": said | changes}
    return api.post(f"{ROOT}/auth/provider/token", body, token=as_)


def finish(api: Api, pending: Any, **changes: Any) -> Any:
    """Say the rest of a sign-up."""
    headers = {
        "X-Session-Token": pending.json()["meta"]["session_token"],
        "X-Device-Id": changes.pop("device", a_device()),
    }
    body = {"birth_date": born(30), "handle": "mara", **changes}
    return api.post(f"{ROOT}/auth/provider/signup", body, headers=headers)


def is_new(answer: Any) -> bool:
    """Whether the answer asks for the rest of a sign-up."""
    flows = {flow["id"]: flow for flow in answer.json()["data"]["flows"]}
    return answer.status_code == 401 and bool(flows["provider_signup"].get("is_pending"))


def joined(api: Api, token: str, **changes: Any) -> str:
    """An access token of somebody who has just joined with Apple."""
    code = changes.pop("code", "")
    pending = show(api, token, **({"authorization_code": code} if code else {}))
    assert is_new(pending), pending.content
    answer = finish(api, pending, **changes)
    assert answer.status_code == 200, answer.content
    return str(answer.json()["meta"]["access_token"])
