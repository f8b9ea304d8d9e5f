"""A person of whom there is something in every room."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from accounts.models import (
    AgeAppeal,
    AgeInput,
    AgeLook,
    AgeVerification,
    AppleGrant,
    Export,
    FollowRequest,
    Invite,
    Mute,
    ProfileHold,
    ProfileText,
    SafeguardSettings,
    StoreAccount,
    StoreLink,
    User,
    WatchedTime,
)
from cameos.models import CameoAddress, CameoRequest, Release, ReleaseAddress
from cameos.models.releases import commitment, new_salt
from enforcement.models import Reporter
from feed.models import Like, Post
from generation.models import FilmHoldKind, Job
from generation.services.film_holds import hold_film
from inbox.models import NotificationPreferences, Push, PushDevice, SeenMark
from lib.actors import Actor
from lib.idempotency.models import StoredAnswer
from moderation.categories import Category, Surface
from moderation.models import Cause, CoolingOff, RefusedText
from moderation.services.reviews import open_review
from parental.models import FamilyNotice, LinkCode
from tests.accounts.relating import follow
from tests.accounts.signing_up import sign_in
from tests.cameos.permissions.lending import granted, lent
from tests.client import Api
from tests.feed.studio import published
from tests.parental.families import linked

# Every one of them stands in something that the person wrote or sent, and nowhere else.
WORDS = {
    "name": "Quillomena",
    "bio": "zephyrine boats",
    "waiting": "waiting tamarind",
    "taken": "taken persimmon",
    "prompt": "a celadon kite",
    "caption": "saffron caption",
    "statement": "it was a vermilion joke",
    "refused": "quetzal insult",
    "open note": "indigo please",
    "settled note": "cerulean thanks",
    "answer": "an ochre answer",
    "address": "198.51.100.77",
    "apple": "apple-subject-9182",
    "store": "store-transaction-7",
    "secret": "totp-secret-4711",
    "time zone": "Antarctica/Troll",
}


def fill(api: Api, person: User, friend: User, *, teen: User) -> None:
    """Something of `person` in every table whose rows go with an account."""
    now = timezone.now()
    User.objects.filter(pk=person.pk).update(display_name=WORDS["name"], bio=WORDS["bio"])
    person.refresh_from_db()
    _account(api, person, friend)
    _told(person)
    _ages(person)
    _shown(api, person, friend)
    linked(teen, person)
    Reporter.objects.create(person_id=person.pk)
    LinkCode.objects.create(
        teen_id=person.pk, digest="1" * 64, device="2" * 64, expires_at=now + timedelta(days=1)
    )
    FamilyNotice.objects.create(
        person_id=person.pk, kind="family.linked", data={}, next_try_at=now + timedelta(days=1)
    )


def _account(api: Api, person: User, friend: User) -> None:
    sign_in(api, person.email or "")
    EmailAddress.objects.get_or_create(user=person, email=person.email or "")
    ProfileText.objects.create(person=person, field="bio", text=WORDS["waiting"])
    ProfileHold.objects.create(person=person, field="bio", words=WORDS["taken"], cause="act:one")
    follow(api, friend, person)
    follow(api, person, friend)
    FollowRequest.objects.create(asker=friend, asked=person)
    Mute.objects.create(muter=friend, muted=person)
    Authenticator.objects.create(user=person, type="totp", data={"secret": WORDS["secret"]})
    SocialAccount.objects.create(
        user=person, provider="apple", uid=WORDS["apple"], extra_data={"email": person.email}
    )
    AppleGrant.objects.create(person=person, client_id="org.example.app", refresh_token="token")
    Invite.objects.create(
        inviter=person, code="ABCDEFGHJK", expires_at=timezone.now() + timedelta(days=1)
    )
    SafeguardSettings.objects.create(person=person, time_zone=WORDS["time zone"])
    Export.objects.create(person=person, state="failed", error_code="internal")
    WatchedTime.objects.create(person=person, quarter=timezone.now(), minutes=1)


def _told(person: User) -> None:
    NotificationPreferences.objects.create(person_id=person.pk, mails=True)
    SeenMark.objects.create(person_id=person.pk, upto=1)
    phone = PushDevice.objects.create(
        person_id=person.pk, device="6" * 64, digest="7" * 64, session_key="s", token="t"
    )
    Push.objects.create(
        device_id=phone.pk, person_id=person.pk, number=1, category="people", outcome="sent",
        ended_at=timezone.now(),
    )  # fmt: skip


def _ages(person: User) -> None:
    AgeInput.objects.create(person=person, signal_id=10**9, facts={"adult_from": "2001-02-03"})
    AgeVerification.objects.create(person=person, nonce=uuid4())
    AgeAppeal.objects.create(person=person, held_band="teen")
    AgeLook.objects.create(person=person, at=timezone.now())
    StoreAccount.objects.create(person=person)
    StoreLink.objects.create(person=person, app_transaction_id=WORDS["store"])


def _shown(api: Api, person: User, friend: User) -> None:
    now = timezone.now()
    mine, theirs = published(person), published(friend)
    Post.objects.filter(pk=mine.pk).update(caption=WORDS["caption"])
    Job.objects.filter(owner=person).update(prompt=WORDS["prompt"])
    film = Job.objects.get(owner=person).pk
    house, closed = Actor.system("tests"), FilmHoldKind.NO_REMIX
    hold_film(job_id=film, kind=closed, cause="act:one", actor=house)
    Like.objects.create(person=friend, post=mine)
    Like.objects.create(person=person, post=theirs)
    cameo, other = lent(person), lent(friend)
    granted(cameo, friend)
    granted(other, person)
    CameoAddress.objects.create(person=person)
    for state, note in (("waiting", WORDS["open note"]), ("approved", WORDS["settled note"])):
        CameoRequest.objects.create(
            cameo_id=other.pk, named=uuid4(), heard=True, person=person, state=state, note=note,
            note_state="shown", expires_at=now + timedelta(days=14),
        )  # fmt: skip
    salt = new_salt()
    release = Release.objects.create(
        person_id=person.pk, notice_version=1, text_hash="0" * 64, locale="en", face=True,
        voice=True, device="3" * 64, address_commitment=commitment(salt, WORDS["address"]),
    )  # fmt: skip
    ReleaseAddress.objects.create(release_id=release.pk, salt=salt, address=WORDS["address"])
    RefusedText.objects.create(
        person_id=person.pk, origin="4" * 64, surface=Surface.PROMPT, category=Category.HATE,
        points=1, words=WORDS["refused"],
    )  # fmt: skip
    CoolingOff.objects.create(
        person_id=person.pk, level=1, points=1, needed=1, until=now + timedelta(minutes=10)
    )
    open_review(
        subject=Job.objects.get(owner=person).public_id, person_id=person.pk, stage="inspect",
        category=Category.HATE, cause=Cause.POLICY, actor=Actor.system("tests"),
        statement=WORDS["statement"],
    )  # fmt: skip
    StoredAnswer.objects.create(
        owner_id=person.pk, route="generations", key="k", fingerprint="5" * 64, status=201,
        answer={"prompt": WORDS["answer"]},
    )  # fmt: skip


def erased_words(person: Any) -> list[str]:
    """What nothing may hold of them any more, but for a handle that is held."""
    return [*WORDS.values(), str(person.email), person.handle, "2001-02-03"]
