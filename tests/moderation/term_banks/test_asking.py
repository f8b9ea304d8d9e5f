"""What the operator's banks find, whoever stands behind SCREENER_URL, and from when."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from moderation.categories import Category, Surface
from moderation.detectors.lexicon.terms import Edges
from moderation.models import Term, TermBank
from moderation.screener.client import ScreenerAway
from moderation.services.screening import read
from moderation.services.terms import asking
from moderation.services.terms.editing import change_bank, remove_term, switch_term
from tests.moderation.term_banks.conftest import STAFF, Fill, answers, found

pytestmark = pytest.mark.django_db
Make = Callable[..., TermBank]


def settings_of(bank: TermBank, **changed: Any) -> dict[str, Any]:
    kept = {name: getattr(bank, name) for name in ("enabled", "score", "note")}
    return {"bank": bank, "actor": STAFF, "surfaces": (), **kept, **changed}


def test_a_term_is_a_finding_by_its_id_and_place(make_bank: Make, fill: Fill) -> None:
    fill(make_bank(), "Orla Quennell")
    (answer,) = answers("a parade with Orla Quennell's balloon")
    (hit,) = answer.hits
    assert (hit.category, hit.score) == (Category.LIKENESS, 0.9)
    assert hit.term == str(Term.objects.get().pk)
    assert (hit.start, hit.end) == (14, 27)


@pytest.mark.parametrize(
    "text",
    ["ORLA QUENNELL", "0rl4 Qu3nn3ll", "o r l a   q u e n n e l l", "Orlа Quеnnеll",  # noqa: RUF001
     "orlaaaa quennell", "Ör\u200bla Quen\u0301nell", "or.la quen-nell", "orla_quennell",
     "\u202eorla quennell", "Ｏｒｌａ Ｑｕｅｎｎｅｌｌ", "orla" + "\u0301" * 900 + " quennell"],  # noqa: RUF001
)  # fmt: skip
def test_a_disguise_is_seen_through(make_bank: Make, fill: Fill, text: str) -> None:
    fill(make_bank(), "Orla Quennell")
    assert found(f"so {text} waves"), text


@pytest.mark.parametrize("text", ["quennellish orla", "Carola Quennell", "orla, later quennell"])
def test_a_term_stands_between_its_edges(make_bank: Make, fill: Fill, text: str) -> None:
    fill(make_bank(), "Orla Quennell")
    assert found(text) == []


def test_an_empty_bank_assesses_nothing(make_bank: Make, fill: Fill) -> None:
    make_bank()
    assert answers("a quiet lake") == []


@pytest.mark.parametrize("text", ["a quiet lake", "Orla Quennell"])
def test_three_names_are_no_look_at_a_category(make_bank: Make, fill: Fill, text: str) -> None:
    """Else a bank would make up for a detector that failed."""
    fill(make_bank(), "Orla Quennell")
    (answer,) = answers(text)
    assert answer.coverage == {}


def test_a_harmless_phrase_silences_what_it_encloses_in_its_own_bank(
    make_bank: Make, fill: Fill
) -> None:
    quiet, other = make_bank(), make_bank("others")
    fill(quiet, "Quennell")
    fill(other, "Quennell")
    Term.objects.create(
        bank=quiet, text="Quennell rose", folded="quennell rose", harmless=True, source="test"
    )
    assert len(found("a Quennell rose")) == 1
    assert len(found("a Quennell waves")) == 2


def test_a_bank_looks_only_where_it_is_told_to(make_bank: Make, fill: Fill) -> None:
    fill(make_bank(surfaces=[Surface.COMMENT]), "Orla Quennell")
    assert answers("Orla Quennell", Surface.PROMPT) == []
    assert found("Orla Quennell", Surface.COMMENT) == ["Orla Quennell"]


def test_every_change_is_seen_by_the_next_text(make_bank: Make, fill: Fill) -> None:
    bank = make_bank()
    assert found("Orla Quennell") == []
    fill(bank, "Orla Quennell")
    assert found("Orla Quennell") == ["Orla Quennell"]
    (before,) = answers("Orla Quennell")
    fill(bank, "Ivo Starling")
    (after,) = answers("Orla Quennell")
    assert before.version != after.version
    change_bank(**settings_of(bank, score=0.4))
    assert answers("Orla Quennell")[0].hits[0].score == 0.4
    change_bank(**settings_of(bank, enabled=False))
    assert answers("Orla Quennell") == []
    change_bank(**settings_of(bank))
    remove_term(term=Term.objects.get(folded="orla quennell"), actor=STAFF)
    assert found("Orla Quennell and Ivo Starling") == ["Ivo Starling"]


def test_what_did_not_change_is_not_compiled_again(
    make_bank: Make, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make_bank(), make_bank("others")
    fill(first, "Orla Quennell")
    fill(second, "Ivo Starling")
    found("a lake")
    compiled: list[str] = []
    real = asking._compiled

    def noted(spec: Any, now: Any) -> Any:
        compiled.append(spec.id)
        return real(spec, now)

    monkeypatch.setattr(asking, "_compiled", noted)
    found("a lake")
    assert compiled == []
    fill(second, "Bram Oakhollow")
    found("a lake")
    assert compiled == [str(second.pk)]


def test_a_term_that_is_off_comes_back_by_itself(
    make_bank: Make, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(make_bank(), "Orla Quennell", "Ivo Starling")
    term = Term.objects.get(folded="orla quennell")
    switch_term(term=term, until=timezone.now() + timedelta(days=2), actor=STAFF)
    assert found("Orla Quennell and Ivo Starling") == ["Ivo Starling"]
    later = timezone.now() + timedelta(days=3)
    monkeypatch.setattr("moderation.services.terms.asking.timezone.now", lambda: later)
    assert len(found("Orla Quennell and Ivo Starling")) == 2


def test_banks_that_cannot_be_read_are_never_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(asking, "_specs", away)
    with pytest.raises(ScreenerAway):
        read([(Surface.PROMPT, "a quiet lake")], seconds=1.0)


def test_letters_of_other_scripts_and_emoji_are_found(make_bank: Make, fill: Fill) -> None:
    fill(make_bank(edges=Edges.INSIDE), "東京タワー", "\N{AUBERGINE}\N{AUBERGINE}")
    fill(make_bank("rtl"), "שלומי אורן")
    assert found("これは東京タワーです") == ["東京タワー"]
    assert found("so \N{AUBERGINE}\N{AUBERGINE} it is")
    assert found("זה שלומי אורן כאן") == ["שלומי אורן"]


def test_a_term_is_no_pattern(make_bank: Make, fill: Fill) -> None:
    fill(make_bank(), "a.*b [cd]+ (e|f)?", ".*quen", "50% off\\d")
    assert found("azzzb c e, oquen, quen, 50% off5") == []
    assert found("see a.*b [cd]+ (e|f)? there") == ["a.*b [cd]+ (e|f)?"]
