from dataclasses import asdict, astuple, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from provenance.vocabulary import (
    ACTIONS,
    AI_GENERATED,
    CONVERTED,
    CREATED,
    INPUT,
    OPENED,
    OWN_ASSERTION,
    PRODUCT,
    TRAINING,
    Kind,
)

PARENT_ID = "film"
PICTURE_ID = "picture"
LONGEST = 200
MINED = ("data_mining", "ai_inference", "ai_generative_training", "ai_training")
CONVERSIONS = {Kind.POSTER: "One frame of the film", Kind.SPRITESHEET: "Frames of the film"}


@dataclass(frozen=True, slots=True)
class Consent:
    """Under which a likeness is in a film: where anybody can ask whether it stands, and a salted
    hash that proves which it is to whoever holds the salt. Both are random to everybody else, so
    two films of the same people have nothing in common."""

    status_id: str
    receipt_hash: str


@dataclass(frozen=True, slots=True)
class Given:
    """A picture that somebody sent and that a film begins with: the state of the signature that it
    came with (a `State`), and whether that said a model made it. Neither who sent nor who signed
    it is told."""

    state: str
    ai_made: bool | None


@dataclass(frozen=True, slots=True)
class Statement:
    """What a signature says, in public and for ever: no names, no prompt, no hour (P11).

    `model` is `name/version` of what made it; `created_at` is told to the day (UTC); `parent` is
    the signed film that a still was taken from; `given` the pictures that a film was drawn from;
    `safety_stack` names what checked it.
    """

    title: str
    model: str
    kind: str
    created_at: datetime
    profile: str
    parent: Path | None = None
    safety_stack: tuple[str, ...] = field(default=())
    consents: tuple[Consent, ...] = field(default=())
    given: tuple[Given, ...] = field(default=())

    def __post_init__(self) -> None:
        consents = (word for one in self.consents for word in astuple(one))
        words = (self.title, self.model, self.profile, *self.safety_stack, *consents)
        if any(not word or len(word) > LONGEST for word in words):
            raise ValueError("a statement's words have 1 to 200 characters")
        if (self.kind == Kind.VIDEO) != (self.parent is None):
            raise ValueError("a still has the film as its parent, a film has none")
        if self.created_at.tzinfo is None:
            raise ValueError("times are aware")
        Kind(self.kind)

    @property
    def day(self) -> str:
        return self.created_at.astimezone(UTC).date().isoformat()

    def manifest(self) -> dict[str, Any]:
        """The manifest definition. All assertions are `created`: the signer stands for them.

        A still is opened from the film and converted, not created afresh: the chain from a
        poster to its film is what tells it from a picture of unknown origin (P2).
        """
        return {
            "claim_generator_info": [{"name": PRODUCT, "version": settings.VERSION}],
            "title": self.title,
            "ingredients": [_picture(number) for number in range(len(self.given))],
            "assertions": [
                _created(ACTIONS, {"actions": self._actions(), "allActionsIncluded": True}),
                _created(TRAINING, {"entries": _not_allowed()}),
                _created(OWN_ASSERTION, self._own()),
            ],
        }

    def _actions(self) -> list[dict[str, Any]]:
        common = {"digitalSourceType": AI_GENERATED, "when": f"{self.day}T00:00:00Z"}
        if self.parent is None:
            name, _, version = self.model.partition("/")
            agent = {"name": name, "version": version} if version else {"name": name}
            ids = [f"{PICTURE_ID}{number}" for number in range(len(self.given))]
            of = {"parameters": {"ingredientIds": ids}} if ids else {}
            return [{"action": CREATED, "softwareAgent": agent, **of, **common}]
        opened = {"action": OPENED, "parameters": {"ingredientIds": [PARENT_ID]}, **common}
        agent = {"name": PRODUCT, "version": settings.VERSION}
        text = CONVERSIONS[Kind(self.kind)]
        return [
            opened,
            {"action": CONVERTED, "softwareAgent": agent, "description": text, **common},
        ]

    def _own(self) -> dict[str, Any]:
        return {
            "kind": str(self.kind),
            "profile": self.profile,
            "model": self.model,
            "created_on": self.day,
            "safety_stack": list(self.safety_stack),
            "consents": [asdict(one) for one in self.consents],
            **({"given": [asdict(one) for one in self.given]} if self.given else {}),
        }


def _picture(number: int) -> dict[str, str]:
    return {
        "title": "Picture", "relationship": INPUT, "label": f"{PICTURE_ID}{number}",
        "format": "image/png",
    }  # fmt: skip


def _created(label: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"label": label, "created": True, "data": data}


def _not_allowed() -> dict[str, Any]:
    return {f"cawg.{use}": {"use": "notAllowed"} for use in MINED}
