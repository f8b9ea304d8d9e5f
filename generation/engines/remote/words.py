"""The words that leave: nobody's handle is among them, and nobody's address."""

from __future__ import annotations

import re
from collections.abc import Sequence

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


def leaving(prompt: str, people: Sequence[Reference] = ()) -> str:
    """The prompt without mentions and addresses, of who is shown and of anybody else: a handle says
    who asks for whom. Who is shown goes by no plain name either; several are told apart by the
    order of their pictures. The point that ends a sentence stays."""
    called = dict(zip((fold(one.handle) for one in people), _words(len(people)), strict=True))

    def known(found: re.Match[str]) -> str:
        name = found[0].lstrip("@\uff20\ufe6b.")
        return called.get(fold(name)) or called.get(fold(name.rstrip("."))) or ""

    def written(found: re.Match[str]) -> str:
        return _in_place(found, known(found) or SOMEONE)

    def named(found: re.Match[str]) -> str:
        return _in_place(found, word) if (word := known(found)) else found[0]

    return NAME.sub(named, WRITTEN.sub(written, prompt))


def _words(people: int) -> tuple[str, ...]:
    if people < 2:
        return (SOMEONE,) * people
    return tuple(f"the {one} person" for one in ORDINALS[:people])


def _in_place(found: re.Match[str], word: str) -> str:
    """Apart from a word that it stood against."""
    before = found.string[: found.start()]
    space = " " if before and (before[-1].isalnum() or before[-1] == "_") else ""
    return space + word + "." * (len(found[0]) - len(found[0].rstrip(".")))
