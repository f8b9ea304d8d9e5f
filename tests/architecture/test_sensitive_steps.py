"""Which steps ask for a proof of the last minutes (A15): each route that writes something of a
likeness or in a family says whether it does, and each that does is knocked at without one."""

import re
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from accounts.models import User
from lib.ids import IdKind, encode
from tests.architecture.routes import methods, routes
from tests.client import Api, code_of

# They give power over a face or a teen, or freeze an account: nothing is looked up before the
# proof.
PROVED = {
    "POST /cameos/enrolments",
    "PUT /cameos/{cam}/processors/{str}",
    "DELETE /cameos/{cam}/pause",
    "POST /cameos/{cam}/requests/{crq}/approve",
    "POST /cameos/{cam}/grants",
    "PUT /family/links/{lnk}/releases/{str}",
    "POST /family/invitations/redeem",
    "POST /family/links/{lnk}/accept",
    "PUT /family/links/{lnk}/policies/{str}",
    "PUT /family/links/{lnk}/age",
}
# What permits more than before needs one (tests/cameos/permissions/test_proof_of_owners.py,
# tests/parental/test_proof_of_guardians.py).
WHERE_WIDER = {
    "PATCH /cameos/{cam}/permission",
    "PUT /cameos/{cam}/restrictions",
    "PUT /family/links/{lnk}/controls/{str}",
    "DELETE /family/links/{lnk}/controls/{str}",
    "POST /family/links/{lnk}/proposals",
    "POST /family/proposals/{fpr}/agree",
    "POST /family/proposals/{fpr}/withdraw",
    "DELETE /family/links/{lnk}",
}
# Whoever found a phone may do these too, and why that is right.
FREE = {
    "PUT /cameos/{cam}/pause": "stops every use",
    "POST /cameos/{cam}/revocation": "taking back is never made harder",
    "DELETE /cameos/{cam}": "taking back is never made harder",
    "DELETE /cameos/{cam}/grants/{cgr}": "taking back is never made harder",
    "DELETE /cameos/{cam}/processors/{str}": "taking back is never made harder",
    "DELETE /family/links/{lnk}/releases/{str}": "taking back is never made harder",
    "POST /cameos/{cam}/requests/{crq}/deny": "a no",
    "POST /cameos/enrolments/{enr}/submit": "of an enrolment begun with a proof, on its device",
    "POST /cameos/enrolments/{enr}/cancel": "gives up",
    "POST /cameos/check": "changes nothing",
    "POST /cameos/{cam}/restrictions/compile": "changes nothing",
    "PUT /cameos/{cam}/preferences": "how one is dressed, within what stands",
    "POST /cameos/{cam}/requests": "asks for somebody else's",
    "POST /family/invitations": "the teen's yes comes after, with a proof",
    "DELETE /family/invitations": "gives up",
    "POST /family/links/{lnk}/leave": "leaving is never made harder",
    "POST /family/links/{lnk}/decline": "a no",
    "POST /family/proposals/{fpr}/disagree": "a no",
}
OURS = re.compile(r"^/(cameos|family)(/|$)")
NUMBERS = count(1)


def _steps() -> dict[str, Any]:
    """`POST /cameos/{cam}/grants`: the method of the view."""
    found = {}
    for path, view in routes():
        plain = re.sub(r"<(\w+):\w+>", r"{\1}", path)
        for name in methods(view):
            if name != "get" and OURS.match(plain):
                found[f"{name.upper()} {plain}"] = getattr(view, name)
    return found


def _path(step: str) -> tuple[str, str]:
    method, path = step.split(" ")
    made = re.sub(
        r"\{(\w+)\}",
        lambda m: "enrolment" if m[1] == "str" else encode(IdKind(m[1]), UUID(int=7)),
        path,
    )
    return method.lower(), made


def test_every_step_says_whether_it_needs_a_proof() -> None:
    assert set(_steps()) == PROVED | WHERE_WIDER | set(FREE)
    marked = {step for step, method in _steps().items() if getattr(method, "needs_proof", False)}
    assert marked == PROVED


@pytest.mark.parametrize("step", sorted(PROVED))
def test_without_a_proof_it_is_refused(db: None, step: str, creator: User) -> None:
    method, path = _path(step)
    for api, refused in ((Api(proved=False), True), (Api(), False)):
        answer = api.request(
            method,
            path,
            {},
            as_=creator,
            key=f"k{next(NUMBERS)}",
            headers={"X-Device-Id": "a-phone"},
        )
        needs = answer.status_code == 401 and code_of(answer) == "reauthentication_required"
        assert needs is refused, answer.content


@pytest.mark.parametrize("step", sorted(FREE))
def test_what_takes_power_away_asks_for_none(db: None, step: str, creator: User) -> None:
    method, path = _path(step)
    answer = Api(proved=False).request(
        method, path, {}, as_=creator, key=f"k{next(NUMBERS)}", headers={"X-Device-Id": "a-phone"}
    )
    assert answer.status_code != 401
