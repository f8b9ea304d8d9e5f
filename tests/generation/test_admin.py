"""What staff see and do, and that a prompt is never part of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from generation.engines import registry
from generation.engines.remote.configured import entry
from generation.models import Asset, Job, Offer, OwedErasure, ProcessorDebt, StopSwitch
from generation.services.drafts import delete_draft
from generation.services.files import withdraw
from generation.services.writing_off import write_off
from generation.states import JobState
from lib.errors import DomainError
from lib.outbox.models import OutboxMessage
from tests.engines.remote.conftest import PROCESSOR
from tests.feed.studio import finished
from tests.generation.studio import Puppet, claimed, submitted
from tests.staff import at_the_desk

SECRET = "an unmistakable wish"


@pytest.fixture
def staff(moderator: Any) -> Client:
    User.objects.filter(pk=moderator.pk).update(is_superuser=True)
    return at_the_desk(moderator)


@pytest.fixture
def watcher(moderator: Any) -> Client:
    """Staff who may look and no more."""
    from django.contrib.auth.models import Permission

    moderator.user_permissions.add(Permission.objects.get(codename="view_job"))
    return at_the_desk(moderator)


def act(client: Client, action: str, *rows: Any, of: str = "job") -> Any:
    chosen = [str(row.pk) for row in rows]
    data = {"action": action, "_selected_action": chosen}
    return client.post(f"/admin/generation/{of}/", data, follow=True)


@pytest.mark.parametrize("model", ["job", "attempt", "draft", "stopswitch", "offer"])
@pytest.mark.django_db
def test_lists_open_and_hold_no_prompt(
    staff: Client,
    creator: Any,
    deliver: Callable[[], int],
    puppet: Callable[..., Puppet],
    model: str,
) -> None:
    puppet()
    submitted(creator, prompt=SECRET)
    deliver()
    answer = staff.get(f"/admin/generation/{model}/")
    assert answer.status_code == 200
    assert SECRET not in answer.content.decode()


@pytest.mark.django_db
def test_what_is_owed_is_read_and_never_what_opens_a_file(
    staff: Client, creator: Any, media_dir: object
) -> None:
    draft, gone = finished(creator), finished(creator)
    withdraw(draft.job)
    delete_draft(draft=gone, by=creator)
    ProcessorDebt.objects.create(
        engine="farm", server="f00", video="video_0001", next_at=timezone.now()
    )
    keys = [
        key for row in Asset.objects.all() for key in (row.storage_key, row.moving_to, row.sha256)
    ]
    shown = ""
    for model in (Asset, OwedErasure, ProcessorDebt):
        page = f"/admin/generation/{model._meta.model_name}/"
        rows = [f"{page}{row.pk}/change/" for row in model._default_manager.all()]
        for address in (page, *rows):
            answer = staff.get(address)
            assert answer.status_code == 200, address
            shown += answer.content.decode()
        assert staff.post(rows[0], {}).status_code == 403
        assert staff.post(f"{page}add/", {}).status_code == 403
        assert staff.post(rows[0].replace("change", "delete"), {}).status_code == 403
        looks = AuditEvent.objects.filter(facts__model=model._meta.label)
        assert looks.count() == 1 + len(rows), "each look leaves a row"
    assert not [key for key in keys if key and key in shown]
    assert "quarantine" in shown
    assert "video_0001" in shown
    assert "draft_deleted" in shown or "Draft Deleted" in shown
    answer = staff.get("/admin/generation/asset/?move=owed")
    assert answer.content.decode().count("/change/?") == 3


@pytest.fixture
def owed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., ProcessorDebt]:
    """What the server of a table owes, or one that no table names."""
    farm = entry("farm", {"url": "https://farm.example", "processor": PROCESSOR})
    monkeypatch.setitem(registry._ENGINES, "farm", farm)

    def make(*, known: bool, days: int = 0) -> ProcessorDebt:
        now = timezone.now()
        return ProcessorDebt.objects.create(
            engine="farm", server=farm.server if known else "gone", video=f"video_{days}",
            since=now - timedelta(days=days), next_at=now,
        )  # fmt: skip

    return make


def test_what_nobody_can_be_asked_for_is_written_off(
    staff: Client, moderator: Any, owed: Callable[..., ProcessorDebt]
) -> None:
    act(staff, "write_off_debts", owed(known=False), owed(known=True, days=8), of="processordebt")
    assert not ProcessorDebt.objects.exists()
    rows = AuditEvent.objects.filter(action="generation.processor_debt.written_off")
    assert {row.facts["video"] for row in rows} == {"video_0", "video_8"}
    assert {(row.actor, row.facts["reason"]) for row in rows} == {
        (moderator.public_id, "complaint")
    }


def test_what_is_still_asked_for_stays_owed(
    staff: Client, owed: Callable[..., ProcessorDebt]
) -> None:
    young = owed(known=True)
    answer = act(staff, "write_off_debts", young, of="processordebt")
    assert "still asked" in answer.content.decode()
    assert ProcessorDebt.objects.filter(pk=young.pk).exists()


def test_only_whoever_may_writes_off(
    moderator: Any, watcher: Client, owed: Callable[..., ProcessorDebt]
) -> None:
    left = owed(known=False)
    act(watcher, "write_off_debts", left, of="processordebt")
    with pytest.raises(DomainError, match="permission_denied"):
        write_off(debt=left, by=moderator)
    assert ProcessorDebt.objects.filter(pk=left.pk).exists()


def test_a_jobs_page_is_read_only_and_holds_no_prompt(staff: Client, creator: Any) -> None:
    job = submitted(creator, prompt=SECRET)
    page = f"/admin/generation/job/{job.pk}/change/"
    answer = staff.get(page)
    assert answer.status_code == 200
    assert SECRET not in answer.content.decode()
    assert "prompt" not in answer.content.decode().lower()
    assert staff.post(page, {"state": "completed"}).status_code == 403
    assert staff.post("/admin/generation/job/add/", {}).status_code == 403
    assert staff.post(f"/admin/generation/job/{job.pk}/delete/", {}).status_code == 403


def test_cancelling_goes_through_the_service(staff: Client, creator: Any, moderator: Any) -> None:
    waiting, ended = submitted(creator), submitted(creator)
    act(staff, "cancel_jobs", ended)
    Job.objects.filter(pk=ended.pk).update(
        state="failed", error_code="internal", error_stage="render"
    )
    answer = act(staff, "cancel_jobs", waiting, ended)
    assert "already ended" in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == JobState.CANCELLED
    row = AuditEvent.objects.get(action="generation.job.cancelled", target=waiting.public_id)
    assert row.actor == moderator.public_id
    assert row.facts["reason"] == "complaint"


def test_sending_again_is_for_waiting_jobs(staff: Client, creator: Any) -> None:
    waiting, running = submitted(creator), submitted(creator)
    claimed(running)
    OutboxMessage.objects.all().delete()
    act(staff, "requeue_jobs", waiting, running)
    assert [message.args for message in OutboxMessage.objects.all()] == [[str(waiting.pk)]]
    assert AuditEvent.objects.filter(action="generation.job.requeued").count() == 1


@pytest.mark.parametrize("action", ["cancel_jobs", "requeue_jobs"])
def test_whoever_may_only_look_does_nothing(watcher: Client, creator: Any, action: str) -> None:
    job = submitted(creator)
    OutboxMessage.objects.all().delete()
    act(watcher, action, job)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert not OutboxMessage.objects.exists()


def test_the_service_asks_for_the_permission_itself(creator: Any, moderator: Any) -> None:
    from generation.services.requeue import requeue

    with pytest.raises(DomainError, match="permission_denied"):
        requeue(job=submitted(creator), by=moderator)


def test_a_stop_switch_is_thrown_and_released(staff: Client) -> None:
    staff.post("/admin/generation/stopswitch/add/", {"engine": "*", "reason": "incident"})
    switch = StopSwitch.objects.get()
    assert (switch.engine, switch.reason) == ("*", "incident")
    staff.post(f"/admin/generation/stopswitch/{switch.pk}/delete/", {"post": "yes"})
    assert not StopSwitch.objects.exists()
    actions = AuditEvent.objects.filter(action__startswith="generation.switch")
    assert actions.count() == 2


OFFER = {"engine": "sketch", "band": "under_18", "sizes": ["720x1280"], "seconds": ["4"]}


def test_an_offer_is_made_moved_to_another_band_and_withdrawn(staff: Client) -> None:
    assert staff.get("/admin/generation/offer/add/").status_code == 200
    staff.post("/admin/generation/offer/add/", OFFER)
    offer = Offer.objects.get()
    assert (offer.sizes, offer.seconds, offer.is_default) == (["720x1280"], [4], False)
    page = f"/admin/generation/offer/{offer.pk}/change/"
    assert staff.get(page).status_code == 200
    staff.post(page, OFFER | {"band": "adult", "seconds": ["4", "8"], "is_default": "on"})
    offer = Offer.objects.get()
    assert (offer.band, offer.seconds, offer.is_default) == ("adult", [4, 8], True)
    staff.post(f"/admin/generation/offer/{offer.pk}/delete/", {"post": "yes"})
    assert not Offer.objects.exists()
    actions = AuditEvent.objects.filter(action__startswith="generation.offer").order_by("pk")
    assert [row.action.rpartition(".")[2] for row in actions] == [
        *("set", "withdrawn", "set", "withdrawn")
    ]


@pytest.mark.parametrize("wrong", [{"sizes": []}, {"seconds": ["5"]}, {"engine": "oracle"}])
def test_an_offer_of_nothing_is_refused_on_the_page(
    staff: Client, wrong: dict[str, object]
) -> None:
    answer = staff.post("/admin/generation/offer/add/", OFFER | wrong)
    assert answer.status_code == 200
    assert not Offer.objects.exists()


def test_who_may_only_look_offers_nothing(watcher: Client) -> None:
    assert watcher.post("/admin/generation/offer/add/", OFFER).status_code == 403
    assert not Offer.objects.exists()
