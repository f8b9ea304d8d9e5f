"""Asking for a video with somebody's likeness."""

from typing import Any

import pytest

from audit.models import AuditEvent
from cameos.models import Cameo, CameoGrant, Capability
from cameos.services.pausing import pause
from generation.models import Job
from generation.services.screening import audience_of
from generation.services.submit import submit
from lib.errors import DomainError
from lib.outbox.models import OutboxMessage
from moderation.answers import Hit
from moderation.categories import Category
from moderation.models import RefusedText, Scan
from tests import cast
from tests.answering import answering, away
from tests.cameos.permissions.lending import granted, lent, mutual, set_level
from tests.client import Api, code_of
from tests.generation.likeness.asking import CALM, ask, capability_of, with_likeness
from tests.generation.studio import WISH


@pytest.fixture
def cameo(creator: Any, friend: Any) -> Cameo:
    mutual(creator, friend)
    return lent(creator, "mutuals")


def test_a_friend_asks_and_the_job_has_a_capability_for_each(
    api: Api, cameo: Cameo, creator: Any, friend: Any
) -> None:
    mine = lent(friend, "only_me")
    answer = ask(api, mine, cameo, by=friend, prompt=f"@{creator.handle} walks")
    body = answer.json()
    assert answer.status_code == 202, answer.content
    assert body["subjects"] == [mine.public_id, cameo.public_id]
    assert body["warnings"] == [{"code": "not_mentioned", "cameo": mine.public_id}]
    job = Job.objects.get()
    issued = Capability.objects.filter(job=job.public_id, film_id=job.pk, requester_id=friend.pk)
    assert {one.cameo_id for one in issued} == {mine.pk, cameo.pk}
    assert job.state == "screened"
    read = api.get(f"/generations/{job.public_id}", as_=friend).json()
    assert read["subjects"] == body["subjects"]
    assert "warnings" not in read


def test_nothing_is_kept_of_a_refused_use(api: Api, cameo: Cameo, stranger: Any) -> None:
    lively = lent(stranger, "only_me")
    grant = granted(cameo, stranger, once=True)
    pause(cameo=cameo, by=cameo.owner)
    answer = ask(api, lively, cameo, by=stranger)
    assert (answer.status_code, code_of(answer)) == (403, "not_available")
    assert not Job.objects.exists()
    assert not Capability.objects.exists()
    assert not Scan.objects.exists()
    assert not OutboxMessage.objects.filter(actor_name__in=["screen_job", "render_job"]).exists()
    assert CameoGrant.objects.get(pk=grant.pk).state == "live"


def test_words_that_an_owner_refuses_are_not_for_this_prompt(
    api: Api, cameo: Cameo, friend: Any, creator: Any
) -> None:
    set_level(cameo, "mutuals", restrictions=["alcohol"])
    for prompt in ("a beer by the sea", 'at home, saying "let us drink beer"'):
        answer = ask(api, cameo, by=friend, prompt=prompt)
        assert (answer.status_code, code_of(answer)) == (422, "not_for_this_prompt")
        assert b"alcohol" not in answer.content
    assert ask(api, cameo, by=creator, prompt="a beer by the sea").status_code == 202


def test_a_repeated_request_is_refused_again_and_counted_once(
    api: Api, cameo: Cameo, stranger: Any
) -> None:
    answers = [ask(api, cameo, by=stranger, key="again") for _ in range(3)]
    assert {code_of(one) for one in answers} == {"not_available"}
    assert RefusedText.objects.filter(person_id=stranger.pk).count() == 1
    assert AuditEvent.objects.filter(action="cameos.use.asked").count() == 1
    ask(api, cameo, by=stranger, prompt="another scene by the lake")
    assert RefusedText.objects.filter(person_id=stranger.pk).count() == 2


def test_what_was_refused_may_be_asked_again_under_its_key(
    api: Api, cameo: Cameo, stranger: Any
) -> None:
    assert ask(api, cameo, by=stranger, key="k").status_code == 403
    granted(cameo, stranger)
    assert ask(api, cameo, by=stranger, key="k").status_code == 202
    again = ask(api, cameo, by=stranger, key="k")
    assert again["Idempotent-Replayed"] == "true"
    assert Job.objects.count() == 1


