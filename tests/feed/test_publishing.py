"""From a draft to a post: what it shows, and every reason not to publish."""

from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from audit.models import AuditEvent
from feed.models import Post
from feed.services.publishing import publish
from generation.models import Asset, Draft, Job
from generation.services.drafts import delete_draft
from inbox.models import Event
from lib.errors import DomainError
from moderation.models import Scan
from tests.client import Api, code_of
from tests.feed.studio import (
    BLOCKED,
    DOUBTFUL,
    LIMITED,
    SECRET,
    Screener,
    evidence,
    finished,
    published,
)


def ask(api: Api, draft: Draft, by: Any, caption: str | None = None, key: str = "k") -> Any:
    body = {} if caption is None else {"caption": caption}
    return api.post(f"/drafts/{draft.public_id}/publish", body, as_=by, key=key)


def test_a_post_shows_all_that_a_client_needs(
    api: Api, creator: Any, stranger: Any, draft: Draft
) -> None:
    answer = ask(api, draft, creator, "  It got away.\r\n ")
    assert answer.status_code == 201, answer.content
    mine = answer.json()
    assert answer["Location"] == f"/api/v1/posts/{mine['id']}"
    assert (mine["state"], mine["can"]["delete"]) == ("published", True)
    body = api.get(f"/posts/{mine['id']}", as_=stranger).json()
    assert body["author"] == {"handle": creator.handle, "display_name": creator.display_name}
    assert body["caption"] == "It got away."
    assert (body["state"], body["likes"], body["liked_by_me"]) == (None, 0, False)
    assert body["labels"] == {
        "ai_generated": True,
        "model": "sketch",
        "likenesses": [],
        "remix_of": None,
        "rating": "everyone",
        "screening": "development",
    }
    assert body["can"] == {
        "like": True,
        "comment": False,
        "remix": False,
        "download": True,
        "report": True,
        "delete": False,
    }
    assert {kind for kind, file in body["assets"].items() if file["url"]} == {
        "video",
        "poster",
        "spritesheet",
    }


def test_a_prompt_never_appears(api: Api, creator: Any, stranger: Any, draft: Draft) -> None:
    post = ask(api, draft, creator, "hello").json()["id"]
    for path in (f"/posts/{post}", "/feeds/latest", f"/people/{creator.handle}/posts"):
        for viewer in (creator, stranger):
            assert SECRET not in api.get(path, as_=viewer).content.decode()


def test_the_caption_is_ciphertext_in_its_row(api: Api, creator: Any, draft: Draft) -> None:
    ask(api, draft, creator, "unmistakable words")
    with connection.cursor() as cursor:
        cursor.execute("SELECT caption FROM feed_post")
        assert b"unmistakable" not in bytes(cursor.fetchone()[0])


def test_publishing_is_asked_for_once(api: Api, creator: Any, draft: Draft) -> None:
    first = ask(api, draft, creator, "once")
    again = ask(api, draft, creator, "once")
    assert again.status_code == 201
    assert again.json() == first.json()
    assert again["Idempotent-Replayed"] == "true"
    assert Post.objects.count() == 1
    other = ask(api, draft, creator, "once", key="another")
    assert (other.status_code, code_of(other)) == (409, "already_published")


def test_a_key_is_required(api: Api, creator: Any, draft: Draft) -> None:
    answer = api.post(f"/drafts/{draft.public_id}/publish", {}, as_=creator)
    assert (answer.status_code, code_of(answer)) == (400, "idempotency_key_required")


def test_another_persons_draft_does_not_exist(
    api: Api, stranger: Any, draft: Draft, screener: Screener
) -> None:
    assert ask(api, draft, stranger, "mine now").status_code == 404
    assert screener.asked == [], "their words were not even looked at"
    with pytest.raises(DomainError, match="not_found"):
        publish(draft=draft, by=stranger)


def test_a_deleted_draft_is_not_published(creator: Any, draft: Draft) -> None:
    delete_draft(draft=draft, by=creator)
    with pytest.raises(DomainError, match="not_found"):
        publish(draft=draft, by=creator)


@pytest.mark.parametrize(
    ("standing", "code"), [("suspended", "suspended"), ("limited", "standing_limited")]
)
def test_standing_is_read_when_it_happens(
    creator: Any, draft: Draft, standing: str, code: str
) -> None:
    type(creator).objects.filter(pk=creator.pk).update(state=standing)
    with pytest.raises(DomainError, match=code):
        publish(draft=draft, by=creator)
    assert not Post.objects.exists()


@pytest.mark.parametrize("kind", ["video", "poster", "spritesheet"])
def test_every_file_must_be_sealed(creator: Any, draft: Draft, kind: str) -> None:
    Asset.objects.filter(kind=kind).update(sealed_at=None)
    with pytest.raises(DomainError, match="not_publishable"):
        publish(draft=draft, by=creator)
    Asset.objects.filter(kind=kind).update(sealed_at=timezone.now(), moving_to="out/aa/b.mp4")
    with pytest.raises(DomainError, match="not_publishable"):
        publish(draft=draft, by=creator)


def test_a_file_that_is_missing_is_not_published_without(creator: Any, draft: Draft) -> None:
    Asset.objects.filter(kind="poster").delete()
    with pytest.raises(DomainError, match="not_publishable"):
        publish(draft=draft, by=creator)


