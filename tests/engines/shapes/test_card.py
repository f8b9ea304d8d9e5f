import json
from pathlib import Path

from generation.engines.diffusers.shapes.measuring.card import digest, figures
from generation.engines.diffusers.shapes.place import GUIDANCE, STEPS, WEIGHTS

DOCS = Path(__file__).parents[3] / "docs" / "models"
REPORT = json.loads((DOCS / "shapes.json").read_text())


def test_the_card_tells_what_was_measured() -> None:
    assert figures(REPORT) in (DOCS / "shapes.md").read_text()
    for part, asked in {"sentences": 200, "scenes": 40}.items():
        assert REPORT[part]["asked"] == len(REPORT[part]["answers"]) == asked


def test_it_was_measured_on_these_weights_and_in_this_way() -> None:
    assert REPORT["weights"] == digest(WEIGHTS)
    assert (REPORT["steps"], REPORT["guidance"]) == (STEPS, GUIDANCE)


def test_every_count_follows_from_the_answers() -> None:
    for part in (REPORT["sentences"], REPORT["scenes"]):
        for what, one in part["right"].items():
            assert one["right"] == sum(answer[what] for answer in part["answers"])
