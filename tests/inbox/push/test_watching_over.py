"""What operators and staff see of pushes: numbers and codes."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from config.demo.stand_ins.push_service import Answer, PushService
from inbox.models import Push, PushDevice
from tests import cast
from tests.client import Api
from tests.inbox.notifications.telling import lost
from tests.inbox.push.phones import Phones, work
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db


def part(api: Api) -> Any:
    return api.get("/readyz").json()["parts"]["pushes"]


def test_readyz_counts_and_says_when_more_fails_than_arrives(
    phones: Phones, api: Api, apns: PushService, creator: Any
) -> None:
    phones.of(creator)
    lost(creator)
    work()
    assert part(api)["ok"]
    assert part(api)["detail"] == "in the last hour 1 sent, 0 failed"
    apns.answers[:] = [Answer(400, "BadMessageId")] * 2
    lost(creator), lost(creator)
    work()
    assert not part(api)["ok"]
    assert part(api)["detail"] == "in the last hour 1 sent, 2 failed"


def test_readyz_says_what_nobody_takes(phones: Phones, api: Api, creator: Any) -> None:
    phones.of(creator)
    lost(creator)
    assert part(api)["ok"]
    Push.objects.update(next_try_at=timezone.now() - timedelta(minutes=5))
    assert not part(api)["ok"]


def test_what_is_not_set_up_is_said(api: Api, apns: PushService, settings: Any) -> None:
    assert "push" not in api.get("/readyz").json()["lacks"]
    settings.APNS_KEY = ""
    assert "push" in api.get("/readyz").json()["lacks"]


def test_staff_see_states_and_reasons_and_nothing_that_was_said(
    phones: Phones, apns: PushService, creator: Any
) -> None:
    token = phones.of(creator)
    lost(creator)
    apns.answers[:] = [Answer(400, "BadMessageId")]
    work()
    client = at_the_desk(cast.moderator())
    shown = client.get("/admin/inbox/push/")
    page = client.get(f"/admin/inbox/push/{Push.objects.get().pk}/change/")
    for answer in (shown, page):
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "BadMessageId" in text
        assert creator.public_id in text
        for secret in (token, PushDevice.objects.get().digest, creator.handle, creator.email):
            assert secret not in text
    chosen = {"action": "delete_selected", "_selected_action": [str(Push.objects.get().pk)]}
    client.post("/admin/inbox/push/", {**chosen, "post": "yes"})
    assert Push.objects.exists()
    assert client.get("/admin/inbox/push/add/").status_code == 403
    assert client.get("/admin/inbox/pushdevice/").status_code == 404
