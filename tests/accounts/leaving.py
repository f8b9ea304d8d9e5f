"""Leaving over HTTP, as the app does."""

from accounts.models import User
from tests.accounts.signing_up import sign_in
from tests.cast import PASSWORD
from tests.client import Api


def close(api: Api, person: User) -> None:
    """They ask that their account be deleted; the client forgets its dead token."""
    answer = api.delete("/me", {"password": PASSWORD}, as_=person)
    assert answer.status_code == 200, answer.content
    api.tokens.pop(person.pk)


def back(api: Api, person: User) -> str:
    """A token of a sign-in with the password."""
    answer = sign_in(api, person.email or "")
    assert answer.status_code == 200, answer.content
    return str(answer.json()["meta"]["access_token"])


def leave(api: Api, person: User) -> None:
    """They close it, sign in again, and wait no longer."""
    close(api, person)
    answer = api.delete("/me", {"at_once": True}, token=back(api, person))
    assert answer.status_code == 204, answer.content
