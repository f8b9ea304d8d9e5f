"""Which events people read as notifications: a category, and a closed text for each audience.

A notification is an event of the log seen by a person: it has the event's number, and so is
recorded once, sent at least once under one id, and shown once (law 9). Rooms register notices
beside their event types; an event that nobody should read is registered as silent, with a reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class Audience(StrEnum):
    """To whom a text speaks. Whoever is not known to be an adult is a teen (law 3)."""

    ADULT = "adult"
    TEEN = "teen"
    GUARDIAN = "guardian"


class Category(StrEnum):
    """What notifications are about: what people choose by."""

    PEOPLE = "people"
    VIDEOS = "videos"
    POSTS = "posts"
    LIKENESS = "likeness"
    CONSENT = "consent"
    ENFORCEMENT = "enforcement"
    FAMILY = "family"
    SAFETY = "safety"
    SECURITY = "security"


class Channel(StrEnum):
    """Where they are told. `mail` is the daily digest, which counts and tells nothing more."""

    IN_APP = "in_app"
    PUSH = "push"
    MAIL = "mail"


class Parameter(StrEnum):
    """What a text may name. `person`: the handle of whose deed it is, as its reader may see it."""

    PERSON = "person"


Text = str | Promise

# What a person must know to act: it cannot be turned off, and is pushed at any hour (T3).
ALWAYS_ON = frozenset(
    {
        *(Category.CONSENT, Category.ENFORCEMENT, Category.FAMILY),
        *(Category.SAFETY, Category.SECURITY),
    }
)
# Of these alone a phone makes a sound in quiet hours; the rest of ALWAYS_ON comes without one.
LOUD = frozenset({Category.SAFETY, Category.SECURITY})
NAMES: Mapping[Category, Text] = {
    Category.PEOPLE: _("People"),
    Category.VIDEOS: _("Your videos"),
    Category.POSTS: _("Your posts"),
    Category.LIKENESS: _("Your likeness"),
    Category.CONSENT: _("Consent"),
    Category.ENFORCEMENT: _("Our decisions about you"),
    Category.FAMILY: _("Family"),
    Category.SAFETY: _("Safety"),
    Category.SECURITY: _("Security of your account"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """`teen` and one of `adult` and `guardian` (an adult told of a teen); without `teen` it is for
    staff. No parameter stands in what a teen or a guardian reads."""

    type: str
    category: Category
    teen: Text | None = None
    adult: Text | None = None
    guardian: Text | None = None

    def texts(self) -> dict[Audience, Text]:
        """By whom they are read."""
        pairs = {
            Audience.ADULT: self.adult,
            Audience.TEEN: self.teen,
            Audience.GUARDIAN: self.guardian,
        }
        return {audience: text for audience, text in pairs.items() if text is not None}

    def audience_of(self, person: User) -> Audience | None:
        """As whom this person reads it; None: not at all."""
        if not person.is_adult:
            return Audience.TEEN if self.teen is not None else None
        return Audience.GUARDIAN if self.guardian is not None else Audience.ADULT

    def problems(self) -> Iterator[str]:
        """What is wrong with it."""
        if (self.adult is None) == (self.guardian is None):
            yield "it speaks to adults or to guardians"
        if self.guardian is not None and self.teen is None:
            yield "what a guardian is told, the teen is told too"
        for audience, text in self.texts().items():
            asked = {name for _text, name, _spec, _how in Formatter().parse(str(text)) if name}
            if asked - set(Parameter):
                yield "a text has a parameter that does not exist"
            if asked and audience != Audience.ADULT:
                yield "nobody's name is told to teens or guardians"


def for_all(type_: str, category: Category, text: Text) -> Notice:
    """One text for teens and adults alike."""
    return Notice(type_, category, adult=text, teen=text)


_notices: dict[str, Notice] = {}
_silent: dict[str, str] = {}


def register(*notices: Notice) -> None:
    """Make notices known; called by a room's `AppConfig.ready()`. Raises ValueError."""
    for notice in notices:
        if problem := next(notice.problems(), None):
            raise ValueError(f"{notice.type}: {problem}")
        if _notices.setdefault(notice.type, notice) != notice or notice.type in _silent:
            raise ValueError(f"the notice {notice.type} is registered twice")


def register_silent(reasons: Mapping[str, str]) -> None:
    """Event types that programs read and people do not, each with why. Raises ValueError."""
    for type_, reason in reasons.items():
        if _silent.setdefault(type_, reason) != reason or type_ in _notices:
            raise ValueError(f"{type_} is registered twice")


def find(type_: str) -> Notice | None:
    """The notice of an event type, or None where it has none."""
    return _notices.get(type_)


def listing() -> list[Notice]:
    """All by type."""
    return sorted(_notices.values(), key=lambda notice: notice.type)


def silent() -> Mapping[str, str]:
    """Event types without a notice, and why."""
    return dict(sorted(_silent.items()))


def types_in(categories: frozenset[Category]) -> list[str]:
    """Event types whose notices are of these categories."""
    return [notice.type for notice in listing() if notice.category in categories]
