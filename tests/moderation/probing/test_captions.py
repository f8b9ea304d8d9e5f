"""Captions are words too: they are counted with prompts, and wait with them."""

from typing import Any

import pytest

from generation.models import Draft
from moderation.categories import Category
from moderation.models import CoolingOff, ProbingFinding, RefusedText
from moderation.policy.rows import Verdict
from moderation.probing.limits import LIMITS, ORDINARY
from moderation.subjects import card_of
from tests.client import Api, code_of
from tests.feed.conftest import _own_media, draft, screener
from tests.feed.studio import BLOCKED, Screener, scoring
from tests.moderation.probing.studio import Use, blocking, refuse_all

__all__ = ["_own_media", "draft", "screener"]
FEW = LIMITS[0].adults // ORDINARY
CAPTIONS = [f"caption number {number}" for number in range(FEW)]


def publish(api: Api, by: Any, draft: Draft, caption: str, *, key: str) -> Any:
    return api.post(f"/drafts/{draft.public_id}/publish", {"caption": caption}, as_=by, key=key)


@pytest.fixture
def refused(api: Api, creator: Any, draft: Draft, screener: Screener) -> None:
    screener.scores = BLOCKED
    for number, caption in enumerate(CAPTIONS):
        assert publish(api, creator, draft, caption, key=str(number)).status_code == 422


def test_refused_captions_lead_to_waiting(
    api: Api, creator: Any, draft: Draft, refused: None, screener: Screener
) -> None:
    screener.scores, asked = {}, len(screener.asked)
    answer = publish(api, creator, draft, "harmless", key="more")
    assert (answer.status_code, code_of(answer)) == (429, "cooling_off")
    assert int(answer["Retry-After"]) > 0
    assert len(screener.asked) == asked
    assert {row.surface for row in RefusedText.objects.all()} == {"caption"}


def test_without_words_there_is_nothing_to_wait_for(
    api: Api, creator: Any, draft: Draft, refused: None
) -> None:
    assert publish(api, creator, draft, "", key="silent").status_code == 201


def test_prompts_and_captions_count_together(
    api: Api, creator: Any, draft: Draft, screener: Screener, screener_answers: Use
) -> None:
    screener_answers(blocking(Category.HATE))
    assert refuse_all(api, creator, *CAPTIONS[1:]) == [422] * (FEW - 1)
    screener.scores = BLOCKED
    assert publish(api, creator, draft, "and one caption", key="k").status_code == 422
    assert CoolingOff.objects.exists()
    assert refuse_all(api, creator, "next") == [429]


def test_the_same_request_again_counts_once(
    api: Api, creator: Any, draft: Draft, screener: Screener
) -> None:
    screener.scores = BLOCKED
    for _ in range(FEW + 1):
        assert publish(api, creator, draft, CAPTIONS[0], key="one").status_code == 422
    assert RefusedText.objects.count() == 1


def test_one_key_for_many_captions_is_no_way_around(
    api: Api, creator: Any, draft: Draft, screener: Screener
) -> None:
    screener.scores = BLOCKED
    answers = [publish(api, creator, draft, one, key="one").status_code for one in CAPTIONS]
    assert answers == [422] * FEW
    assert CoolingOff.objects.exists()


def test_a_caption_of_which_no_post_is_kept_can_still_be_read_by_staff(
    creator: Any, refused: None, deliver: Any, without_vectors: None
) -> None:
    deliver()
    finding = ProbingFinding.objects.get()
    words = set()
    for subject in finding.members.values_list("subject", flat=True):
        card = card_of(subject)
        assert card is not None
        words |= {text for _, text in card.words}
    assert words == set(CAPTIONS)
    RefusedText.objects.update(words=None)
    assert card_of(subject) is None


def test_a_caption_about_hurting_oneself_is_answered_with_help(
    api: Api, creator: Any, draft: Draft, screener: Screener
) -> None:
    screener.scores = scoring(Category.SELF_HARM, Verdict.BLOCK)
    answer = publish(api, creator, draft, CAPTIONS[0], key="k")
    assert answer.status_code == 422
    assert "findahelpline.com" in answer.json()["errors"][0]["detail"]
    assert not RefusedText.objects.exists()


def test_refused_by_the_screen_queue_counts_once(
    api: Api, creator: Any, draft: Draft, screener: Screener, deliver: Any
) -> None:
    screener.away = True
    assert publish(api, creator, draft, CAPTIONS[0], key="k").status_code == 202
    screener.away, screener.scores = False, BLOCKED
    deliver()
    row = RefusedText.objects.get()
    assert row.origin == row.subject
    assert row.subject.startswith("pst_")
