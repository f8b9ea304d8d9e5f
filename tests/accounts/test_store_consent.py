"""A parent takes consent back in the app store: at once, once, and only by Apple's word."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from accounts.models import (
    AgeBand,
    AgeSource,
    Standing,
    StandingReason,
    StoreAccount,
    StoreNotification,
    User,
)
from accounts.services.ages import tighten_age
from accounts.store import apple as store
from config.demo.stand_ins.app_store import BUNDLE, Apple
from generation.models import Job
from generation.quota import counted
from generation.states import JobState
from generation.work.people import stop_person
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.outbox.models import OutboxMessage
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import shown
from tests.client import Api, code_of
from tests.generation.conftest import blank_film, puppet
from tests.standings import change_standing

__all__ = ["blank_film", "puppet"]
APPLE = Apple()
TRANSACTION = "704345678901234567"


@pytest.fixture(autouse=True)
def apple_is_configured(settings: Any, tmp_path: Path) -> None:
    root = tmp_path / "root.pem"
    root.write_bytes(APPLE.root.public_bytes(Encoding.PEM))
    settings.APPLE_ROOT_CERTIFICATES = [str(root)]
    settings.APPLE_BUNDLE_ID, settings.APPLE_APP_ID = BUNDLE, 0
    settings.APPLE_ENVIRONMENT, settings.APPLE_ONLINE_CHECKS = "sandbox", False
    store._made.cache_clear()


def _link(api: Api, person: User, which: str = TRANSACTION) -> UUID:
    body = {"app_transaction": APPLE.app_transaction(which)}
    answer = api.put("/me/store/apple", body, as_=person)
    assert answer.status_code == 200, answer.content
    return UUID(answer.json()["account_token"])


def _tell(api: Api, signed: str) -> Any:
    return api.post("/store/apple/notifications", {"signedPayload": signed})


def _again(api: Api, *, at: float | None = None, which: str = TRANSACTION) -> Any:
    return api.post(
        "/store/apple/consents", {"app_transaction": APPLE.app_transaction(which, at=at)}
    )


def _standing(person: User) -> Standing:
    return User.objects.get(pk=person.pk).standing


def test_taken_back_ends_sessions_at_once_and_hides_the_person(
    api: Api, creator: User, friend: User
) -> None:
    _link(api, creator)
    assert _tell(api, APPLE.rescinds(TRANSACTION)).status_code == 204
    refused = api.get("/me", as_=creator)
    assert (refused.status_code, code_of(refused)) == (401, "consent_rescinded")
    assert api.get(f"/people/{creator.handle}", as_=friend).status_code == 404
    assert _standing(friend) == Standing.GOOD
    assert StoreNotification.objects.get().people == 1


def test_a_purchase_names_the_person_by_the_token_that_we_gave(api: Api, creator: User) -> None:
    token = api.get("/me/store/apple", as_=creator).json()["account_token"]
    assert _tell(api, APPLE.rescinds(token=token)).status_code == 204
    assert code_of(api.get("/me", as_=creator)) == "consent_rescinded"


def test_the_queue_is_drained_and_the_quota_given_back(
    api: Api, creator: User, puppet: Callable[..., Any]
) -> None:
    puppet()
    wish = {"prompt": "a red ball", "size": "720x1280", "seconds": 4}
    assert api.post("/generations", wish, as_=creator, key="k").status_code in (201, 202)
    _link(api, creator)
    _tell(api, APPLE.rescinds(TRANSACTION))
    assert OutboxMessage.objects.filter(actor_name="stop_person").count() == 1
    stop_person(creator.pk)
    job = Job.objects.get(owner=creator)
    assert job.state == JobState.CANCELLED
    assert not counted(creator).exists()


def test_consent_that_is_given_again_lifts_it(api: Api, creator: User) -> None:
    _link(api, creator)
    _tell(api, APPLE.rescinds(TRANSACTION))
    assert _again(api, at=time.time() - 60).status_code == 204
    assert _standing(creator) == Standing.SUSPENDED, "signed before it was taken back"
    assert _again(api, at=time.time() + 1).status_code == 204
    assert _standing(creator) == Standing.GOOD
    assert code_of(api.get("/me", as_=creator)) == "authentication_failed", "sign in anew"


def test_films_of_others_with_their_likeness_are_not_shown_meanwhile(
    api: Api, creator: User, friend: User, stranger: User
) -> None:
    post = shown(friend, lent(creator))
    path = f"/posts/{post.public_id}"
    assert api.get(path, as_=stranger).status_code == 200
    _link(api, creator)
    _tell(api, APPLE.rescinds(TRANSACTION))
    for viewer in (stranger, friend):
        assert api.get(path, as_=viewer).status_code == 404
        assert api.get("/feeds/latest", as_=viewer).json()["results"] == []
    assert api.get("/drafts", as_=friend).json()["results"] == []
    _again(api, at=time.time() + 1)
    assert api.get(path, as_=stranger).status_code == 200


def test_the_same_notification_does_nothing_after_consent_came_again(
    api: Api, creator: User
) -> None:
    _link(api, creator)
    first = APPLE.rescinds(TRANSACTION)
    _tell(api, first)
    _again(api, at=time.time() + 1)
    assert _tell(api, first).status_code == 204
    older = APPLE.rescinds(TRANSACTION)  # another id, signed before consent came again
    assert _tell(api, older).status_code == 204
    assert _standing(creator) == Standing.GOOD


def test_it_lifts_no_suspension_of_staff_and_no_freeze_of_a_child(
    api: Api, creator: User, friend: User, moderator: User
) -> None:
    for person in (creator, friend):
        _link(api, person)
    _tell(api, APPLE.rescinds(TRANSACTION))
    held = User.objects.get(pk=creator.pk)
    to, reason = Standing.BANNED, StandingReason.SPAM
    change_standing(person=held, to=to, actor=moderator, reason=reason)
    system = Actor.system("test")
    tighten_age(person=friend, to=AgeBand.UNDER_13, source=AgeSource.REPORT, actor=system)
    _again(api, at=time.time() + 1)
    assert _standing(creator) == Standing.BANNED
    assert _standing(friend) == Standing.SUSPENDED


def test_staff_reinstate_nobody_whose_consent_is_taken_back(
    api: Api, creator: User, moderator: User
) -> None:
    _link(api, creator)
    _tell(api, APPLE.rescinds(TRANSACTION))
    held, reason = User.objects.get(pk=creator.pk), StandingReason.MISTAKE
    with pytest.raises(DomainError) as refused:
        change_standing(person=held, to=Standing.GOOD, actor=moderator, reason=reason)
    assert refused.value.code == ErrorCode.CONSENT_RESCINDED


def _spoiled() -> dict[str, str]:
    good = APPLE.rescinds(TRANSACTION)
    head, said, signature = good.split(".")
    return {
        "another root": Apple().rescinds(TRANSACTION),
        "no mark of Apple in the leaf": Apple(marks=("1.2.3", "1.2.4")).rescinds(TRANSACTION),
        "another signature": ".".join((head, said, signature[::-1])),
        "no signature": ".".join((head, said, "")),
        "another app": APPLE.rescinds(TRANSACTION, appData={"bundleId": "x"}),
        "old": APPLE.rescinds(TRANSACTION, signedDate=round((time.time() - 6 * 86_400) * 1000)),
        "from tomorrow": APPLE.rescinds(
            TRANSACTION, signedDate=round((time.time() + 86_400) * 1000)
        ),
        "no id": APPLE.rescinds(TRANSACTION, notificationUUID="1"),
        "no chain": APPLE.sign({"notificationType": "RESCIND_CONSENT"}, x5c=[]),
        "nothing": "x",
    }


SPOILED = _spoiled()


@pytest.mark.parametrize("which", SPOILED)
def test_whatever_apple_did_not_sign_for_this_app_now_is_refused(
    api: Api, creator: User, which: str
) -> None:
    _link(api, creator)
    answer = _tell(api, SPOILED[which])
    assert (answer.status_code, code_of(answer)) == (403, "signature_invalid")
    assert _standing(creator) == Standing.GOOD
    assert not StoreNotification.objects.exists()


def test_the_leaf_of_our_chain_in_a_strangers_hand_is_refused(api: Api, creator: User) -> None:
    _link(api, creator)
    stranger = Apple()
    stranger.chain = APPLE.chain  # its key signs, our chain stands in the header
    assert code_of(_tell(api, stranger.rescinds(TRANSACTION))) == "signature_invalid"
    stranger.chain = [*stranger.chain[:2], APPLE.chain[2]]
    assert code_of(_tell(api, stranger.rescinds(TRANSACTION))) == "signature_invalid"


def test_about_nobody_whom_we_know_is_taken_in_and_does_nothing(api: Api, creator: User) -> None:
    _link(api, creator)
    assert _tell(api, APPLE.rescinds("999")).status_code == 204
    assert _tell(api, APPLE.rescinds(token=str(uuid4()))).status_code == 204
    other = APPLE.rescinds(TRANSACTION, notificationType="SUBSCRIBED")
    assert _tell(api, other).status_code == 204
    assert _standing(creator) == Standing.GOOD


def test_without_roots_nothing_is_taken_in(api: Api, creator: User, settings: Any) -> None:
    settings.APPLE_ROOT_CERTIFICATES = []
    answer = _tell(api, APPLE.rescinds(TRANSACTION))
    assert (answer.status_code, code_of(answer)) == (503, "temporarily_disabled")


def test_a_deleted_person_leaves_no_trace_of_the_store(api: Api, creator: User) -> None:
    from accounts.services.deletion import delete_account

    _link(api, creator)
    delete_account(person=creator, actor=Actor.person(creator.pk))
    assert not StoreAccount.objects.exists()
    assert _tell(api, APPLE.rescinds(TRANSACTION)).status_code == 204


def test_times_are_read_in_utc() -> None:
    assert store._time(0) == datetime(1970, 1, 1, tzinfo=UTC)
