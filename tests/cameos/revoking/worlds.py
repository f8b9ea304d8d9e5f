"""What happens in a world of test_interleavings, to rows and to the model that keeps none."""

import random
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from cameos.capabilities.issuing import Issued, authorize
from cameos.capabilities.tokens import CapabilityRefused
from cameos.capabilities.using import checked, complete
from cameos.models import Cameo, Capability, Revocation
from cameos.models.revocations import HIDES_REMIXES, HIDES_SHOWN, OFFERED, RevocationScope
from cameos.revoking import progress
from feed.models import Post
from feed.services.deletion import delete_post
from feed.services.publishing import publish
from generation.models import Asset, Draft, Job
from generation.models.assets import LEAVING
from generation.selectors import jobs_for
from generation.work import withdrawing
from generation.work.moving import move_files_of
from lib.errors import DomainError, ErrorCode
from lib.ids import IdKind, decode
from lib.outbox.models import OutboxMessage
from lib.signed_media import new_key, storage_path
from tests.cameos.capabilities.using import new_job
from tests.cameos.permissions.lending import EVERYONE, set_level
from tests.cameos.revoking.taking_back import revoked
from tests.cameos.revoking.test_removing import STEPS, Killed, dying, pay


@dataclass
class Film:
    """What the model knows of one. `ended`: it was finished, and a consent taken back since."""

    issued: Issued
    inherited: bool
    draft: Draft | None = None
    post: Post | None = None
    runs: bool = True
    ended: bool = False
    hidden: bool = False


class Asked:
    """The product's own questions, put into SQL once for all worlds: these are most of the work,
    and only what is stored differs from one time to the next."""

    def __init__(self, maker: Any, reader: Any) -> None:
        questions: dict[str, QuerySet[Any]] = {
            "drafts": Draft.objects.visible_to(maker),
            "own": Post.objects.visible_to(maker),
            "feed": Post.objects.public_feed(reader),
        }
        self.said = {
            name: asked.values_list("pk").query.sql_with_params()
            for name, asked in questions.items()
        }

    def keys(self, name: str) -> set[UUID]:
        with connection.cursor() as cursor:
            cursor.execute(*self.said[name])
            return {key for (key,) in cursor.fetchall()}


