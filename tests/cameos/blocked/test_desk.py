"""The pages of staff: record, confirm, end; no portrait, no digest of a face, no score."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from audit.models import AuditEvent
from cameos.models import BlockedLikeness, BlockedSwitch
from tests import cast
from tests.cameos.blocked.conftest import Deliver, Desk, files, paper, staff
from tests.cameos.blocked.kinds import GreyKind, portrait
from tests.staff import give_reason

LIST = "/admin/cameos/blockedlikeness/"
SWITCH = "/admin/cameos/blockedswitch/"


def at(person: Any, *, reason: bool = True) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=person.pk))
    return give_reason(client) if reason else client


def form(*portraits: bytes, **changes: Any) -> dict[str, Any]:
    release = paper()
    sent = [
        SimpleUploadedFile(f"{n}.png", one, "image/png")
        for n, one in enumerate(portraits or (portrait(), portrait(105)))
    ]
    return {
        "released_by": "self", "text": "1.en", "released_at": "2026-01-31 12:00",
        "ends_on": release.ends_on.isoformat(), "legal_basis": release.legal_basis,
        "proof_reference": release.proof_reference, "contact": release.contact,
        "portraits": sent, **changes,
    }  # fmt: skip


def act(client: Client, action: str, row: BlockedLikeness) -> str:
    chosen = {"action": action, "_selected_action": [str(row.pk)]}
    return str(client.post(LIST, chosen, follow=True).content.decode())


def test_one_records_another_confirms_and_either_ends_it(
    desk: Desk, kind: GreyKind, deliver: Deliver
) -> None:
    one, other = at(desk.one), at(desk.other)
    assert one.get(f"{LIST}add/").status_code == 200
    assert one.post(f"{LIST}add/", form()).status_code == 302
    row = BlockedLikeness.objects.get()
    assert (row.proposed_by, len(row.picture_keys)) == (desk.one.pk, 2)
    assert "Somebody else must be the second" in act(one, "confirm_chosen", row)
    assert desk.now(row).state == "proposed"
    act(other, "confirm_chosen", row)
    deliver()
    assert (desk.now(row).state, files()) == ("measured", [])
    act(other, "withdraw_for_person", row)
    deliver()
    assert desk.now(row).erased_at is not None
    looks = AuditEvent.objects.filter(target=row.public_id, action__startswith="cameos.blocked")
    assert looks.count() == 5


def test_another_may_decline(desk: Desk) -> None:
    at(desk.one).post(f"{LIST}add/", form())
    act(at(desk.other), "decline_chosen", BlockedLikeness.objects.get())
    assert BlockedLikeness.objects.get().state == "declined"


def test_whoever_released_it_ends_it_too(desk: Desk, kind: GreyKind) -> None:
    row = desk.protect()
    act(at(desk.other), "withdraw_for_other", row)
    assert desk.now(row).state == "withdrawn"


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"is_minor": "on"}, "released_by", "guardian"),
        ({"ends_on": "2020-01-01"}, "ends_on", "From tomorrow on"),
        ({"released_at": "2999-01-01 12:00"}, "released_at", "Nobody has signed it yet"),
        ({"portraits": []}, "portraits", "required"),
    ],
)
def test_a_refusal_stands_beside_its_field(
    desk: Desk, changes: dict[str, Any], field: str, said: str
) -> None:
    answer = at(desk.one).post(f"{LIST}add/", form(**changes))
    assert answer.status_code == 200
    assert any(said in one for one in answer.context["form"].errors[field])
    assert not BlockedLikeness.objects.exists()
    assert files() == []


def test_six_portraits_and_large_ones_are_refused(desk: Desk) -> None:
    for sent in ([portrait()] * 6, [b"x" * 250_000]):
        answer = at(desk.one).post(f"{LIST}add/", form(*sent))
        assert answer.context["form"].errors["portraits"]
    assert not BlockedLikeness.objects.exists()


def test_no_page_shows_a_portrait_or_where_it_lies(
    desk: Desk, kind: GreyKind, deliver: Deliver
) -> None:
    row, client = desk.propose(), at(desk.one)
    for _ in range(2):
        for page in (LIST, f"{LIST}{row.pk}/change/"):
            text = client.get(page).content.decode()
            assert row.public_id in text
            assert "quarantine" not in text
            assert ".enc" not in text
            assert "/media/" not in text
        act(at(desk.other), "confirm_chosen", row)
        deliver()
    assert "a box in town" in client.get(f"{LIST}{row.pk}/change/").content.decode()
    assert "a box in town" not in client.get(LIST).content.decode()


def test_nothing_is_shown_without_a_reason_and_each_look_is_noted(desk: Desk) -> None:
    row = desk.propose()
    page = f"{LIST}{row.pk}/change/"
    assert at(desk.one, reason=False).get(page).status_code == 302
    at(desk.one).get(page)
    assert AuditEvent.objects.filter(action="audit.staff.opened", target=row.public_id).count() == 1


def test_staff_of_other_desks_see_and_do_nothing(desk: Desk) -> None:
    row, client = desk.propose(), at(cast.moderator())
    for page in (LIST, f"{LIST}{row.pk}/change/", f"{LIST}add/"):
        assert client.get(page).status_code == 403, page
    act(client, "withdraw_for_person", row)
    assert client.post(f"{LIST}add/", form()).status_code == 403
    assert desk.now(row).state == "proposed"
    assert Permission.objects.filter(codename="withdraw_blockedlikeness").exists()


def test_each_right_is_for_itself(desk: Desk) -> None:
    row = desk.propose()
    confirmer, ender = at(staff("confirm_blockedlikeness")), at(staff("withdraw_blockedlikeness"))
    assert confirmer.post(f"{LIST}add/", form()).status_code == 403
    assert "confirm_chosen" in confirmer.get(LIST).content.decode()
    assert "withdraw_for" not in confirmer.get(LIST).content.decode()
    assert "confirm_chosen" not in ender.get(LIST).content.decode()
    act(confirmer, "withdraw_for_person", row)
    act(ender, "confirm_chosen", row)
    assert desk.now(row).state == "proposed"
    act(confirmer, "confirm_chosen", row)
    act(ender, "withdraw_for_person", row)
    assert desk.now(row).state == "withdrawn"


def test_nobody_edits_or_deletes_a_row(desk: Desk) -> None:
    User.objects.filter(pk=desk.one.pk).update(is_superuser=True)
    row, client = desk.propose(), at(desk.one)
    client.post(f"{LIST}{row.pk}/change/", {"state": "measured", "proof_reference": "mine"})
    client.post(f"{LIST}{row.pk}/delete/", {"post": "yes"})
    assert (desk.now(row).state, desk.now(row).proof_reference) == ("proposed", "2026-17")


def test_the_switch_has_a_page_that_asks_for_the_basis(switched_off: Desk) -> None:
    User.objects.filter(pk=switched_off.one.pk).update(is_superuser=True)
    client = at(switched_off.one)
    assert client.post(f"{SWITCH}add/", {"basis": ""}).status_code == 200
    assert not BlockedSwitch.objects.exists(), "not without a basis"
    client.post(f"{SWITCH}add/", {"basis": "counsel agreed"})
    switch = BlockedSwitch.objects.get()
    assert (switch.basis, switch.turned_on_by) == ("counsel agreed", switched_off.one.public_id)
    client.post(f"{SWITCH}{switch.pk}/delete/", {"post": "yes"})
    assert not BlockedSwitch.objects.exists()
    watcher = at(cast.moderator())
    assert watcher.post(f"{SWITCH}add/", {"basis": "mischief"}).status_code == 403


def test_that_it_is_off_is_said_before_a_form_is_filled_in(switched_off: Desk) -> None:
    said = "The gallery of blocked people is switched off."
    assert said in at(switched_off.one).get(f"{LIST}add/").content.decode()


def test_where_it_is_on_nothing_is_said(desk: Desk) -> None:
    assert "switched off" not in at(desk.one).get(f"{LIST}add/").content.decode()
