"""`manage.py evaluate_moderation`: bad input is told by line, results are whole or not there."""

import gzip
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from moderation.categories import Category
from moderation.evaluation.answering import TextStack
from tests.moderation.evaluation.rows import Words, row, written

GOOD = row("a calm lake")


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> Words:
    found = Words({"knife": (Category.VIOLENCE, 0.6)})
    monkeypatch.setattr(
        "moderation.evaluation.answering.text_stack", lambda folder: TextStack((found,))
    )
    return found


def evaluated(path: Path, *flags: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(
        "evaluate_moderation", "--data", str(path), *flags, stdout=out, stderr=err, verbosity=0
    )
    return out.getvalue(), err.getvalue()


def line(**changes: Any) -> str:
    return json.dumps(GOOD | changes)


BAD = {
    "no JSON": "{",
    "no object": "[]",
    "empty line": "",
    "lacks text": json.dumps({name: GOOD[name] for name in ("surface", "labels")}),
    "unknown members: color": line(color=1),
    "unknown labels: rude": line(labels={"rude": 1}),
    "violence is neither": line(labels={"violence": 2}),
    "hate is neither": line(labels={"hate": True}),
    "sexual is neither": line(labels={"sexual": 0.5}),
    "NaN is no number": '{"text": "a", "surface": "prompt", "labels": {"hate": NaN}}',
    "a member stands twice": '{"text": "a", "text": "b", "surface": "prompt", "labels": {}}',
    "text is empty": line(text=" \u200b\n"),
    "text is no text": line(text=7),
    "text is longer": line(text="x" * 8001),
    "text holds half a character": '{"text": "\\ud800", "surface": "prompt", "labels": {}}',
    "surface is none": line(surface="frame"),
    "surface is none of": line(surface=["prompt"]),
    "labels is no object": line(labels=[1]),
    "likeness is neither": line(likeness="yes"),
    "source is no text": line(source=3),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_line_is_told_by_its_number_and_nothing_is_measured(
    what: str, tmp_path: Path, words: Words
) -> None:
    path = written(tmp_path / "rows.jsonl", GOOD, BAD[what], GOOD)
    err = StringIO()
    with pytest.raises(CommandError, match=r"1 lines are no rows .first at line 2.; nothing was"):
        call_command("evaluate_moderation", "--data", str(path), stderr=err, verbosity=0)
    expected = "no JSON" if what == "empty line" else what
    assert err.getvalue().startswith(f"line 2: {expected}")
    assert words.calls == 0


def test_all_bad_lines_are_told_and_may_be_left_out(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.jsonl", GOOD, *BAD.values(), row("a knife", violence=1))
    out, err = evaluated(path, "--skip-bad-lines", "--json", str(tmp_path / "out.json"))
    numbers = [int(told.split(":")[0].removeprefix("line ")) for told in err.splitlines()]
    assert numbers == list(range(2, 2 + len(BAD)))
    found = json.loads((tmp_path / "out.json").read_text())
    assert found["rows"] == 2
    assert found["left_out"]["lines that are no rows"] == len(BAD)
    assert f"{len(BAD)} lines that are no rows" in out


def test_a_gzip_that_ends_early_is_told_and_the_rows_before_it_are_kept(tmp_path: Path) -> None:
    rows = [json.dumps(row(f"lake {number} {'abcdefgh' * (number % 7)}")) for number in range(900)]
    whole = gzip.compress("\n".join(rows).encode())
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CommandError, match="nothing was"):
        evaluated(path)
    _out, err = evaluated(path, "--skip-bad-lines", "--json", str(tmp_path / "out.json"))
    kept = json.loads((tmp_path / "out.json").read_text())["rows"]
    assert err.strip() == f"line {kept + 1}: the gzip ends early or is damaged"
    assert 0 < kept < 900


def test_bytes_that_are_no_text_and_endless_lines_are_told(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(json.dumps(GOOD).encode() + b'\n{"text": "\xff"}\n' + b"x" * 1_200_000)
    _out, err = evaluated(path, "--skip-bad-lines")
    assert err.splitlines() == ["line 2: no UTF-8", "line 3: longer than 1 MiB"]


def test_a_gzip_is_known_by_its_bytes_and_a_mark_of_order_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "rows.txt"
    path.write_bytes(gzip.compress(b"\xef\xbb\xbf" + json.dumps(GOOD).encode()))
    out, err = evaluated(path)
    assert err == ""
    assert "1 rows" in out


def test_where_nothing_can_be_written_nothing_is_measured(tmp_path: Path, words: Words) -> None:
    path = written(tmp_path / "rows.jsonl", GOOD)
    with pytest.raises(CommandError, match="cannot be written"):
        evaluated(path, "--json", str(tmp_path / "nowhere" / "out.json"))
    assert words.calls == 0


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_a_file_that_is_none_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        evaluated(tmp_path / name)


def test_an_empty_file_has_no_row(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text("")
    with pytest.raises(CommandError, match="no row to measure"):
        evaluated(tmp_path / "rows.jsonl")


def test_a_limit_draws_by_chance_and_the_same_seed_draws_the_same(tmp_path: Path) -> None:
    rows = [row(f"lake {number} \N{SNOWMAN}") for number in range(60)]
    path = written(tmp_path / "rows.jsonl", *rows)

    def drawn(*flags: str) -> list[str]:
        evaluated(path, "--json", str(tmp_path / "out.json"), *flags)
        found = json.loads((tmp_path / "out.json").read_text())["not_assessed"]
        return [one["row"] for one in found]

    assert len(drawn()) == 60
    first = drawn("--limit", "10", "--seed", "4")
    assert len(first) == 10
    assert first == drawn("--limit", "10", "--seed", "4")
    assert first != drawn("--limit", "10", "--seed", "5")


def test_rows_that_set_the_operating_point_can_be_left_out(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.jsonl", *(row(f"lake {number}") for number in range(40)))
    out, _err = evaluated(path, "--exclude-split", "calibration", "--json", str(tmp_path / "o"))
    found = json.loads((tmp_path / "o").read_text())
    assert 0 < found["rows"] < 40
    assert found["left_out"]["not drawn or of the calibration split"] == 40 - found["rows"]
    assert "--exclude-split calibration" in out


def test_the_page_holds_its_command_and_no_word_of_the_rows(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.jsonl", row("a zyzzyva knife", violence=1, unsafe=1), GOOD)
    evaluated(path, "--markdown", str(tmp_path / "page.md"))
    page = (tmp_path / "page.md").read_text()
    assert "manage.py evaluate_moderation --data rows.jsonl --audience draft" in page
    assert "| violence | 100.0% [20.7%, 100.0%] / 1 | 100.0% [20.7%, 100.0%] / 1 |" in page
    assert "zyzzyva" not in page
    assert str(tmp_path) not in page
