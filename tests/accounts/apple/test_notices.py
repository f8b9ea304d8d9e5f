"""What Apple tells us by itself: believed only where Apple signed it, and done once."""

import json
import time
from typing import Any
from uuid import uuid4

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa

from accounts.models import AppleGrant, StoreNotification, User
from accounts.services.apple import call_apple
from audit.models import AuditEvent
from inbox.models import NotificationPreferences
from tests.accounts.apple.phoning import is_new, joined, show
from tests.accounts.apple.server import Apple
from tests.accounts.signing_up import sign_in
from tests.cast import PASSWORD
from tests.client import Api, code_of

SUBJECT = "001.apple.0042"


def notice(apple: Apple, kind: str, **changes: Any) -> str:
    """As Apple signs one: no `exp`, no `nonce`, the event as JSON in a string."""
    at = changes.pop("event_time", int(time.time()))
    event = {"type": kind, "sub": changes.pop("subject", SUBJECT), "event_time": at}
    said = {
        **dict.fromkeys(
            ("sub", "exp", "nonce", "nonce_supported", "email", "email_verified", "c_hash")
        ),
        "jti": str(uuid4()),
        "events": json.dumps(event),
        **changes,
    }
    return apple.token(**said)


def tell(api: Api, payload: str) -> Any:
    return api.post("/sign-in/apple/notices", {"payload": payload})


@pytest.fixture
def member(api: Api, apple: Apple) -> str:
    token = joined(api, apple.token(), code="C1")
    call_apple()
    assert AppleGrant.objects.get().refresh_token
    return token


def test_consent_that_was_taken_back_ends_every_session(
    api: Api, apple: Apple, member: str
) -> None:
    assert tell(api, notice(apple, "consent-revoked")).status_code == 204
    assert code_of(api.get("/me", token=member)) == "authentication_failed"
    assert not AppleGrant.objects.exists(), "nothing is left to revoke"
    assert AuditEvent.objects.filter(action="accounts.apple.consent_revoked").count() == 1
    again = show(api, apple.token())
    assert again.status_code == 200, "who signs in with Apple again has agreed again"
    assert User.objects.get().closed_at is None


def test_the_same_one_twice_is_done_once(api: Api, apple: Apple, member: str) -> None:
    said = notice(apple, "consent-revoked")
    tell(api, said)
    again = show(api, apple.token()).json()["meta"]["access_token"]
    assert tell(api, said).status_code == 204
    assert api.get("/me", token=again).status_code == 200
    assert StoreNotification.objects.count() == 1


def test_one_from_before_a_newer_consent_ends_nothing(api: Api, apple: Apple, member: str) -> None:
    late = notice(apple, "consent-revoked", event_time=int((time.time() - 3600) * 1000))
    assert tell(api, late).status_code == 204
    assert api.get("/me", token=member).status_code == 200
    assert AppleGrant.objects.exists()


@pytest.mark.parametrize("kind", ["account-delete", "account-deleted"])
def test_without_another_way_in_the_account_is_closed(
    api: Api, apple: Apple, member: str, kind: str
) -> None:
    assert tell(api, notice(apple, kind)).status_code == 204
    person = User.objects.get()
    assert person.closed_at is not None
    assert person.deleted_at is None
    assert not SocialAccount.objects.exists()
    assert not AppleGrant.objects.exists()
    assert is_new(show(api, apple.token())), "the identity leads nowhere"


def test_with_a_password_only_the_identity_goes(api: Api, apple: Apple, creator: User) -> None:
    token = sign_in(api, str(creator.email), PASSWORD).json()["meta"]["access_token"]
    connected = show(api, apple.token(), as_=token, process="connect")
    assert connected.status_code == 200, connected.content
    tell(api, notice(apple, "account-delete"))
    assert User.objects.get(pk=creator.pk).closed_at is None
    assert not SocialAccount.objects.exists()
    assert code_of(api.get("/me", token=token)) == "authentication_failed"
    assert sign_in(api, str(creator.email), PASSWORD).status_code == 200


@pytest.mark.parametrize("kind", ["email-disabled", "email-enabled"])
def test_what_the_relay_does_is_noted(api: Api, apple: Apple, member: str, kind: str) -> None:
    assert tell(api, notice(apple, kind)).status_code == 204
    name = f"accounts.apple.{kind.replace('email-', 'mail_')}"
    assert AuditEvent.objects.filter(action=name).count() == 1
    assert NotificationPreferences.objects.get().relay_is_off is (kind == "email-disabled")
    assert api.get("/me", token=member).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": rsa.generate_private_key(public_exponent=65537, key_size=2048)},
        {"key": "k" * 32, "alg": "HS256"},
        {"kid": "INVENTED"},
        {"iss": "https://example.org"},
        {"aud": "org.example.somebody"},
        {"jti": None},
        {"events": None},
        {"events": "[]"},
        {"events": '{"type": "account-delete"}'},
        {"subject": ""},
        {"event_time": "soon"},
        {"iat": int(time.time()) - 6 * 86_400},
        {"iat": int(time.time()) + 3600},
    ],
)
def test_nothing_else_is_believed(
    api: Api, apple: Apple, member: str, wrong: dict[str, Any]
) -> None:
    answer = tell(api, notice(apple, "account-delete", **wrong))
    assert (answer.status_code, code_of(answer)) == (403, "signature_invalid")
    assert User.objects.get().closed_at is None
    assert api.get("/me", token=member).status_code == 200
    assert not StoreNotification.objects.exists()


def test_an_identity_token_is_no_notice(api: Api, apple: Apple, member: str) -> None:
    assert code_of(tell(api, apple.token())) == "signature_invalid"


@pytest.mark.parametrize(
    ("kind", "changes"), [("consent-revoked", {"subject": "nobody"}), ("a-new-kind", {})]
)
def test_nobody_and_nothing_known_is_taken_in(
    api: Api, apple: Apple, member: str, kind: str, changes: dict[str, Any]
) -> None:
    assert tell(api, notice(apple, kind, **changes)).status_code == 204
    assert api.get("/me", token=member).status_code == 200


def test_while_apple_is_away_it_is_to_ask_again(api: Api, apple: Apple, settings: Any) -> None:
    said, apple.broken = notice(apple, "consent-revoked"), 500
    later = tell(api, said)
    assert (later.status_code, code_of(later)) == (503, "temporarily_unavailable")
    assert later["Retry-After"]
    settings.SOCIALACCOUNT_PROVIDERS = {"apple": {"APPS": []}}
    assert code_of(tell(api, said)) == "temporarily_disabled"
