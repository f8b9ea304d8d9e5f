"""Nothing of other people is in an archive but what its owner reads in the app."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.models import AgeSignal, Block, Mute, SafeguardSettings, User
from accounts.services.impersonation import mark_impersonation
from cameos.models import FaceTemplate
from feed.models import Post
from generation.models import Asset, AssetKind, Job
from lib import exporting
from lib.signed_media import storage_path
from moderation.categories import Category, Surface
from moderation.models import RefusedText
from parental.models import GuardianLink, SafetyCase
from tests.accounts.relating import follow
from tests.client import Api
from tests.feed.studio import published
from tests.leaving.archives import made, records, words_in
from tests.leaving.somebody import fill
from tests.parental.families import linked

pytestmark = pytest.mark.django_db

MARKS = {
    "their prompt": "a vermilion zeppelin",
    "their waiting text": "tourmaline biography",
    "their refused words": "peridot insult",
    "their zone": "Antarctica/Vostok",
    "their address": "else@example.org",
}


@pytest.fixture
def other(friend: User) -> User:
    """Somebody near, in whose rows stands what only they read."""
    published(friend)
    Job.objects.filter(owner=friend).update(prompt=MARKS["their prompt"])
    User.objects.filter(pk=friend.pk).update(email=MARKS["their address"])
    SafeguardSettings.objects.create(person=friend, time_zone=MARKS["their zone"])
    RefusedText.objects.create(
        person_id=friend.pk, origin="6" * 64, surface=Surface.PROMPT, category=Category.HATE,
        points=1, words=MARKS["their refused words"],
    )  # fmt: skip
    friend.refresh_from_db()
    return friend


def test_what_only_others_read_is_not_in_it(
    api: Api, creator: User, other: User, teen: User, deliver: Callable[[], int]
) -> None:
    fill(api, creator, other, teen=teen)
    found = words_in(made(api, creator, deliver))
    assert other.handle in found, "they follow each other, so the name is"
    assert [mark for mark in MARKS.values() if mark in found] == []
    assert str(other.pk) not in found
    assert str(creator.pk) not in found, "ids are typed"


def test_no_template_and_no_quarantined_byte(
    api: Api, creator: User, friend: User, deliver: Callable[[], int]
) -> None:
    post = published(creator)
    assert post.draft is not None
    video = Asset.objects.get(job=post.draft.job, kind=AssetKind.VIDEO)
    key = "quarantine/" + video.storage_key.removeprefix("out/")
    place = storage_path(key)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"what was taken down")
    Asset.objects.filter(pk=video.pk).update(storage_key=key)
    found = words_in(made(api, creator, deliver))
    assert "what was taken down" not in found
    walked = {walker.model for walker in exporting.walkers()}
    told = {model for walker in exporting.walkers() for model in walker.also}
    assert FaceTemplate not in walked | told


def test_who_blocked_and_muted_them_they_do_not_learn(
    api: Api, creator: User, friend: User, stranger: User, deliver: Callable[[], int]
) -> None:
    follow(api, creator, friend)
    Block.objects.create(blocker=friend, blocked=creator)
    Mute.objects.create(muter=stranger, muted=creator)
    Block.objects.create(blocker=creator, blocked=stranger)
    row = made(api, creator, deliver)
    assert [one["handle"] for one in records(row, "accounts/Block")] == [stranger.handle]
    assert records(row, "accounts/Mute") == []
    assert records(row, "accounts/Follow") == [], "whoever blocked them is seen no more"
    assert friend.handle not in words_in(row)


def test_the_audit_tells_nobody_who_left_or_blocked_them(
    api: Api, creator: User, friend: User, stranger: User, deliver: Callable[[], int]
) -> None:
    follow(api, friend, creator)
    assert api.put(f"/people/{creator.handle}/block", as_=friend).status_code < 300
    assert api.delete(f"/people/{creator.handle}/block", as_=friend).status_code < 300
    assert api.put(f"/people/{stranger.handle}/block", as_=creator).status_code < 300
    told = [
        (one["action"], one["by_you"])
        for one in records(made(api, creator, deliver), "audit/AuditEvent")
        if one["action"].startswith(("accounts.block.", "accounts.follow."))
    ]
    assert told == [("accounts.block.made", True)]


def test_a_teens_archive_and_a_guardians_hold_what_each_reads(
    api: Api, teen: User, guardian: User, deliver: Callable[[], int]
) -> None:
    linked(teen, guardian)
    Job.objects.filter(owner=published(teen).author).update(prompt="a teal secret")
    of_teen = made(api, teen, deliver)
    of_guardian = made(api, guardian, deliver)
    (seen,) = records(of_teen, "parental/GuardianLink")
    assert (seen["side"], seen["guardian"]["handle"]) == ("teen", guardian.handle)
    (read,) = records(of_guardian, "parental/GuardianLink")
    assert (read["side"], read["guardian"], read["teen_number"]) == ("guardian", None, 1)
    found = words_in(of_guardian)
    for mark in (teen.handle, teen.public_id, str(teen.email), "a teal secret"):
        assert mark not in found
    for mark in (str(guardian.email), str(guardian.birth_date)):
        assert mark not in words_in(of_teen)


def test_a_flight_shows_in_no_archive_of_a_guardian(
    api: Api, teen: User, guardian: User, deliver: Callable[[], int]
) -> None:
    link = linked(teen, guardian)
    path = f"/family/links/{link.public_id}"
    assert api.post(f"{path}/leave", {"reason": "not_safe"}, as_=teen).status_code < 300
    deliver()
    link.refresh_from_db()
    assert link.shown_until is not None
    assert link.shown_until > timezone.now()
    assert SafetyCase.objects.filter(teen_id=teen.pk).exists()
    row = made(api, guardian, deliver)
    (read,) = records(row, "parental/GuardianLink")
    assert (read["state"], read["ended_at"], read["ended_by"]) == ("active", None, None)
    assert read == api.get(path, as_=guardian).json() | {"controls": read["controls"]}
    assert [one["kind"] for one in records(row, "parental/FamilyEntry")].count("ended") == 0
    found = words_in(row)
    assert "not_safe" not in found
    assert "left_by" not in found
    of_teen = words_in(made(api, teen, deliver))
    assert "not_safe" not in of_teen, "nor in a file that lies on a phone at home"


def test_what_the_walkers_show_of_a_flight_ends_when_the_app_says_so(
    api: Api, teen: User, guardian: User, deliver: Callable[[], int]
) -> None:
    link = linked(teen, guardian)
    api.post(f"/family/links/{link.public_id}/leave", {"reason": "not_safe"}, as_=teen)
    GuardianLink.objects.filter(pk=link.pk).update(
        shown_until=timezone.now() - timedelta(seconds=1)
    )
    (read,) = records(made(api, guardian, deliver), "parental/GuardianLink")
    assert read["state"] == "ended"


def test_every_table_that_speaks_of_somebody_is_walked_or_left_out() -> None:
    """A new table fails here until its room says what an archive holds of it."""
    checked = list(apps.get_models(include_auto_created=True))
    assert exporting.unanswered(checked) == []


def test_a_table_that_nobody_speaks_for_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    walked: dict[Any, Any] = exporting._walkers
    told: dict[Any, Any] = exporting._told
    monkeypatch.delitem(walked, Post)
    monkeypatch.delitem(told, Asset)
    assert exporting.unanswered([Post, Asset, AgeSignal]) == ["feed.Post", "generation.Asset"]


def test_nothing_is_said_twice_or_without_a_reason() -> None:
    with pytest.raises(ValueError, match="said twice"):
        exporting.register(exporting.LeftOut((Post,), "for a reason that is long"))
    with pytest.raises(ValueError, match="sentence"):
        exporting.register(exporting.LeftOut((Any,), "short"))  # type: ignore[arg-type]


def test_a_finding_of_impersonation_is_told_as_the_app_tells_it(
    api: Api, creator: User, friend: User, moderator: User, deliver: Callable[[], int]
) -> None:
    User.objects.filter(pk=creator.pk).update(display_name="Mara Berg")
    mark_impersonation(person=creator, of=friend.public_id, actor=moderator)
    row = made(api, creator, deliver)
    (told,) = records(row, "accounts/Impersonation")
    assert told.keys() == {"public_id", "state", "marked_at", "decided_at"}
    assert told["state"] == "marked"
    found = words_in(row)
    assert friend.public_id not in found, "for whom it passes is told to nobody"
    assert moderator.public_id not in found
