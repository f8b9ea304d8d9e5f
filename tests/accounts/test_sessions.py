from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail

from accounts.events import SessionsEnded
from accounts.models import User
from audit.models import AuditEvent
from lib import events
from tests.accounts.signing_up import ROOT, mailed_code, sign_in
from tests.cast import PASSWORD
from tests.client import Api, code_of


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """All SessionsEnded events of the test."""
    got: list[Any] = []
    monkeypatch.setitem(
        events._handlers, SessionsEnded, [*events._handlers[SessionsEnded], got.append]
    )
    return got


def _two_phones(api: Api, person: User) -> tuple[str, str]:
    tokens = [sign_in(api, person.email or "").json()["meta"]["access_token"] for _ in range(2)]
    return tokens[0], tokens[1]


def test_i_see_where_i_am_signed_in_and_which_one_this_is(api: Api, creator: User) -> None:
    one, other = _two_phones(api, creator)
    for token in (one, other):
        found = api.get("/me/sessions", token=token).json()["results"]
        assert len(found) == 2
        assert sum(session["is_current"] for session in found) == 1
    assert all(session["id"].startswith("ses_") for session in found)
    keys = Session.objects.values_list("session_key", flat=True)
    assert not [key for key in keys if key in str(found)]


def test_i_end_one_session_and_keep_the_other(api: Api, creator: User, heard: list[Any]) -> None:
    mine, lost = _two_phones(api, creator)
    sessions = api.get("/me/sessions", token=mine).json()["results"]
    other = next(session["id"] for session in sessions if not session["is_current"])

    assert api.delete(f"/me/sessions/{other}", token=mine).status_code == 204

    assert code_of(api.get("/me", token=lost)) == "authentication_failed"
    assert api.get("/me", token=mine).status_code == 200
    assert api.delete(f"/me/sessions/{other}", token=mine).status_code == 404
    assert heard == [SessionsEnded(user_id=creator.pk)]


def test_i_name_my_device_and_nobody_elses(api: Api, creator: User, stranger: User) -> None:
    token, _ = _two_phones(api, creator)
    mine = next(s for s in _listed(api, token) if s["is_current"])
    path, body = f"/me/sessions/{mine['id']}", {"device_name": "Mara's phone"}
    assert mine["device_name"] == ""
    assert api.patch(path, body, as_=stranger).status_code == 404
    assert api.patch(path, {"device_name": "x" * 61}, token=token).status_code == 400
    assert api.patch(path, body, token=token).status_code == 204
    names = {s["id"]: s["device_name"] for s in _listed(api, token)}
    assert names.pop(mine["id"]) == "Mara's phone"
    assert set(names.values()) == {""}


def _listed(api: Api, token: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get("/me/sessions", token=token).json()["results"]
    return found


def test_nobody_ends_sessions_of_others(api: Api, creator: User, stranger: User) -> None:
    token, _ = _two_phones(api, creator)
    theirs = api.get("/me/sessions", token=token).json()["results"][0]["id"]
    assert api.delete(f"/me/sessions/{theirs}", as_=stranger).status_code == 404
    assert api.get("/me", token=token).status_code == 200


@pytest.mark.parametrize("wrong", ["ses_", "1", "usr_" + "0" * 26, "ses_" + "z" * 26])
def test_what_is_no_session_id_is_a_plain_404(api: Api, creator: User, wrong: str) -> None:
    assert code_of(api.delete(f"/me/sessions/{wrong}", as_=creator)) == "not_found"


def test_i_end_all_sessions_at_once(api: Api, creator: User, heard: list[Any]) -> None:
    one, other = _two_phones(api, creator)
    refresh = sign_in(api, creator.email or "").json()["meta"]["refresh_token"]

    assert api.post("/me/sessions/revoke-all", token=one).status_code == 204

    for token in (one, other):
        assert code_of(api.get("/me", token=token)) == "authentication_failed"
    dead = api.post(f"{ROOT}/tokens/refresh", {"refresh_token": refresh})
    assert dead.status_code == 401
    assert heard == [SessionsEnded(user_id=creator.pk)]
    assert not UserSession.objects.filter(user=creator).exists()
    row = AuditEvent.objects.get(action="accounts.sessions.ended")
    assert (row.actor, row.facts) == (creator.public_id, {"how": "all"})


def test_signing_out_removes_the_session_from_the_list(
    api: Api, creator: User, heard: list[Any]
) -> None:
    one, other = _two_phones(api, creator)
    api.delete(f"{ROOT}/auth/session", token=one)
    assert UserSession.objects.filter(user=creator).count() == 1
    assert len(api.get("/me/sessions", token=other).json()["results"]) == 1
    assert heard == [SessionsEnded(user_id=creator.pk)]


def test_a_new_password_ends_all_sessions(api: Api, creator: User, heard: list[Any]) -> None:
    mine, other = _two_phones(api, creator)
    changed = api.post(
        f"{ROOT}/account/password/change",
        {"current_password": PASSWORD, "new_password": "a much longer secret"},
        token=mine,
    )
    assert changed.status_code == 401  # allauth's way to say: sign in again
    assert not changed.json()["meta"]["is_authenticated"]
    for token in (mine, other):
        assert code_of(api.get("/me", token=token)) == "authentication_failed"
    assert sign_in(api, creator.email or "", "a much longer secret").status_code == 200
    assert heard


def test_changing_the_password_needs_the_old_one(api: Api, creator: User) -> None:
    answer = api.post(
        f"{ROOT}/account/password/change",
        {"current_password": "not it", "new_password": "a much longer secret"},
        as_=creator,
    )
    assert (answer.status_code, code_of(answer)) == (403, "incorrect_password")


def test_a_forgotten_password_is_set_anew_by_code(api: Api, creator: User) -> None:
    token = api.token(creator)
    asked = api.post(f"{ROOT}/auth/password/request", {"email": creator.email})
    assert asked.status_code == 401
    headers = {"X-Session-Token": asked.json()["meta"]["session_token"]}
    code = mailed_code(creator.email or "")
    body = {"key": code, "password": "a much longer secret"}

    wrong = api.post(f"{ROOT}/auth/password/reset", {**body, "key": "WRNG-CODE"}, headers=headers)
    assert (wrong.status_code, code_of(wrong)) == (400, "incorrect_code")
    api.post(f"{ROOT}/auth/password/reset", body, headers=headers)

    assert sign_in(api, creator.email or "", "a much longer secret").status_code == 200
    assert code_of(api.get("/me", token=token)) == "authentication_failed"
    assert len(mail.outbox) == 1
