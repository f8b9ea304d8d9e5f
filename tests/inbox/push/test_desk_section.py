"""What the people desk shows of phones: states, and nothing by which one could push or read."""

import re

from accounts.models import User
from config.demo.stand_ins.push_service import PushService
from inbox.models import PushDevice
from tests.accounts.desk.conftest import desk_of
from tests.inbox.notifications.telling import lost
from tests.inbox.push.phones import Phones, work


def test_support_sees_phones_and_states_and_neither_tokens_nor_what_was_told(
    phones: Phones, apns: PushService, creator: User
) -> None:
    token = phones.of(creator)
    lost(creator)
    work()
    page = desk_of("support").get(f"/admin/accounts/user/{creator.public_id}/change/")
    found = re.search(r'<section id="pushes">(.*?)</section>', page.content.decode(), re.DOTALL)
    assert found is not None
    said = " ".join(found.group(1).split())
    assert "Phones</dt><dd>1" in said
    assert "<td>Sent</td>" in said
    row = PushDevice.objects.get()
    for hidden in (token, row.digest, row.device, row.session_key, "videos", "draft"):
        assert hidden not in said
