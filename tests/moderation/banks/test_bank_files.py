"""CSV in and out: every bad line told, all or nothing."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from audit.models import AuditEvent
from lib.errors import DomainError
from moderation.models import BankedHash, EntryState, HashBank, HashKind
from moderation.services.bank_files import BadLines, export_bank, import_bank
from moderation.services.bank_proposals import propose
from tests.moderation.banks.material import hash_of
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
GOOD = [f"{hash_of(seed).hex},pdq,100,31,partner,a note" for seed in (1, 2)]
HEAD = "hash,kind,quality,max_distance,source,note"


def csv(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines]).encode()


def test_what_goes_out_comes_in_again(bank: HashBank, adder: User) -> None:
    assert import_bank(bank=bank, text=csv(*GOOD), by=adder).lines == 2
    out = export_bank(bank=bank, by=adder)
    BankedHash.objects.all().delete()
    assert import_bank(bank=bank, text=out.encode(), by=adder).lines == 2
    rows = BankedHash.objects.values_list("source", "note", "state", "max_distance").distinct()
    assert list(rows) == [("partner", "a note", EntryState.PROPOSED, 31)]
    exported = AuditEvent.objects.get(action="moderation.bank.exported")
    assert (exported.facts["entries"], exported.target) == (2, str(bank.pk))


@pytest.mark.parametrize(
    "bad",
    [
        "xyz,pdq,100,31,a,",
        "0" * 64 + ",pdq,100,31,a,",
        hash_of(3).hex + ",pdq,49,31,a,",
        hash_of(3).hex + ",pdq,,31,a,",
        hash_of(3).hex + ",pdq,100,32,a,",
        hash_of(3).hex + ",sha256,100,31,a,",
        hash_of(3).hex + ",md5,,31,a,",
        hash_of(3).hex + ",pdq,NaN,31,a,",
        hash_of(3).hex + ",pdq,100,31," + "a" * 41 + ",",
        GOOD[0],
    ],
)
def test_one_bad_line_is_told_and_nothing_is_kept(bank: HashBank, adder: User, bad: str) -> None:
    with pytest.raises(BadLines) as refused:
        import_bank(bank=bank, text=csv(*GOOD, bad), by=adder)
    assert [number for number, _ in refused.value.lines] == [4]
    assert bad.split(",", maxsplit=1)[0] not in str(refused.value.lines)
    assert not BankedHash.objects.exists()


def test_a_dry_run_keeps_nothing(bank: HashBank, adder: User) -> None:
    assert import_bank(bank=bank, text=csv(*GOOD), by=adder, dry_run=True).lines == 2
    assert not BankedHash.objects.exists()
    assert not AuditEvent.objects.filter(action="moderation.hash.added").exists()


@pytest.mark.parametrize(
    "text", [b"", b"\xff\xfe", b"hash\nx", b"a,b\n1,2", b'hash,kind\n"x', b"\x00"]
)
def test_what_is_no_such_file_is_refused(bank: HashBank, adder: User, text: bytes) -> None:
    with pytest.raises(DomainError):
        import_bank(bank=bank, text=text, by=adder)


@pytest.mark.parametrize("note", ["=1+1", "@a", "-a", "'=1", "''+a", "'quoted'", "a 'note"])
def test_a_note_is_no_formula_and_comes_back_as_it_was(
    bank: HashBank, adder: User, note: str
) -> None:
    found = hash_of(1)
    propose(
        bank=bank, kind=HashKind.PDQ, hash_hex=found.hex, quality=found.quality, source="x",
        note=note, by=adder,
    )  # fmt: skip
    out = export_bank(bank=bank, by=adder)
    assert not any(cell.startswith(("=", "@", "-", "+")) for cell in out.split(","))
    for _ in range(2):
        BankedHash.objects.all().delete()
        import_bank(bank=bank, text=out.encode(), by=adder)
        assert BankedHash.objects.get().note == note
        assert export_bank(bank=bank, by=adder) == out


def test_staff_read_a_file_on_the_page(bank: HashBank, adder: User) -> None:
    client = at_the_desk(adder)
    address = f"/admin/moderation/hashbank/{bank.pk}/import/"

    def send(*lines: str, **more: Any) -> Any:
        return client.post(address, {"file": SimpleUploadedFile("b.csv", csv(*lines)), **more})

    assert "Line 2" in send("xyz,pdq,100,31,a,").content.decode()
    assert send(*GOOD, dry_run="on").status_code == 302
    assert not BankedHash.objects.exists()
    assert send(*GOOD).status_code == 302
    assert BankedHash.objects.count() == 2
    out = client.get(f"/admin/moderation/hashbank/{bank.pk}/export/")
    assert out.content.decode().count("\n") == 3


def test_who_may_not_keep_banks_reads_none_out(bank: HashBank, creator: Any) -> None:
    with pytest.raises(DomainError, match="permission_denied"):
        export_bank(bank=bank, by=User.objects.get(pk=creator.pk))