def test_probing_by_submits_ends_in_a_pause_too(api: Api, cameo: Cameo, stranger: Any) -> None:
    for number in range(30):
        answer = ask(api, cameo, by=stranger, prompt=f"scene {'x' * number} by the sea")
        if code_of(answer) == "cooling_off":
            return
    raise AssertionError("nobody is ever stopped")


def test_a_refused_use_takes_nothing_of_the_quota(cameo: Cameo, stranger: Any) -> None:
    for _ in range(6):
        with pytest.raises(DomainError, match="not_available"):
            with_likeness(cameo, by=stranger)
    assert not Job.objects.filter(owner=stranger).exists()


def test_what_the_policy_refuses_whoever_is_in_it_is_refused_for_that(
    api: Api, cameo: Cameo, friend: Any, stranger: Any, screener_answers: Any
) -> None:
    screener_answers(answering(Hit(Category.HATE, 0.99)))
    for person in (friend, stranger):
        answer = ask(api, cameo, by=person)
        assert (answer.status_code, code_of(answer)) == (422, "input_moderation")
    assert list(Job.objects.values_list("state", flat=True)) == ["refused", "refused"]
    assert [one.requester_id for one in Capability.objects.all()] == [friend.pk]


def test_a_likeness_makes_the_policy_stricter(cameo: Cameo, friend: Any) -> None:
    plain = submit(owner=friend, **WISH)
    job = with_likeness(cameo, by=friend)
    assert not audience_of(plain).likeness
    assert audience_of(job).likeness
    assert not job.depicts_minor


def test_a_likeness_that_was_inherited_makes_it_stricter_too(cameo: Cameo, friend: Any) -> None:
    job = with_likeness(cameo, by=friend)
    Job.objects.filter(pk=job.pk).update(subjects=[])
    Capability.objects.filter(film_id=job.pk).update(inherited=True)
    assert audience_of(Job.objects.get(pk=job.pk)).likeness


def test_a_teens_likeness_depicts_a_minor_whoever_makes_it(
    teen: Any, screener_answers: Any
) -> None:
    other = cast.teen()
    cameo = lent(teen, "approved")
    granted(cameo, other)
    job = with_likeness(cameo, by=other)
    assert Job.objects.get(pk=job.pk).depicts_minor
    assert audience_of(job).depicts_minor
    assert Scan.objects.get(subject=job.public_id).audience["depicts_minor"]


def test_while_the_screener_is_away_the_lists_and_who_may_use_it_still_decide(
    api: Api, cameo: Cameo, friend: Any, stranger: Any, screener_answers: Any
) -> None:
    set_level(cameo, "mutuals", restrictions=["alcohol"])
    screener_answers(away)
    assert code_of(ask(api, cameo, by=stranger)) == "not_available"
    assert code_of(ask(api, cameo, by=friend, prompt="a beer")) == "not_for_this_prompt"
    answer = ask(api, cameo, by=friend)
    assert (answer.status_code, answer.json()["stage"]) == (202, "screening")
    assert capability_of(Job.objects.get()).cameo_id == cameo.pk


def test_a_fedora_is_drawn_and_never_shown(cameo: Cameo, creator: Any, friend: Any) -> None:
    set_level(cameo, "mutuals", preferences={"hat": "fedora"})
    job = Job.objects.get(pk=with_likeness(cameo, by=friend).pk)
    assert job.prompt == CALM
    assert job.text_for_engine == f"{CALM}\n@{creator.handle} wearing a fedora."
    assert submit(owner=friend, **WISH).text_for_engine == WISH["prompt"]


def test_a_preference_that_blocks_is_left_out_paused_and_charged_to_nobody(
    cameo: Cameo, friend: Any, screener_answers: Any, deliver: Any
) -> None:
    set_level(cameo, "mutuals", preferences={"hat": "fedora"})
    screener_answers(answering(Hit(Category.VIOLENCE, 0.99), where="fedora"))
    job = with_likeness(cameo, by=friend)
    assert (job.state, job.text_for_engine) == ("screened", CALM)
    OutboxMessage.objects.exclude(actor_name="pause_preferences").delete()
    deliver()
    cameo.refresh_from_db()
    assert cameo.permission.preferences_paused_at is not None
    assert not RefusedText.objects.exists()
