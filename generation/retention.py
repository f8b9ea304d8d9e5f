"""How long this room keeps what it holds of people, and what ends it."""

from generation.models import (
    Asset,
    Attempt,
    Draft,
    FilmHold,
    InputImage,
    Job,
    Offer,
    OwedErasure,
    ProcessorDebt,
    Script,
    Source,
    StopSwitch,
    Withdrawal,
)
from lib.retention import Fate, Rule

ERASURE = "generation.work.people.erase_person"
STAFF = "What staff decided, and the id of whoever did."

FILM = ("job__owner",)

RULES = (
    Rule(
        Job,
        Fate.ERASED,
        "A video: its words at once, its files and row by a worker. A refused film that may be "
        "evidence stays, without words and unseen, for the fourteen days of quarantine.",
        ("owner", "named"),
        ERASURE,
    ),
    Rule(Asset, Fate.ERASED, "The files of a video; evidence as above.", FILM, ERASURE),
    Rule(Script, Fate.ERASED, "What is said in a video.", FILM, ERASURE),
    Rule(InputImage, Fate.ERASED, "With its video.", FILM, ERASURE),
    Rule(Draft, Fate.ERASED, "With its video.", ("owner",), ERASURE),
    Rule(Attempt, Fate.ERASED, "With its video.", FILM, ERASURE),
    Rule(Source, Fate.ERASED, "With its video: of which others it was made.", FILM, ERASURE),
    Rule(Withdrawal, Fate.ERASED, "With its video.", ("film__owner",), ERASURE),
    Rule(FilmHold, Fate.ERASED, "With its video: what a decision closed.", FILM, ERASURE),
    Rule(OwedErasure, Fate.ERASED, "With its video: that files still have to go.", FILM, ERASURE),
    Rule(Offer, Fate.COMMITMENT, STAFF, ("set_by",)),
    Rule(StopSwitch, Fate.COMMITMENT, STAFF, ("engaged_by",)),
    Rule(ProcessorDebt, Fate.NOBODYS, "Ids of videos that another company still has to delete."),
)
