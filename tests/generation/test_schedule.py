"""The clock: a schedule whose module fails to import vanishes without a word."""

import importlib
import importlib.util
from datetime import timedelta
from unittest.mock import Mock

import dramatiq
import pytest
from django.apps import apps
from dramatiq_crontab import scheduler

OURS = {
    "sweep": "interval",
    "ask_for_owed_files": "interval",
    "sweep_holds": "interval",
    "sweep_leftovers": "cron",
    "expire_drafts": "cron",
    "tidy_processors": "cron",
    "forget_old_rows": "cron",
    "resume_withdrawals": "interval",
}
FORGETTING = [
    *("forget_sent", "forget_expired", "forget_old"),
    *("remind_of_erasures", "forget_refused"),
]
QUEUES = {
    "screen_job": "screen",
    "prepare_job": "likeness",
    "render_job": "render",
    "inspect_job": "inspect",
    "identify_job": "likeness",
    "finish_job": "finish",
    "obey_review": "default",
    "move_files": "default",
    "tidy_job": "default",
    "erase_files": "default",
    "erase_person": "default",
    "stop_person": "default",
    "sweep": "default",
    "ask_for_owed_files": "default",
    "sweep_holds": "default",
    "sweep_leftovers": "default",
    "expire_drafts": "default",
    "tidy_processors": "default",
    "forget_old_rows": "default",
    "withdraw_films": "default",
    "withdraw_film": "default",
    "withdraw_if_lost": "default",
    "resume_withdrawals": "default",
}


@pytest.mark.parametrize("app", [config.name for config in apps.get_app_configs()])
def test_every_tasks_module_can_be_imported(app: str) -> None:
    if importlib.util.find_spec(f"{app}.tasks") is not None:
        importlib.import_module(f"{app}.tasks")


def test_what_the_clock_does_is_scheduled() -> None:
    triggers = {job.name: job.trigger for job in scheduler.get_jobs()}
    kinds = {name: type(triggers[name]).__name__.lower() for name in OURS}
    assert kinds == {name: f"{kind}trigger" for name, kind in OURS.items()}
    assert triggers["sweep"].interval == timedelta(seconds=5)


@pytest.mark.parametrize(("name", "queue"), QUEUES.items())
def test_every_message_has_its_queue_and_a_time_limit(name: str, queue: str) -> None:
    actor = dramatiq.get_broker().get_actor(name)
    assert actor.queue_name == queue
    assert actor.options["time_limit"] >= 60_000


@pytest.mark.parametrize(
    "name", ["prepare_job", "render_job", "inspect_job", "identify_job", "finish_job"]
)
def test_heavy_work_is_told_when_its_worker_stops(name: str) -> None:
    assert dramatiq.get_broker().get_actor(name).options["notify_shutdown"] is True


@pytest.mark.django_db
@pytest.mark.parametrize("name", OURS)
def test_every_scheduled_message_runs(name: str, media_dir: object) -> None:
    dramatiq.get_broker().get_actor(name).fn()


def test_the_day_forgets_in_every_room(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from generation.work import sweeping

    assert [forget.__name__ for forget in sweeping.FORGETTING] == FORGETTING
    calls = [Mock(side_effect=RuntimeError), Mock(return_value=0)]
    monkeypatch.setattr(sweeping, "FORGETTING", calls)
    sweeping.forget_old()
    assert [call.call_count for call in calls] == [1, 1]
