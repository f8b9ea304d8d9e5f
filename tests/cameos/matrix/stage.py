"""People and films twice: as rows, and as the model knows them."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cameos.capabilities.issuing import authorize
from cameos.capabilities.using import complete
from cameos.models import Cameo, Capability
from cameos.permissions.terms import Cap
from cameos.services.authorizing import Read
from feed.models import Post
from feed.services.publishing import publish
from generation.models import Draft
from tests import cast
from tests.cameos.capabilities.using import words
from tests.cameos.matrix.model import SOON, Lent, Society
from tests.cameos.permissions import lending
from tests.feed.studio import finished

CAPS = {one.name.lower(): one for one in Cap}


class Over(Exception):
    """Takes back what a case did."""


@dataclass
class Stage:
    """Each verb is done, and told to `society`."""

    society: Society = field(default_factory=Society)
    people: dict[str, Any] = field(default_factory=dict)
    cameos: dict[str, Cameo] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    said: Read = field(default_factory=words)

    def enter(self, *names: str, age: str = "adult") -> None:
        for name in names:
            self.people[name] = cast.adult() if age == "adult" else cast.teen()
            if age == "adult":
                self.society.world.adults.add(name)
            else:
                self.society.were_young.add(name)

    def lend(self, name: str, level: str, lent: Lent | None = None) -> None:
        terms = lent or Lent()
        self.cameos[name] = lending.lent(self.people[name])
        self.set_level(name, level, terms)

    def set_level(self, name: str, level: str, lent: Lent | None = None) -> None:
        terms = lent or self.society.lends[name]
        lending.set_level(
            self.cameos[name], level, cap=CAPS[terms.reach], no_remix=terms.no_remix,
            no_download=terms.no_download, restrictions=sorted(terms.restrictions),
        )  # fmt: skip
        self.society.world.levels[name] = level
        self.society.world.refused_topics[name] = set(terms.restrictions)
        self.society.world.everyone_until[name] = timezone.now() + SOON
        self.society.lends[name] = terms

    def grant(self, owner: str, to: str) -> None:
        lending.granted(self.cameos[owner], self.people[to])
        self.society.world.grants[owner, to] = None
        self.society.grants[owner, to] = Lent()

    def follow(self, follower: str, *followed: str) -> None:
        for one in followed:
            lending.follow(self.people[follower], self.people[one])
            self.society.world.follows.add((follower, one))

    def befriend(self, one: str, *others: str) -> None:
        for other in others:
            self.follow(one, other)
            self.follow(other, one)

    def film(self, name: str, maker: str, *owners: str, inherited: bool = False) -> Draft:
        """As a job leaves it that asked for its capabilities and was finished under them."""
        minor = any(owner not in self.society.world.adults for owner in owners)
        draft = finished(self.people[maker], minor=minor)
        with transaction.atomic():
            issued = authorize(
                subjects=[self.cameos[owner].pk for owner in owners],
                requester=self.people[maker], words=self.said, job=draft.job.public_id,
                deadline=timezone.now() + timedelta(hours=1),
            )  # fmt: skip
            for one in issued:
                complete(one.capability)
        Capability.objects.filter(film_id=draft.job_id).update(inherited=inherited)
        self.society.film(name, maker, *owners, inherited=inherited)
        self.drafts[name] = draft
        return draft

    def show(self, name: str) -> Post:
        draft = self.drafts[name]
        self.posts[name] = publish(draft=Draft.objects.get(pk=draft.pk), by=draft.owner)
        self.society.films[name].shown = True
        return self.posts[name]

    @contextmanager
    def scene(self) -> Iterator[None]:
        """What happens within did not happen, rows, files and all."""
        before, drafts, posts = deepcopy(self.society), dict(self.drafts), dict(self.posts)
        files = files_kept()
        try:
            with transaction.atomic():
                yield
                raise Over
        except Over:
            pass
        finally:
            self.society, self.drafts, self.posts = before, drafts, posts
            put_back(files)


def files_kept() -> dict[Path, bytes]:
    media = Path(settings.MEDIA_DIR)
    return {one: one.read_bytes() for one in media.rglob("*.*") if one.is_file()}


def put_back(files: dict[Path, bytes]) -> None:
    for path in files_kept():
        if path not in files:
            path.unlink()
    for path, content in files.items():
        if not path.exists():
            path.write_bytes(content)
