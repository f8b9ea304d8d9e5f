"""What is consented to and withdrawn is written down by the services that change it."""

from typing import Any

from cameos.ledger.facts import ConsentKind
from cameos.models import Cameo, Capability, ConsentEntry, ConsentOpening
from cameos.permissions.levels import PermissionLevel
from cameos.permissions.topics import Topic
from cameos.services import granting, pausing
from cameos.services.erasing import request_erasure
from cameos.services.permitting import change_permission
from cameos.services.restricting import confirm_restrictions
from lib.actors import Actor
from tests.cameos.capabilities.using import issue
from tests.cameos.enrolment.steps import DEVICE, release
from tests.cameos.ledger.conftest import Found
from tests.cameos.permissions.lending import granted, lent
from tests.client import Api

K = ConsentKind


def written(cameo: Cameo) -> list[str]:
    entries = ConsentEntry.objects.filter(cameo_id=cameo.pk).order_by("seq")
    return list(entries.values_list("kind", flat=True))


def newest(cameo: Cameo) -> Any:
    entry = ConsentEntry.objects.filter(cameo_id=cameo.pk).latest("seq")
    return ConsentOpening.objects.get(entry_id=entry.pk).fact


def test_a_release_is_the_first_entry(api: Api, creator: Any) -> None:
    begun = api.post("/cameos/enrolments", release(), as_=creator, key="k", headers=DEVICE)
    assert begun.status_code == 201, begun.content
    cameo = Cameo.objects.get(owner=creator)
    assert written(cameo) == [K.RELEASE_GIVEN]
    assert (newest(cameo)["face"], newest(cameo)["voice"]) == (True, False)


def test_a_life_of_consents_is_told_whole_and_in_order(
    creator: Any, friend: Any, found: Found
) -> None:
    cameo = lent(creator, PermissionLevel.ONLY_ME)
    change_permission(cameo=cameo, by=creator, version=1, level=PermissionLevel.APPROVED)
    confirm_restrictions(cameo=cameo, by=creator, version=2, topics=[Topic.POLITICS])
    granted(cameo, friend)
    granted(cameo, friend, once=True)
    issue(cameo, to=friend)
    pausing.pause(cameo=cameo, by=creator)
    pausing.resume(cameo=cameo, by=creator)
    granting.withdraw(grant=granted(cameo, friend), by=creator)
    request_erasure(cameo=cameo, actor=Actor.person(creator.pk), reason="test")
    assert written(cameo) == [
        *(K.PERMISSION_SET, K.RESTRICTIONS_CONFIRMED),
        *(K.GRANT_GIVEN, K.GRANT_TAKEN_BACK, K.GRANT_GIVEN),
        *(K.GRANT_USED, K.CAPABILITY_ISSUED),
        *(K.PAUSED, K.CAPABILITY_WITHDRAWN, K.UNPAUSED),
        *(K.GRANT_GIVEN, K.GRANT_TAKEN_BACK),
        K.REVOKED,
    ]
    assert newest(cameo) == {"epoch": 2, "scope": "erasure"}
    assert Capability.objects.get().receipt_salt is None
    assert found() == set()


def test_an_owner_does_not_read_there_who_blocked_them(api: Api, creator: Any, friend: Any) -> None:
    cameo = lent(creator, PermissionLevel.APPROVED)
    granted(cameo, friend)
    assert api.put(f"/people/{creator.handle}/block", as_=friend).status_code == 204
    assert written(cameo) == [K.GRANT_GIVEN, K.GRANT_TAKEN_BACK]
    assert newest(cameo)["why"] == "ended"


def test_what_is_not_changed_is_not_written(creator: Any) -> None:
    cameo = lent(creator, PermissionLevel.APPROVED)
    pausing.pause(cameo=cameo, by=creator)
    pausing.pause(cameo=cameo, by=creator)
    assert written(cameo) == [K.PAUSED]