def test_what_was_never_scanned_is_fit_for_nobody(creator: Any, draft: Draft) -> None:
    unscanned = Job.objects.create(
        owner=creator, prompt="?", size="720x1280", seconds=4, engine="sketch", seed=1,
        state="completed", progress=100, finished_at=timezone.now(), screened_as="development",
    )  # fmt: skip
    Asset.objects.update(job=unscanned)
    Draft.objects.filter(pk=draft.pk).update(job=unscanned)
    with pytest.raises(DomainError, match="not_publishable"):
        publish(draft=draft, by=creator)


@pytest.mark.parametrize("skipped", ["screen", "inspect", "likeness"])
def test_a_film_that_skipped_a_stage_is_fit_for_nobody(creator: Any, skipped: str) -> None:
    with pytest.raises(DomainError, match="not_publishable"):
        publish(draft=finished(creator, skipped=skipped), by=creator)
    assert not Post.objects.exists()


@pytest.mark.parametrize("scores", [DOUBTFUL, BLOCKED])
def test_what_the_policy_allows_to_nobody_is_not_published(creator: Any, scores: Any) -> None:
    with pytest.raises(DomainError, match="not_publishable"):
        publish(draft=finished(creator, scores), by=creator)


def test_what_is_for_adults_has_limited_reach_and_says_so(creator: Any) -> None:
    post = published(creator, LIMITED)
    assert post.rating == "adults"
    told = Event.objects.filter(person_id=creator.pk).order_by("number")
    assert [(one.type, one.data["rating"]) for one in told] == [
        ("post.published", "adults"),
        ("post.limited", "adults"),
    ]


def test_a_teen_publishes_only_what_teens_may_see(teen: Any) -> None:
    with pytest.raises(DomainError, match="minor_policy"):
        publish(draft=finished(teen, LIMITED), by=teen)
    assert publish(draft=finished(teen), by=teen).rating == "everyone"


@pytest.mark.parametrize(
    ("who", "scores", "code"),
    [("creator", BLOCKED, "input_moderation"), ("teen", LIMITED, "minor_policy")],
)
def test_a_refused_caption_is_an_answer_and_no_post(
    request: pytest.FixtureRequest, screener: Screener, who: str, scores: Any, code: str
) -> None:
    api, by = Api(), request.getfixturevalue(who)
    screener.scores = scores
    answer = ask(api, finished(by), by, "bad words")
    assert (answer.status_code, code_of(answer)) == (422, code)
    assert answer.json()["errors"][0]["attr"] == "caption"
    assert not Post.objects.exists()
    assert not Scan.objects.filter(stage="caption").exists()
    assert not Event.objects.filter(person_id=by.pk).exists()


def test_a_limited_caption_makes_the_post_one_for_adults(creator: Any, draft: Draft) -> None:
    post = publish(draft=draft, by=creator, caption="rough", evidence=evidence(LIMITED))
    assert post.rating == "adults"
    scan = Scan.objects.get(stage="caption")
    assert (scan.subject, scan.verdict) == (post.public_id, "limit")
    assert scan.audience["destination"] == "profile"


def test_a_minor_in_the_caption_is_one_in_the_post(creator: Any, draft: Draft) -> None:
    post = publish(draft=draft, by=creator, caption="my child", evidence=evidence(minor=True))
    assert post.depicts_minor
    with pytest.raises(DomainError, match="not_publishable"):
        publish(
            draft=finished(creator, {"violence": 0.55}),  # type: ignore[dict-item]
            by=creator,
            caption="my child",
            evidence=evidence(minor=True),
        )


@pytest.mark.parametrize(
    ("caption", "code"),
    [
        ("x" * 501, "max_length"),
        ("a\u202eb", "invalid_characters"),
        ("a\x07b", "invalid_characters"),
    ],
)
def test_what_is_no_caption_is_refused(
    api: Api, creator: Any, draft: Draft, caption: str, code: str
) -> None:
    answer = ask(api, draft, creator, caption)
    assert (answer.status_code, code_of(answer)) == (400, code)
    assert not Post.objects.exists()


def test_length_is_counted_after_normalisation(api: Api, creator: Any, draft: Draft) -> None:
    assert ask(api, draft, creator, "e\u0301" * 500).status_code == 201


@pytest.mark.parametrize("caption", [None, "", " \n ", "\u200b"])
def test_without_words_nobody_is_asked(
    api: Api, creator: Any, draft: Draft, screener: Screener, caption: str | None
) -> None:
    screener.away = True
    answer = ask(api, draft, creator, caption)
    assert (answer.status_code, answer.json()["caption"]) == (201, "")
    assert screener.asked == []
    assert Post.objects.filter(caption__isnull=True).count() == 1


def test_every_step_leaves_its_row(creator: Any, draft: Draft) -> None:
    post = publish(draft=draft, by=creator)
    rows = AuditEvent.objects.filter(target=post.public_id).order_by("pk")
    assert [(row.action, row.actor) for row in rows] == [
        ("feed.post.submitted", creator.public_id),
        ("feed.post.published", creator.public_id),
    ]
    history = Post.transition_model.objects.filter(subject_id=post.pk).order_by("pk")
    assert [row.to_state for row in history] == ["screening", "published"]