@dataclass
class World:
    """A likeness, a maker, a reader, and a source of chance."""

    chance: random.Random
    patch: pytest.MonkeyPatch
    media: Path
    maker: Any
    reader: Any
    cameo: Cameo
    words: Any
    asked: Asked
    films: list[Film] = field(default_factory=list)

    def submit(self) -> None:
        issued = authorize(
            subjects=[self.cameo.pk], requester=self.maker, words=self.words, job=new_job(),
            deadline=timezone.now() + timedelta(hours=1),
        )[0]  # fmt: skip
        inherited = self.chance.random() < 0.3
        Capability.objects.filter(pk=issued.capability.pk).update(inherited=inherited)
        self.films.append(Film(issued, inherited))

    def finish(self) -> None:
        one = self._one(lambda film: film.draft is None)
        if one is None:
            return
        try:
            with transaction.atomic():
                complete(checked(one.issued.token, job=one.issued.capability.job))
                film = decode(IdKind.GENERATION, one.issued.capability.job)
                one.draft = drawn(self.maker, film)
            assert one.runs, "finished after its consent was taken back"
        except CapabilityRefused:
            assert not one.runs
        one.runs = False

    def publish(self) -> None:
        one = self._one(lambda film: film.draft is not None and film.post is None)
        if one is None or one.draft is None:
            return
        if self.chance.random() < 0.7 and one.draft.pk not in self.asked.keys("drafts"):
            return  # as the API answers; else whoever read it before its consent ended goes on
        try:
            with transaction.atomic():
                one.post = publish(draft=one.draft, by=self.maker)
            assert not one.hidden, "published after its consent was taken back"
        except DomainError as error:
            if error.code not in (ErrorCode.CONSENT_ENDED, ErrorCode.NOT_FOUND):
                raise
            assert one.hidden
            one.draft = Draft.objects.get(pk=one.draft.pk)

    def put_away(self) -> None:
        """Its maker deletes the post: what is left is a draft, and ends as drafts do."""
        one = self._one(lambda film: film.post is not None and not film.hidden)
        if one is None or one.post is None or one.draft is None:
            return
        delete_post(post=one.post, by=self.maker)
        move_files_of(one.draft.job_id)
        one.post, one.hidden = None, one.ended

    def revoke(self) -> None:
        scope = self.chance.choice(OFFERED)
        revoked(self.cameo, scope)
        for one in self.films:
            one.runs = False
            if one.draft is not None:
                one.ended = True
                one.hidden = one.hidden or ends(one, scope)
        # Enrolled anew at once: consents of the next epoch.
        Cameo.objects.filter(pk=self.cameo.pk).update(state="active", ended_at=None)
        self.cameo.refresh_from_db()
        set_level(self.cameo, EVERYONE)

    def work(self) -> None:
        """One film of one revocation; every second time the worker dies on the way."""
        row = Revocation.objects.filter(finished_at=None).order_by("?").first()
        if row is None:
            return
        owed = progress.films_owed(row.pk, most=1)
        with self.patch.context() as once:
            once.setattr(withdrawing, "BATCH", 1)
            if owed and self.chance.random() < 0.5:
                dying(once, self.chance.choice(STEPS), after=self.chance.random() < 0.5)
            with suppress(Killed):
                withdrawing.withdraw_films(row.pk)

    def read(self) -> None:
        """What a maker finds among their drafts, and a stranger in the feed."""
        drafts, feed = self.asked.keys("drafts"), self.asked.keys("feed")
        for one in self.films:
            if one.draft is not None:
                assert (one.draft.pk in drafts) == (not one.hidden)
            if one.post is not None:
                assert (one.post.pk in feed) == (not one.hidden)

    def read_elsewhere(self) -> None:
        """And what the maker finds among their jobs and on their profile."""
        own = self.asked.keys("own")
        jobs = {one.pk for one in jobs_for(self.maker) if getattr(one, "draft", None)}
        for one in self.films:
            if one.draft is not None:
                assert (one.draft.job_id in jobs) == (not one.hidden)
            if one.post is not None:
                assert (one.post.pk in own) == (not one.hidden)

    def end(self) -> None:
        while row := Revocation.objects.filter(finished_at=None).first():
            withdrawing.withdraw_films(row.pk)
            pay()
        for owed in OutboxMessage.objects.filter(actor_name="withdraw_if_lost"):
            withdrawing.withdraw_if_lost(UUID(owed.args[0]))
        self.read()
        self.read_elsewhere()
        kept = {one.draft.job_id for one in self.films if one.draft and not one.hidden}
        gone = {one.draft.job_id for one in self.films if one.draft and one.hidden}
        assert set(Asset.objects.values_list("job", flat=True)) == kept
        assert not Draft.objects.filter(job__in=gone, deleted_at=None).exists()
        assert not Post.objects.filter(draft__job__in=gone).exclude(state="deleted").exists()
        keys = set(Asset.objects.values_list("storage_key", flat=True))
        files = {str(one.relative_to(self.media)) for one in self.media.rglob("*.*")}
        assert files == keys

    def _one(self, which: Any) -> Film | None:
        found = [one for one in self.films if which(one)]
        return self.chance.choice(found) if found else None


def drawn(maker: Any, key: UUID) -> Draft:
    """A finished film in as few statements as can be; how it is rated is no matter here."""
    job = Job.objects.create(
        pk=key, owner=maker, prompt="?", size="720x1280", seconds=4, engine="sketch", seed=1,
        state="completed", progress=100, finished_at=timezone.now(), screened_as="development",
    )  # fmt: skip
    keys = {kind: new_key("out", ".mp4") for kind in sorted(LEAVING)}
    for one in keys.values():
        storage_path(one).parent.mkdir(parents=True, exist_ok=True)
        storage_path(one).write_bytes(b"film")
    Asset.objects.bulk_create(
        Asset(
            job=job, kind=kind, storage_key=one, sha256="0" * 64, bytes=4, mime="video/mp4",
            width=1, height=1, sealed_at=timezone.now(),
        )
        for kind, one in keys.items()
    )  # fmt: skip
    return Draft.objects.create(job=job, owner=maker)


def ends(film: Film, scope: RevocationScope) -> bool:
    if film.post is None:
        return True
    return scope in (HIDES_REMIXES if film.inherited else HIDES_SHOWN)


STEPS_OF_THE_WORLD = (
    *(World.submit, World.submit, World.finish, World.finish, World.finish),
    *(World.publish, World.publish, World.publish, World.revoke, World.work, World.work),
    *(World.read, World.put_away),
)
