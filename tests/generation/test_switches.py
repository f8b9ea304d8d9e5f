"""Stop switches: staff can end new work at once, and begin it again."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from generation.models import Job, StopSwitch
from generation.services import switches
from generation.services.turns import next_in_turn
from generation.states import JobState
from generation.work.rendering import render_next
from lib.errors import DomainError
from tests.client import Api, code_of
from tests.generation.studio import WISH, Puppet, never, submitted
from tests.generation.tools.making import finished, job_of, of, settled, want


@pytest.fixture
def operator(moderator: Any) -> Any:
    verbs = ("add_stopswitch", "delete_stopswitch")
    moderator.user_permissions.set(Permission.objects.filter(codename__in=verbs))
    return User.objects.get(pk=moderator.pk)


@pytest.mark.parametrize("engine", ["*", "sketch"])
def test_while_it_is_engaged_nothing_new_is_taken(
    api: Api, creator: Any, operator: Any, engine: str
) -> None:
    under_way = submitted(creator)
    switches.engage(by=operator, reason="incident", engine=engine)
    answer = api.post("/generations", WISH, as_=creator, key="k")
    assert (answer.status_code, code_of(answer)) == (503, "temporarily_disabled")
    assert int(answer["Retry-After"]) > 0
    assert api.get(f"/generations/{under_way.public_id}", as_=creator).status_code == 200
    switches.release(by=operator, engine=engine)
    assert api.post("/generations", WISH, as_=creator, key="k").status_code == 202


def test_a_switch_of_another_engine_stops_nothing(api: Api, creator: Any, operator: Any) -> None:
    switches.engage(by=operator, reason="incident", engine="another")
    assert api.post("/generations", WISH, as_=creator, key="k").status_code == 202


def test_both_are_audited_and_engaging_twice_is_engaging_once(operator: Any) -> None:
    switches.engage(by=operator, reason="incident")
    switches.engage(by=operator, reason="again")
    switches.release(by=operator)
    switches.release(by=operator)
    audited = AuditEvent.objects.filter(action__startswith="generation.switch").order_by("pk")
    assert [row.action for row in audited] == [
        "generation.switch.engaged",
        "generation.switch.released",
    ]


def test_it_is_for_those_with_the_permission(creator: Any, moderator: Any, operator: Any) -> None:
    for person in (creator, User.objects.get(pk=creator.pk)):
        with pytest.raises(DomainError, match="permission_denied"):
            switches.engage(by=person, reason="mischief")
    switches.engage(by=operator, reason="incident")
    with pytest.raises(DomainError, match="permission_denied"):
        switches.release(by=creator)
    assert StopSwitch.objects.count() == 1


def test_a_halt_also_stops_what_waits(creator: Any, friend: Any, operator: Any) -> None:
    first, second = submitted(creator), submitted(friend)
    switches.engage(by=operator, reason="incident", engine="sketch", halts=True)
    assert next_in_turn() is None
    switches.release(by=operator, engine="sketch")
    assert next_in_turn() == first.pk
    due = Job.objects.filter(resend_at__lte=timezone.now() + timedelta(seconds=1))
    assert set(due.values_list("pk", flat=True)) == {first.pk, second.pk}


def test_a_halt_of_one_engine_leaves_the_others(creator: Any, operator: Any) -> None:
    job = submitted(creator)
    switches.engage(by=operator, reason="incident", engine="another", halts=True)
    assert next_in_turn() == job.pk
    switches.engage(by=operator, reason="incident", halts=True)
    assert next_in_turn() is None


def test_what_is_being_drawn_goes_back_to_its_place(
    creator: Any, operator: Any, puppet: Callable[..., Puppet]
) -> None:
    engine = puppet(0.3, lambda: switches.engage(by=operator, reason="x", halts=True), 0.6)
    job = submitted(creator)
    turn = job.turn
    render_next(never)
    job.refresh_from_db()
    assert (job.state, job.turn) == (JobState.QUEUED, turn)
    assert [one.outcome for one in job.attempts.all()] == ["released"]
    render_next(never)
    assert len(engine.renders) == 1
    switches.release(by=operator)
    engine.steps = (1.0,)
    render_next(never)
    job.refresh_from_db()
    assert job.state == JobState.RENDERED


def test_without_a_halt_it_is_finished(
    creator: Any, operator: Any, puppet: Callable[..., Puppet]
) -> None:
    puppet(0.3, lambda: switches.engage(by=operator, reason="x"), 0.6)
    job = submitted(creator)
    render_next(never)
    job.refresh_from_db()
    assert job.state == JobState.RENDERED


def test_a_switch_that_stands_can_be_made_to_halt(creator: Any, operator: Any) -> None:
    job = submitted(creator)
    switches.engage(by=operator, reason="x")
    assert next_in_turn() == job.pk
    switches.engage(by=operator, reason="worse", halts=True)
    switches.engage(by=operator, reason="again")
    assert next_in_turn() is None


def test_cutting_is_not_stopped_with_the_engine_that_drew(
    api: Api, creator: Any, operator: Any, puppet: Callable[..., Puppet], blank_film: Path,
    deliver: Callable[[], int],
) -> None:  # fmt: skip
    """It is taken on, has its turn, and is made to the end."""
    puppet()
    film = settled(submitted(creator), blank_film)
    switches.engage(by=operator, reason="incident", engine="sketch", halts=True)
    finished(want(api, creator, "recut", of(film, start=0, end=2)), deliver)
    answer = want(api, creator, "remix", film, prompt="a blue ball")
    assert (answer.status_code, code_of(answer)) == (503, "temporarily_disabled")


def test_the_switch_of_all_stops_cutting_too(
    api: Api, creator: Any, operator: Any, puppet: Callable[..., Puppet], blank_film: Path,
    deliver: Callable[[], int],
) -> None:  # fmt: skip
    puppet()
    film = settled(submitted(creator), blank_film)
    under_way = want(api, creator, "recut", of(film, start=0, end=2))
    switches.engage(by=operator, reason="incident", halts=True)
    answer = want(api, creator, "recut", of(film, start=0, end=2))
    assert (answer.status_code, code_of(answer)) == (503, "temporarily_disabled")
    deliver()
    assert job_of(under_way).state == JobState.QUEUED


@pytest.mark.parametrize("model", [{}, {"model": "sketch"}])
def test_while_it_is_engaged_the_screener_is_asked_nothing(
    api: Api, creator: Any, operator: Any, monkeypatch: pytest.MonkeyPatch, model: dict[str, str]
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr("generation.api.views.screened_for", lambda *a, **k: asked.append(a))
    switches.engage(by=operator, reason="incident", engine="sketch")
    answer = api.post("/generations", WISH | model, as_=creator, key="k")
    assert (answer.status_code, code_of(answer)) == (503, "temporarily_disabled")
    assert asked == []
    switches.release(by=operator, engine="sketch")
    api.post("/generations", WISH | model, as_=creator, key="k2")
    assert len(asked) == 1
