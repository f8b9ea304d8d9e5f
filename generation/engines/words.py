"""The words that a model is given: nobody's handle is among them, and nobody's address."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from accounts.handles.folding import fold
from generation.engines.base import Reference

AT = "[@\uff20\ufe6b]"
# What nobody sees between letters, and their accents.
MARKS = "\u0300-\u036f\ufe00-\ufe0f\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
PART = rf"[\w.{MARKS}]"
# Wider than what a handle or an address may be, so that no spelling of one is left over. Possessive
# and held to where a run begins: the time stays in proportion to the prompt.
ADDRESS = rf"(?<![\w.+-])[\w.+-]++{AT}[\w-]++(?:\.[\w-]++)++"
HANDLE = rf"(?<!{AT}){AT}++(?=[.{MARKS}]*+\w){PART}++"
WRITTEN = re.compile(f"{ADDRESS}|{HANDLE}")
NAME = re.compile(rf"(?<!{PART}){PART}++")
SOMEONE = "someone"
ORDINALS = ("first", "second", "third", "fourth")


def worded(prompt: str, people: Sequence[Reference] = ()) -> str:
    """The prompt without mentions and addresses, of who is shown and of anybody else: a model would
    draw their words ("@moon_fan"), and a handle says who asks for whom. Those who are shown are
    told apart by the order of their pictures. The point that ends a sentence stays."""
    called = _called(people)

    def written(found: re.Match[str]) -> str:
        return _in_place(found, _known(found, called) or SOMEONE)

    return WRITTEN.sub(written, prompt)


def leaving(prompt: str, people: Sequence[Reference] = ()) -> str:
    """The same for words that leave this house: who is shown goes by no plain name either."""
    called = _called(people)

    def named(found: re.Match[str]) -> str:
        word = _known(found, called)
        return _in_place(found, word) if word else found[0]

    return NAME.sub(named, worded(prompt, people))


def _called(people: Sequence[Reference]) -> dict[str, str]:
    """What stands instead of them, by the folded handle."""
    which = [f"the {one} person" for one in ORDINALS] if len(people) > 1 else ["the person"]
    return {fold(one.handle): word for one, word in zip(people, which, strict=False)}


def _known(found: re.Match[str], called: Mapping[str, str]) -> str:
    name = found[0].lstrip("@\uff20\ufe6b.")
    return called.get(fold(name)) or called.get(fold(name.rstrip("."))) or ""


def _in_place(found: re.Match[str], word: str) -> str:
    """Apart from a word that it stood against."""
    before = found.string[: found.start()]
    space = " " if before and (before[-1].isalnum() or before[-1] == "_") else ""
    return space + word + "." * (len(found[0]) - len(found[0].rstrip(".")))
