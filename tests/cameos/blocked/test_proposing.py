"""What one member of staff records protects nobody yet, and whole classes of it are refused."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.models import AuditEvent
from cameos.blocked import limits, pictures
from cameos.blocked.papers import PaperRelease
from cameos.blocked.proposing import propose
from cameos.blocked.states import ReleasedBy
from cameos.blocked.switching import SWITCH
from cameos.blocked.texts import releases
from cameos.models import BlockedLikeness
from lib.errors import DomainError
from tests.cameos.blocked.conftest import Desk, files, of_minor, paper, staff
from tests.cameos.blocked.kinds import portrait


def refused(release: PaperRelease, by: Any, *portraits: bytes) -> str:
    with pytest.raises(DomainError) as error:
        propose(release=release, portraits=portraits or [portrait()], by=by)
    assert not BlockedLikeness.objects.exists()
    assert files() == []
    return str(error.value.code)


def test_what_was_signed_is_kept_and_the_portraits_are_sealed(desk: Desk) -> None:
    sent = portrait()
    row = propose(release=paper(), portraits=[sent], by=desk.one)
    text = releases()[1]["en"]
    kept = desk.now(row)
    assert (kept.state, kept.proposed_by, kept.confirmed_by) == ("proposed", desk.one.pk, None)
    assert (kept.release_version, kept.release_sha256) == (1, text.sha256)
    assert (kept.contact, kept.legal_basis) == ("a box in town", "their own release")
    assert kept.picture_digests == [pictures.digest(sent)]
    (file,) = files()
    assert sent not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    assert pictures.opened(row.pk, kept.picture_keys[0]) == sent
    assert AuditEvent.objects.get(action="cameos.blocked.proposed").target == row.public_id


def test_a_sealed_portrait_opens_for_nobody_else(desk: Desk) -> None:
    one, other = desk.propose(), desk.propose()
    with pytest.raises(Exception, match="of another place"):
        pictures.opened(other.pk, one.picture_keys[0])


def test_a_childs_face_needs_a_guardians_own_release(desk: Desk) -> None:
    for by in (ReleasedBy.SELF, ReleasedBy.ESTATE, ReleasedBy.COUNSEL):
        code = refused(paper(is_minor=True, by=by), desk.one)
        assert code == "guardian_release_required"
    assert desk.propose(release=of_minor()).is_minor


def test_the_database_refuses_a_child_without_a_guardian_too(desk: Desk) -> None:
    row = desk.propose()
    with pytest.raises(IntegrityError, match="a_minor_is_blocked_by_a_guardians_release"):
        BlockedLikeness.objects.filter(pk=row.pk).update(is_minor=True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"version": 99}, "notice_outdated"),
        ({"locale": "xx"}, "notice_outdated"),
        ({"legal_basis": " "}, "required"),
        ({"proof_reference": ""}, "required"),
        ({"contact": "\n"}, "required"),
        ({"at": timezone.now() + timedelta(days=2)}, "invalid"),
        ({"ends_on": timezone.now().date()}, "invalid"),
        ({"ends_on": (timezone.now() + limits.LONGEST + timedelta(days=2)).date()}, "invalid"),
    ],
)
def test_a_paper_that_says_too_little_protects_nobody(
    desk: Desk, changes: dict[str, Any], code: str
) -> None:
    assert refused(paper(**changes), desk.one) == code


def test_a_childs_release_is_asked_for_anew_after_a_year(desk: Desk) -> None:
    later = (timezone.now() + limits.LONGEST_OF_MINORS + timedelta(days=2)).date()
    assert refused(of_minor(ends_on=later), desk.one) == "invalid"
    assert desk.propose(release=paper(ends_on=later)).ends_on == later


def test_there_are_one_to_five_portraits_of_a_bounded_size(desk: Desk) -> None:
    many = [portrait()] * (limits.MOST_PICTURES + 1)
    assert refused(paper(), desk.one, *many) == "invalid"
    assert refused(paper(), desk.one, b"") == "invalid"
    assert refused(paper(), desk.one, b"x" * (limits.MOST_BYTES + 1)) == "too_large"
    with pytest.raises(DomainError):
        propose(release=paper(), portraits=[], by=desk.one)


def test_whoever_has_no_right_records_nothing(desk: Desk) -> None:
    who = staff("confirm_blockedlikeness", "withdraw_blockedlikeness")
    assert refused(paper(), who) == "permission_denied"


def test_switched_off_nothing_is_recorded(switched_off: Desk) -> None:
    assert refused(paper(), switched_off.one) == "temporarily_disabled"


def test_switched_off_between_two_looks_nothing_is_left(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = pictures.keep

    def beside(*given: Any) -> Any:
        SWITCH.turn_off(by=desk.other)
        return keep(*given)

    monkeypatch.setattr("cameos.blocked.pictures.keep", beside)
    assert refused(paper(), desk.one) == "temporarily_disabled"


def test_a_disk_that_is_full_leaves_no_half(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def fails_second(*given: Any, **named: Any) -> bytes:
        calls.append(1)
        if len(calls) == 2:
            raise OSError("full")
        return b"sealed"

    monkeypatch.setattr("cameos.blocked.pictures.seal", fails_second)
    with pytest.raises(OSError, match="full"):
        propose(release=paper(), portraits=[portrait(), portrait()], by=desk.one)
    assert files() == []


def test_a_text_that_was_ever_sent_out_never_changes() -> None:
    """A changed text is a new version, with a line of its own in hashes.json."""
    import json

    from cameos.blocked import texts

    kept = json.loads((Path(texts.FOLDER) / "hashes.json").read_text())
    found = {f"{n}.{lang}": one.sha256 for n, by in releases().items() for lang, one in by.items()}
    assert found == kept


def test_how_to_reach_them_is_ciphertext_in_the_table(desk: Desk) -> None:
    from django.db import connection

    desk.propose()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT contact, legal_basis FROM cameos_blockedlikeness")
        contact, basis = map(bytes, cursor.fetchone())
    assert b"box" not in contact
    assert b"release" not in basis
