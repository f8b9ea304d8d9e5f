"""An owner who reads what a revocation takes away, and confirms it."""

from typing import Any

from cameos.models import Cameo, Revocation
from cameos.models.revocations import RevocationScope
from cameos.revoking.confirming import confirmation
from cameos.revoking.counting import films_of
from cameos.revoking.revoking import revoke
from tests.client import Api


def choices(api: Api, cameo: Cameo) -> dict[str, dict[str, Any]]:
    """By scope, what its owner reads."""
    answer = api.get(f"/cameos/{cameo.public_id}/revocation", as_=cameo.owner)
    assert answer.status_code == 200, answer.content
    return {one["scope"]: one for one in answer.json()["choices"]}


def take_back(api: Api, cameo: Cameo, scope: str) -> Any:
    confirm = choices(api, cameo)[scope]["confirm"]
    return api.post(
        f"/cameos/{cameo.public_id}/revocation",
        {"scope": scope, "confirm": confirm},
        as_=cameo.owner,
    )


def revoked(cameo: Cameo, scope: str = "hide_existing") -> Revocation:
    """The same without HTTP."""
    cameo.refresh_from_db()
    kind = RevocationScope(scope)
    token = confirmation(cameo, kind, films_of(cameo).within(kind))
    return revoke(cameo=cameo, by=cameo.owner, scope=kind, confirm=token)
