"""The rules as they were worded, version by version: what a decision rested on is quoted in the
words of its day, whatever the rules say since (DSA, Article 17(3)(e)).

A version is a file beside this one that never changes: its hash stands here, and the process does
not start with another. To change a rule: write it in enforcement/rule_texts.py (its title in
reasons.py), then `manage.py freeze_rules`, which writes the next file and says what to add here.
Codes of a version may be gone from reasons.py; its file still words them.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.utils.translation import gettext

FOLDER = Path(__file__).parent
HASHES: dict[int, str] = {
    1: "7d3c3dd5c3a8a2df23addcb922fe2e6a04d70a2498d93663623817badc6c2e7f",
}
PRESENT = max(HASHES)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of ours, as people read it."""

    code: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules of one version, by code, in English. `sha256`: of its file."""

    version: int
    sha256: str
    rules: dict[str, Rule]

    def rule(self, code: str) -> Rule:
        """In the reader's language, where a catalogue has it. Raises KeyError."""
        frozen = self.rules[code]
        return Rule(code, gettext(frozen.title), gettext(frozen.text))


def present() -> int:
    """The version on which a decision of today rests."""
    return PRESENT


def rule_set(version: int) -> RuleSet:
    """Raises KeyError for a version that never was."""
    return _SETS[version]


def path_of(version: int) -> Path:
    """Its file."""
    return FOLDER / f"{version}.json"


def _read(version: int) -> RuleSet:
    data = path_of(version).read_bytes()
    if (found := sha256(data).hexdigest()) != HASHES[version]:
        raise ValueError(f"Version {version} of the rules was changed: its file is {found}.")
    rules = json.loads(data)["rules"]
    return RuleSet(version, found, {code: Rule(code, **words) for code, words in rules.items()})


_SETS = {version: _read(version) for version in HASHES}
