"""Asks the checkpoint for what it was never told, and counts what of each it got right.

python -m generation.engines.diffusers.shapes.measure --docs docs/models
"""

import argparse
import json
import sys
from pathlib import Path

import torch

from generation.engines.diffusers.shapes.measuring.answers import clips, load
from generation.engines.diffusers.shapes.measuring.card import digest, figures, with_figures
from generation.engines.diffusers.shapes.measuring.held_out import Question, questions, unseen
from generation.engines.diffusers.shapes.measuring.report import Answer, judged, summary
from generation.engines.diffusers.shapes.measuring.sheet import sheet
from generation.engines.diffusers.shapes.place import GUIDANCE, STEPS, WEIGHTS

ON_SHEET = 24  # the first of the questions, right or wrong; whole rows of either shape


def main() -> None:
    asked = _arguments()
    torch.set_num_threads(asked.threads)
    model = load(asked.weights)

    def answers(of: list[Question]) -> list[Answer]:
        made = clips(model, of[: asked.count], steps=asked.steps, guidance=asked.guidance)
        return list(judged(made))

    sentences, scenes = answers(questions()), answers(unseen())
    how = {"steps": asked.steps, "guidance": asked.guidance, "weights": digest(asked.weights)}
    report = {**how, "sentences": summary(sentences), "scenes": summary(scenes)}
    sys.stdout.write(figures(report) + "\n")
    if asked.docs:
        _write(asked.docs, report, sentences)


def _write(docs: Path, report: dict[str, object], answers: list[Answer]) -> None:
    (docs / "shapes.json").write_text(json.dumps(report, indent=1) + "\n")
    card = docs / "shapes.md"
    card.write_text(with_figures(card.read_text(), report))
    first = sorted(answers, key=lambda one: one.question.seed)[:ON_SHEET]
    picture = sheet([(one.caption, one.frames) for one in first]).quantize(256)
    picture.save(docs / "shapes.png", optimize=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--guidance", type=float, default=GUIDANCE)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--docs", type=Path, help="where shapes.json, .md and .png are written")
    return parser.parse_args()


if __name__ == "__main__":
    main()
