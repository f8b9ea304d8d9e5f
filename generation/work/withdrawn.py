"""How far a revocation has come with the files of its films: what its owner is told."""

from uuid import UUID

from cameos.revoking import progress
from generation.models import OwedErasure


def note_paid(revocation_id: UUID) -> None:
    """One of its films is gone, with its files. In the transaction that ends the debt."""
    progress.one_gone(revocation_id)
    finish_if_done(revocation_id)


def finish_if_done(revocation_id: UUID) -> None:
    """Done is told once no file is owed of any film of these consents, whoever deleted it and why.

    Of two that pay the last debts at once each may still see the other's: the clock asks again.
    """
    if progress.films_owed(revocation_id, most=1):
        return
    films = progress.films_of(revocation_id)
    if not OwedErasure.objects.filter(job_id__in=films).exists():
        progress.finish(revocation_id)
