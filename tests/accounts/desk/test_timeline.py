"""One order out of several tables, page by page, nothing twice and nothing left out."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.admin.timeline import Asked, timeline_of
from accounts.models import AgeBand, AgeSignal, AgeSource, StandingTransition, User
from audit.models import AuditEvent
from tests.accounts.desk.conftest import colleague, desk_of

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def history(creator: User) -> int:
    """Many rows of three tables, some of the same moment; how many."""
    for number in range(20):
        at = AT + timedelta(minutes=number // 4)
        AuditEvent.objects.create(
            action="accounts.profile.updated",
            actor="system:test",
            target=creator.public_id,
            at=at,
            facts={"fields": f"n{number}"},
        )
        AgeSignal.objects.create(
            person_id=creator.pk,
            source=AgeSource.REPORT,
            band=AgeBand.TEEN,
            actor="system:test",
            at=at,
        )
        StandingTransition.objects.create(
            subject_id=creator.pk,
            from_state="good",
            to_state="limited",
            actor="system:test",
            reason="spam",
            at=at,
        )
    return 60  # fmt: skip


@pytest.mark.parametrize("size", [1, 7, 60])
def test_pages_together_are_the_whole(creator: User, lead: User, history: int, size: int) -> None:
    until = Asked(until=AT.date(), since=AT.date())
    seen, cursor = [], ""
    while True:
        asked = Asked(since=until.since, until=until.until, after=cursor)
        lines, cursor = timeline_of(creator, viewer=lead, asked=asked, size=size)
        seen += lines
        if not cursor:
            break
    assert len(seen) == history
    assert len({(line.kind, str(line.key)) for line in seen}) == history
    assert [line.at for line in seen] == sorted((line.at for line in seen), reverse=True)


def test_it_is_narrowed_by_kind_and_day(creator: User, history: int) -> None:
    desk, path = desk_of("lead"), f"/admin/accounts/user/{creator.public_id}/timeline/"
    shown = desk.get(path, {"kind": "age", "since": "2026-03-01", "until": "2026-03-01"})
    assert shown.content.decode().count("<td>Age signal</td>") == 20
    assert "<td>Audit</td>" not in shown.content.decode()
    empty = desk.get(path, {"since": "2026-03-02", "until": "2026-03-02"}).content.decode()
    assert "Nothing of this kind happened then." in empty


@pytest.mark.parametrize("after", ["x", "2026-03-01|1|2", "2026-03-01T00:00:00+00:00|0|zzz"])
def test_a_made_up_cursor_breaks_nothing(creator: User, history: int, after: str) -> None:
    path = f"/admin/accounts/user/{creator.public_id}/timeline/"
    assert desk_of("lead").get(path, {"after": after}).status_code == 200


def test_looks_of_staff_are_for_leads_who_ask(creator: User) -> None:
    curious = colleague("moderator")
    AuditEvent.objects.create(
        action="audit.staff.opened", actor=curious.public_id, target=creator.public_id,
        at=timezone.now(),
    )  # fmt: skip
    path = f"/admin/accounts/user/{creator.public_id}/timeline/"
    assert curious.public_id not in desk_of("lead").get(path).content.decode()
    assert curious.public_id in desk_of("lead").get(path, {"kind": "look"}).content.decode()
    assert (
        curious.public_id not in desk_of("moderator").get(path, {"kind": "look"}).content.decode()
    )


def test_alerts_about_a_family_are_for_whoever_sees_those(creator: User, moderator: User) -> None:
    for action in ("parental.alert.excepted", "parental.code.made", "audit.staff.volume_alert"):
        AuditEvent.objects.create(action=action, actor="system:test", target=creator.public_id)

    def told(viewer: User) -> set[str]:
        return {line.what for line in timeline_of(creator, viewer=viewer)[0]}

    assert "parental.alert.excepted" in told(colleague("moderator"))
    assert "parental.alert.excepted" not in told(moderator)
    assert "parental.code.made" in told(moderator)
    assert "audit.staff.volume_alert" not in told(colleague("lead"))
