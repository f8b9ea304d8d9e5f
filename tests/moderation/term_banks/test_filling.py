"""Terms by file and by hand: all or none, each refusal with its line, an alarm for common words."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from audit.models import AuditEvent
from lib.errors import DomainError
from moderation.categories import Category, Surface
from moderation.detectors.lexicon.terms import Edges
from moderation.detectors.term_banks import Draft, TermRefusal, draft
from moderation.detectors.term_banks.alarm import MOST_OF_ONE, alarm, sentences
from moderation.models import Term, TermBank
from moderation.services.terms import files
from moderation.services.terms.editing import create_bank, switch_term
from moderation.services.terms.files import UnreadableFile, read_csv, read_lines, write_csv
from tests.moderation.term_banks.conftest import STAFF, Fill

Make = Callable[..., TermBank]
with_database = pytest.mark.django_db


def run(bank: str, path: Path, *flags: str) -> str:
    out = io.StringIO()
    call_command("import_terms", bank, str(path), *flags, stdout=out)
    return out.getvalue()


def file(folder: Path, *lines: str) -> Path:
    path = folder / "terms.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize(
    ("text", "edges", "why"),
    [
        ("", Edges.WORD, TermRefusal.EMPTY),
        ("\u200b\u0301\ufeff", Edges.WORD, TermRefusal.EMPTY),
        ("--__--", Edges.WORD, TermRefusal.EMPTY),
        ("...", Edges.WORD, TermRefusal.TOO_SHORT),
        (".*", Edges.WORD, TermRefusal.TOO_SHORT),
        ("a", Edges.WORD, TermRefusal.TOO_SHORT),
        ("a!", Edges.WORD, TermRefusal.TOO_SHORT),
        ("ab", Edges.STEM, TermRefusal.TOO_SHORT),
        ("abc", Edges.INSIDE, TermRefusal.TOO_SHORT),
        ("京", Edges.INSIDE, TermRefusal.TOO_SHORT),
        ("x" * 201, Edges.WORD, TermRefusal.TOO_LONG),
        ("\ufdfa" * 30, Edges.WORD, TermRefusal.TOO_LONG),
        ("two\x00words", Edges.WORD, TermRefusal.CONTROL),
        ("two\nwords", Edges.WORD, TermRefusal.CONTROL),
        ("two\ud800words", Edges.WORD, TermRefusal.CONTROL),
    ],
)
def test_what_is_no_term_is_refused(text: str, edges: Edges, why: TermRefusal) -> None:
    assert draft(text, edges=edges) == why


@pytest.mark.parametrize(
    ("text", "edges", "folded"),
    [
        ("  Zoë  Straße ", Edges.WORD, "zoe strasse"),
        ("R2-D2", Edges.WORD, "r2 d2"),
        ("ab", Edges.WORD, "ab"),
        ("東京", Edges.INSIDE, "東京"),
        ("\N{AUBERGINE}", Edges.WORD, "\N{AUBERGINE}"),
    ],
)
def test_a_term_is_kept_as_it_is_looked_for(text: str, edges: Edges, folded: str) -> None:
    found = draft(text, edges=edges)
    assert isinstance(found, Draft)
    assert found.folded == folded


def test_a_term_is_in_a_sheet_once_whatever_its_spelling() -> None:
    sheet = read_lines("Orla Quennell\n\nÖrla-Quennell\n", edges=Edges.WORD)
    assert len(sheet.drafts) == 1
    assert [(fault.line, fault.reason) for fault in sheet.faults] == [(3, "twice")]


@pytest.mark.parametrize("common", ["the", "a", "is", "and", "of", "with", "I", "it"])
def test_a_word_of_every_sentence_rings_the_alarm(common: str) -> None:
    found = draft(common, edges=Edges.WORD)
    drafts = [found] if isinstance(found, Draft) else [Draft(common, common.lower())]
    assert alarm(drafts, edges=Edges.WORD).rings


def test_a_name_rings_no_alarm_and_the_alarm_quotes_nobody() -> None:
    drafts = [Draft("Orla", "orla"), Draft("the", "the")]
    assert not alarm(drafts[:1], edges=Edges.WORD).rings
    found = alarm(drafts, edges=Edges.WORD)
    assert [place for place, _ in found.worst] == [1]
    assert found.worst[0][1] > MOST_OF_ONE
    assert "the" not in found.said.split("(")[1]


def test_the_harmless_sentences_are_many() -> None:
    assert len(sentences()) >= 200


def test_many_small_hits_together_ring_the_alarm() -> None:
    words = "lighthouse chess sunflowers barista village balcony dough kite vase violinist".split()
    drafts = [Draft(word, word) for word in words]
    assert not any(alarm([one], edges=Edges.WORD).rings for one in drafts)
    assert alarm(drafts, edges=Edges.WORD).rings


@with_database
def test_a_file_is_taken_whole_and_once(make_bank: Make, tmp_path: Path) -> None:
    bank = make_bank()
    path = file(tmp_path, "term,source,harmless", "Orla Quennell,list-7,", "Quennell rose,,yes")
    assert "2 added" in run(bank.name, path)
    assert set(bank.terms.values_list("folded", "source", "harmless", "added_by")) == {
        ("orla quennell", "list-7", False, "system:operator"),
        ("quennell rose", "operator", True, "system:operator"),
    }
    assert "0 new, 2 known" in run(bank.name, path)
    row = AuditEvent.objects.get(action="moderation.terms.added")
    assert (row.target, row.facts["terms"], row.facts["forced"]) == (str(bank.pk), 2, False)


@with_database
def test_a_dry_run_counts_and_changes_nothing(make_bank: Make, tmp_path: Path) -> None:
    bank = make_bank()
    revision = bank.revision
    told = run(bank.name, file(tmp_path, "term", "Orla Quennell", "the"), "--dry-run")
    assert "2 new, 0 known" in told
    assert "number 2" in told
    bank.refresh_from_db()
    assert (bank.terms.count(), bank.revision) == (0, revision)


@with_database
def test_a_line_that_is_wrong_stops_all_of_them_and_is_named(
    make_bank: Make, tmp_path: Path
) -> None:
    bank = make_bank()
    lines = ("term,harmless,source", "Orla Quennell,,", "x,,", "Ivo Starling,maybe,", "a,b,c,d",
             f"Bram Oakhollow,,{'s' * 41}", "ORLA quennell,,", "Mab Tarn")  # fmt: skip
    with pytest.raises(CommandError) as refused:
        run(bank.name, file(tmp_path, *lines))
    told = str(refused.value)
    for said in ("6 lines", "line 3: too_short", "line 4: harmless_is_yes_or_no",
                 "line 5: wrong_number", "line 6: source_too_long", "line 7: twice",
                 "line 8: wrong_number"):  # fmt: skip
        assert said in told
    assert "Quennell" not in told
    assert not Term.objects.exists()


@with_database
def test_an_insider_cannot_ban_a_common_word_without_insisting(
    make_bank: Make, tmp_path: Path
) -> None:
    bank = make_bank()
    path = file(tmp_path, "term", "Orla Quennell", "the")
    with pytest.raises(CommandError, match="harmless"):
        run(bank.name, path)
    assert not Term.objects.exists()
    run(bank.name, path, "--force")
    assert Term.objects.count() == 2
    assert AuditEvent.objects.get(action="moderation.terms.added").facts["forced"] is True


@pytest.mark.parametrize(
    "data",
    [b"", b"words\nthe\n", b"term,term\na,b\n", b"term,colour\na,b\n", b"term\n\xff\xfe\n",
     b'term\n"open', b"\x00\x01\x02"],
)  # fmt: skip
def test_what_is_no_file_of_terms_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_csv(data, edges=Edges.WORD)


def test_a_file_is_not_endless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_TERMS", 2)
    with pytest.raises(UnreadableFile, match="more than 2"):
        read_csv(b"term\naa\nbb\ncc\n", edges=Edges.WORD)
    monkeypatch.setattr(files, "MOST_BYTES", 5)
    with pytest.raises(UnreadableFile, match="larger"):
        read_csv(b"term\naa\n", edges=Edges.WORD)


@with_database
def test_what_is_written_is_read_again_and_runs_in_no_spreadsheet(
    make_bank: Make, fill: Fill
) -> None:
    bank = make_bank()
    terms = ["=cmd()", "+44 cheap", "@everyone now", '\'tis, "quoted"', "'=quoted", "Zoë Ash"]
    fill(bank, *terms)
    text = "".join(write_csv(bank, actor=STAFF))
    cells = [row[0] for row in csv.reader(io.StringIO(text))]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    sheet = read_csv(text.encode(), edges=Edges.WORD)
    assert {one.text for one, _ in sheet.drafts} == set(terms)
    assert AuditEvent.objects.filter(action="moderation.terms.exported").count() == 1


@with_database
def test_a_bank_that_makes_no_sense_is_not_made(make_bank: Make) -> None:
    make_bank()
    for name, changed in (
        ("figures", {}),
        ("b", {"score": float("nan")}),
        ("c", {"score": 0.0}),
        ("d", {"score": 1.1}),
        ("e", {"surfaces": [Surface.FRAME]}),
    ):
        with pytest.raises(DomainError):
            make_bank(name, **changed)
    assert TermBank.objects.count() == 1


@with_database
def test_a_term_is_not_switched_off_until_yesterday(make_bank: Make, fill: Fill) -> None:
    fill(make_bank(), "Orla Quennell")
    with pytest.raises(DomainError):
        switch_term(term=Term.objects.get(), until=timezone.now() - timedelta(days=1), actor=STAFF)


@with_database
def test_the_usual_banks_are_made_once_and_empty() -> None:
    create_bank(name="slurs", category=Category.HATE, score=0.5, edges=Edges.WORD, actor=STAFF)
    call_command("seed_term_banks", stdout=io.StringIO())
    call_command("seed_term_banks", stdout=io.StringIO())
    assert TermBank.objects.count() == 5
    assert TermBank.objects.get(name="slurs").score == 0.5
    assert not Term.objects.exists()
