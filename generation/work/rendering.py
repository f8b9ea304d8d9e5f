from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef
from django.db.models.expressions import BaseExpression
from dramatiq.middleware import Interrupt

from cameos.attestations.switching import SWITCH
from cameos.capabilities.tokens import CapabilityRefused, Fault
from generation.engines.base import (
    FPS,
    Cancelled,
    Freed,
    Reference,
    RenderRequest,
    RenderResult,
    Size,
)
from generation.engines.registry import get_engine
from generation.input_images import goes_back_to_attested
from generation.limits import RENDER_ENDS_AT
from generation.models import Asset, AssetKind, Attempt, Job
from generation.services.consent import ended_of
from generation.services.pictures import AttestationEnded, refuse_ended
from generation.services.processors import refuse_other_processor
from generation.services.turns import next_in_turn
from generation.stages import Stage
from generation.stopping import halted
from generation.work import settling
from generation.work.attempting import Halted, attempt
from generation.work.claiming import claim, set_aside
from generation.work.drawing_slot import StillTaken, drawing_slot
from generation.work.early_look import SeenEarly, look_at
from generation.work.early_refusal import refuse_early, remove_early_sheet
from generation.work.elsewhere import is_elsewhere, kept_by
from generation.work.files import described_film
from generation.work.lease import Lease, patiently
from generation.work.putting import put, refuse_unwritable
from generation.work.references import ReferencesMissing, references_for, remove_references
from generation.work.tools.making import Making, make
from generation.work.tools.takes import takes_of
from generation.work.unprepared import unprepared
from generation.work.unusable import hand_on, has_drawn, shunned, usable
from lib.signed_media import scratch

# A container rounds to frames and to packets of sound; more than this is another film.
DURATION_TOLERANCE_S = 0.25
# Other workers may be faster again and again; then this message's work is done by them.
MOST_LOOKS = 50


class BrokenPromise(Exception):
    """The engine handed over something else than it was asked for."""


def render_next(put_back: Callable[[], None]) -> None:
    """Make the master of whoever's turn it is; nothing where none waits.

    What came here is a ticket for one piece of work: `put_back` is called where none was begun,
    since the slot or the database was away too long or the worker was told to stop; and where a
    film from elsewhere gave its thread back, since tickets were used up while it had none to give.
    """
    looked = False
    try:
        with drawing_slot() as leave:
            lease = _next_claimed()
            looked = True
            if lease is not None:
                with kept_by(lease.engine):
                    attempt(lease, partial(_make_master, freed=leave))
        if lease is not None and is_elsewhere(lease.engine) and _some_wait():
            put_back()
    except (StillTaken, OperationalError, InterfaceError, Interrupt) as error:
        if not looked:
            put_back()
        if not isinstance(error, StillTaken):
            raise


def _next_claimed() -> Lease | None:
    for _ in range(MOST_LOOKS):
        job_id = patiently(lambda: next_in_turn(engines=usable(), after=shunned()))
        if job_id is None:
            patiently(lambda: hand_on(usable()))
            return None
        if (lease := _claimed(job_id)) is not None:
            return lease
    return None


def _some_wait() -> bool:
    return patiently(lambda: next_in_turn(engines=usable())) is not None


def _claimed(job_id: UUID) -> Lease | None:
    try:
        return claim(job_id, Stage.RENDER)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, others wait behind it
        set_aside(job_id, error)
        return None


def _make_master(lease: Lease, *, freed: Freed | None) -> None:
    job = Job.objects.select_related("owner").get(pk=lease.job_id)
    with ExitStack() as stack:
        try:
            references = stack.enter_context(references_for(job))
        except ReferencesMissing:
            unprepared(lease)
            return
        refuse_other_processor(job)
        refuse_ended(job)
        remove_early_sheet(job)
        try:
            master, result = _drawn(lease, job, _request(job, references), freed=freed)
        except SeenEarly as seen:
            refuse_early(lease, seen)
            return
    if job.is_drawn:
        has_drawn(job.engine)
    settling.rendered(lease, master=master, result=result)
    remove_references(job)


def _drawn(
    lease: Lease, job: Job, request: RenderRequest, *, freed: Freed | None
) -> tuple[Asset, RenderResult]:
    """The master, in its place. While it is put there the heartbeat renews the lease."""
    kept = Attempt(job=job, number=lease.number).folder
    key = f"{kept}/master.mp4"
    refuse_unwritable(kept)  # a store that takes nothing says so before the work is done
    with takes_of(job) as takes, scratch() as folder:
        path = folder / "master.mp4"
        making = Making(
            job=job,
            request=request,
            folder=folder,
            get_engine=get_engine,
            progress=lambda share: lease.reach(int(share * RENDER_ENDS_AT)),
            cancelled=_unwanted(lease, job),
            look=look_at(job),
            freed=freed,
        )
        result, frames = make(making, takes, into=path)
        lease.renew()
        master = described_film(path, key=key, job=job, kind=AssetKind.MASTER)
        _refuse_other_film(master, request, seconds=frames / FPS)
        if freed is not None:
            freed()  # a store that takes its time keeps nobody waiting
        put(path, key, go_on=lease.stop_if_cancelled)
    return master, result


def _unwanted(lease: Lease, job: Job) -> Cancelled:
    """Asked while it is drawn, each time in one statement; raises Halted where staff stopped its
    engine, CapabilityRefused where a consent has ended, before any message says so."""
    facts: dict[str, BaseExpression] = {
        "is_halted": ExpressionWrapper(halted(), output_field=BooleanField()),
        "consent_ended": Exists(ended_of(OuterRef("pk"))),
    }
    if goes_back_to_attested(job):
        facts["attestation_ended"] = ~Exists(SWITCH.rows())

    def ask() -> bool:
        found = lease.finds(**facts)
        if "is_halted" in found:
            raise Halted
        if "consent_ended" in found:
            raise CapabilityRefused(Fault.ENDED)
        if "attestation_ended" in found:
            raise AttestationEnded
        return lease.was_cancelled

    return ask


def _request(job: Job, references: tuple[Reference, ...]) -> RenderRequest:
    return RenderRequest(
        prompt=job.text_for_engine,
        size=Size(job.size),
        seconds=job.drawn_seconds or job.seconds,
        seed=job.seed,
        references=references,
    )


def _refuse_other_film(master: Asset, request: RenderRequest, *, seconds: float) -> None:
    kept_size = (master.width, master.height) == (request.size.width, request.size.height)
    if not kept_size or abs((master.duration or 0) - seconds) > DURATION_TOLERANCE_S:
        raise BrokenPromise
