"""The lock on a film while an appeal waits (E53): it lends itself to no remix and no download, and
does not go by itself (`enforcement.keeping`), so that an answer does not come too late.

It stops nobody's own right. Its maker may delete the film, and whoever is in it may take their
consent back; the answer then rests on what was frozen (`services/snapshots.py`), and nothing that
they erased themselves comes back.

| who appeals | what | remix and download |
| --- | --- | --- |
| whose it is | the decision acts on the post or the film | closed |
| whose it is | it acts on the account alone | open: an appeal costs nothing |
| whose likeness is in it by our records, a trusted flagger | nothing was found | closed |
| others who reported it | nothing was found | open: a crowd closes nothing (abuse.md) |
"""

from enforcement.actions.names import ON_FILMS
from enforcement.appeal_rules import HOLDS
from enforcement.models import Appeal, Party
from enforcement.reasons import FILMS
from enforcement.services.films import film_of
from generation.models import FilmHold, FilmHoldKind
from generation.services.film_holds import hold_film, lift_film
from lib.actors import Actor
from lib.sanctions import LIVE

CLOSED = (FilmHoldKind.NO_REMIX, FilmHoldKind.NO_DOWNLOAD)


def locks(appeal: Appeal) -> bool:
    """Whether this one does."""
    decision = appeal.decision
    if decision.subject_kind not in FILMS:
        return False
    if appeal.party == Party.OWNER:
        return decision.actions.filter(state__in=HOLDS, target_kind__in=ON_FILMS).exists()
    report = appeal.report
    return report is not None and (report.verified or report.trusted)


def lock_film(appeal: Appeal, *, actor: Actor) -> None:
    """Until it is settled; what holds it besides is another thing. In the caller's transaction."""
    job_id = film_of(appeal.decision.subject_kind, appeal.decision.subject_id)
    if job_id is not None:
        for kind in CLOSED:
            hold_film(job_id=job_id, kind=kind, cause=appeal.cause, actor=actor)


def unlock_film(appeal: Appeal, *, actor: Actor) -> None:
    """What this appeal closed is open again, wherever the film is now. Safe to do again."""
    for held in FilmHold.objects.filter(LIVE, cause=appeal.cause):
        kind = FilmHoldKind(held.kind)
        lift_film(job_id=held.job_id, kind=kind, cause=appeal.cause, actor=actor)
