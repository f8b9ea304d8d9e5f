import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from provenance.verification import Ingredient, State, Verification, verify

EXIT = {State.AUTHENTIC: 0, State.UNREADABLE: 2}
SENTENCES = {
    State.AUTHENTIC: "Authentic: this installation made it and nobody changed it since.",
    State.FOREIGN: "Not ours: somebody else signed it.",
    State.INVALID: "Not authentic: it was changed after it was signed.",
    State.NONE: "Unknown: it bears no signed statement.",
    State.UNREADABLE: "Unreadable: no file that could be looked at.",
}


class Command(BaseCommand):
    help = "Did we make these files? Exits with 0 for authentic, 1 for not, 2 for unreadable."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="an object, or a list of them")

    def handle(self, *_: Any, **options: Any) -> None:
        outcomes = [verify(path) for path in options["files"]]
        if options["json"]:
            told = [asdict(outcome) for outcome in outcomes]
            self.stdout.write(json.dumps(told if len(told) > 1 else told[0], indent=2))
        else:
            self.stdout.write("\n".join(line for one in outcomes for line in _told(one)))
        sys.exit(max(EXIT.get(outcome.state, 1) for outcome in outcomes))


def _told(outcome: Verification) -> Iterator[str]:
    yield SENTENCES[outcome.state]
    if outcome.reasons:
        yield f"  because: {', '.join(outcome.reasons)}"
    if outcome.signer:
        yield f"  signed by: {outcome.signer} ({outcome.issuer}), {outcome.signed_at or 'no time'}"
    if outcome.claims:
        claims = outcome.claims
        yield f"  says: {claims.kind}, made by {claims.model} on {claims.created_on}"
        yield f"  profile: {claims.profile}"
    for ingredient in outcome.ingredients:
        yield from _descended(ingredient, indent="  ")


def _descended(ingredient: Ingredient, *, indent: str) -> Iterator[str]:
    because = f" ({', '.join(ingredient.reasons)})" if ingredient.reasons else ""
    title = ingredient.title or "untitled"
    yield f"{indent}from: {title}, {ingredient.relationship}, {ingredient.state}{because}"
    for each in ingredient.ingredients:
        yield from _descended(each, indent=indent + "  ")
