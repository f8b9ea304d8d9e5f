"""Overturned on appeal, everything is as it was, everywhere; and only what that decision did (E31,
E22; Q-15)."""

from collections.abc import Callable
from typing import Any

from accounts.models import User
from audit.models import AuditEvent
from cameos.models import Cameo
from enforcement.actions.names import ActionName
from enforcement.models import Appeal
from feed.services.deletion import delete_post
from generation.models import Draft, FilmHold
from lib.sanctions import LIVE
from moderation.models import BankedHash
from tests.cameos.revoking.films import used
from tests.client import Api
from tests.enforcement.appeals.sides import REMOVED, appealed, overturned, told, upheld
from tests.enforcement.decisions.stage import (
    DAY,
    Stage,
    chief,
    decided,
    effects,
    wish,
)

A = ActionName


def surfaces(api: Api, stage: Stage) -> dict[str, Any]:
    """Where somebody meets the first post, and whether they do; by its id."""
    author, viewer = stage.people[0], stage.viewers[0]
    post = stage.posts[0].public_id
    paths = {
        "its page": f"/posts/{post}",
        "latest": "/feeds/latest",
        "following": "/feeds/following",
        "profile": f"/people/{author.handle}/posts",
    }
    found = {}
    for name, path in paths.items():
        answer = api.get(path, as_=viewer)
        found[name] = (answer.status_code, post in answer.content.decode())
    return found


def test_removed_appealed_overturned_and_visible_everywhere(
    api: Api, stage: Stage, stranger: User, deliver: Callable[[], int]
) -> None:
    author = stage.people[0]
    api.put(f"/people/{author.handle}/follow", as_=stage.viewers[0])
    before, seen = effects(stage), surfaces(api, stage)
    assert all(there for _status, there in seen.values()), seen
    _report, down = told(
        api, stage, stranger, REMOVED, wish(A.STRIKE), wish(A.BANK_HASHES), wish(A.LIMIT_UPLOADS)
    )
    deliver()
    assert effects(stage) != before
    assert not any(there for _status, there in surfaces(api, stage).values())
    assert BankedHash.objects.exists()
    one = appealed(api, author, down)
    overturned(one, stage.second)
    deliver()
    assert surfaces(api, stage) == seen
    assert effects(stage) == before
    assert not FilmHold.objects.filter(LIVE).exists()
    assert api.get("/me/strikes", as_=author).json()["points"] == 0


def test_a_likeness_that_was_paused_lends_itself_again(api: Api, stage: Stage) -> None:
    before = stage.untouched
    decision = decided(stage, wish(A.PAUSE_CAMEO))
    assert effects(stage) != before
    overturned(appealed(api, stage.people[0], decision), stage.second)
    assert effects(stage) == before


def test_the_other_sanction_stays(api: Api, stage: Stage, deliver: Callable[[], int]) -> None:
    author, third = stage.people[0], chief()
    other = decided(stage, REMOVED, wish(A.SUSPEND, DAY))
    alone = effects(stage)
    decision = decided(stage, REMOVED, wish(A.SUSPEND, DAY), wish(A.STRIKE))
    row = appealed_by_service(decision)
    overturned(row, third)
    deliver()
    assert effects(stage) == alone
    assert other.actions.filter(state="applied").count() == 2
    assert User.objects.get(pk=author.pk).state == "suspended"


def appealed_by_service(decision: Any) -> Appeal:
    from enforcement.services.appealing import appeal_own

    return appeal_own(decision=decision, text="Not me.")


def test_a_lock_is_lifted_alone_and_an_appeal_of_the_account_locks_nothing(
    api: Api, stage: Stage, stranger: User
) -> None:
    """E53, as a matrix: who appeals what, and what lends itself meanwhile."""
    author, job = stage.people[0], stage.posts[0].draft.job  # type: ignore[union-attr]

    def closed() -> set[str]:
        return set(FilmHold.objects.filter(LIVE, job=job).values_list("kind", flat=True))

    warned = decided(stage, wish(A.WARN))
    assert appealed(api, author, warned).locked is False
    assert closed() == set()

    labelled = decided(stage, wish(A.LABEL_POST), wish(A.DISABLE_REMIX))
    one = appealed(api, author, labelled)
    assert one.locked
    assert closed() == {"no_remix", "no_download"}
    assert Draft.objects.filter(job=job, deleted_at=None).exists(), "suspended, not deleted"
    body = api.get(f"/me/appeals/{one.public_id}", as_=author).json()
    assert body["remix_closed"] is True
    can = api.get(f"/posts/{stage.posts[0].public_id}", as_=stage.viewers[0]).json()["can"]
    assert can["remix"] is False
    upheld(one, stage.second)
    assert closed() == {"no_remix"}, "what the decision itself closed"
    assert api.get(f"/me/appeals/{one.public_id}", as_=author).json()["remix_closed"] is False


def test_a_crowd_that_appeals_locks_nothing_who_is_in_it_does(
    api: Api, stage: Stage, stranger: User
) -> None:
    person, draft = stage.people[1], stage.posts[0].draft
    assert draft is not None
    used(draft, Cameo.objects.get(owner=person))
    from tests.enforcement.reporting import reported

    theirs = reported(api, person, stage.posts[0], "likeness_me")
    assert theirs.verified
    report, _keep = told(api, stage, stranger)
    assert appealed(api, stranger, report).locked is False
    assert not FilmHold.objects.filter(LIVE).exists()
    theirs.refresh_from_db()
    one = appealed(api, person, theirs)
    assert one.locked
    assert FilmHold.objects.filter(LIVE, job=draft.job).count() == 2
    rows = AuditEvent.objects.filter(target=draft.job.public_id, action="generation.film.held")
    assert {row.actor for row in rows} == {"system:appeal"}, "it names nobody who reported"
    upheld(one, stage.second)
    assert not FilmHold.objects.filter(LIVE).exists()


def test_a_lock_falls_though_the_post_was_put_away_meanwhile(api: Api, stage: Stage) -> None:
    author, post = stage.people[0], stage.posts[0]
    one = appealed(api, author, decided(stage, wish(A.LABEL_POST)))
    delete_post(post=post, by=author)
    assert FilmHold.objects.filter(LIVE).count() == 2
    upheld(one, stage.second)
    assert not FilmHold.objects.filter(LIVE).exists()
    assert Draft.objects.filter(job=post.draft.job, deleted_at=None).exists()  # type: ignore[union-attr]
