"""What is seen and heard in a master, by every detector there is."""

from dataclasses import replace
from uuid import UUID

from generation.bounds import drawn_at_most
from generation.limits import INSPECT_ENDS_AT
from generation.models import Asset, AssetKind, Job, Script
from generation.services.screening import audience_of
from generation.stages import Stage
from generation.work.attempting import attempt
from generation.work.beside import opinion_of_film
from generation.work.claiming import claim
from generation.work.files import undamaged
from generation.work.judging import BY_LIKENESS, conclude
from generation.work.lease import Lease
from generation.work.references import remove_references
from generation.work.restricting import restriction_of_film
from generation.work.wording import Words, judged_words
from moderation.answers import Answer, Coverage
from moderation.categories import Category, Surface
from moderation.detectors.base import Line, Source
from moderation.detectors.hashes import Shown
from moderation.files import digests
from moderation.inspection import Inspection, default_frame_detectors, inspect_film
from moderation.inspection.inspecting import nothing_is_enough
from moderation.policy.certain import blocked_for_everybody
from moderation.policy.judging import Evidence
from moderation.policy.loading import current_policy
from moderation.services.bank_subjects import remember_shown
from moderation.services.banks import bank_entries
from moderation.services.known_files import file_answer
from moderation.services.rating import found_fine
from moderation.services.screening import unread


def inspect(job_id: UUID) -> None:
    """Judge the master of a rendered job; a late or doubled message does nothing."""
    lease = claim(job_id, Stage.INSPECT)
    if lease is not None:
        attempt(lease, _judge_master)


def _judge_master(lease: Lease) -> None:
    from moderation.listening import build

    job = Job.objects.select_related("owner").get(pk=lease.job_id)
    remove_references(job)  # whoever drew it may have died before they could
    master = Asset.objects.get(job=job, kind=AssetKind.MASTER)
    shown = Shown()
    with undamaged(master) as path:
        files, fine = digests(path), found_fine(job.public_id, stage=lease.stage)
        found = inspect_film(
            path,
            source=source_of(job),
            detectors=default_frame_detectors(bank_entries(), shown=shown, files=files),
            listener=build(),
            # What a person found fine here stops nobody again from looking and hearing to the end.
            enough=nothing_is_enough if fine else blocked_for_everybody(current_policy()),
        )
        opinion = opinion_of_film(job, found, path).with_silence_of(found.answers)
    frames, words = _of_frames(found, file_answer(files)), _of_words(found, job=job)
    is_bounded = drawn_at_most(job) is not None
    conclude(
        lease,
        evidence=[*frames, *words],
        audience=audience_of(job),
        gaps=found.heard.unexplained if found.heard else (),
        elsewhere=BY_LIKENESS,
        points=INSPECT_ENDS_AT,
        also=lambda: remember_shown(job.public_id, shown=shown, files=files),
        opinion=opinion,
        forgiven=fine - {Category.CHILD_SAFETY},
        restricted=lambda judgement: restriction_of_film(
            job, found, frames=frames, words=words, judgement=judgement, bounded=is_bounded
        ),
    )


def source_of(job: Job) -> Source:
    """What detectors may rely on: the engine's own declaration, and its script."""
    script = Script.objects.filter(job=job).first()
    lines = script.lines if script else []
    return Source(
        draws=drawn_at_most(job),
        script=tuple(
            Line(line["text"], line["start_s"], line["end_s"], line["language"]) for line in lines
        ),
        script_is_exact=bool(script and script.is_exact),
    )


def _of_frames(found: Inspection, *of_file: Answer) -> list[Evidence]:
    """What failed stands by itself, so that no other detector's answer makes up for it (law 1).

    Where nobody could say whether it is a matter of child safety, no reviewer is shown it. That
    is so where whoever watches over that failed; of any other detector's failure it is enough
    that the rest is not assessed.
    """
    answers = [answer for surface, answer in found.answers if surface == Surface.FRAME]
    spoke = [*(one for one in answers if one.detector not in found.failed), *of_file]
    silent = [one for one in answers if one.detector in found.failed]
    elsewhere = [one for one in silent if one.detector in found.failed_elsewhere]
    watching = [one for one in silent if one.detector not in found.failed_elsewhere]
    if elsewhere:
        elsewhere += map(_of_children, spoke)
    return [Evidence(Surface.FRAME, part) for part in (spoke, watching, elsewhere) if part]


def _of_children(answer: Answer) -> Answer:
    """How much of child safety it assessed; what it found stands where it spoke."""
    coverage = answer.coverage.get(Category.CHILD_SAFETY, Coverage.NOT_ASSESSED)
    return replace(answer, coverage={Category.CHILD_SAFETY: coverage}, hits=())


def _of_words(found: Inspection, *, job: Job) -> list[Evidence]:
    """What is read and heard goes through the same detectors as a prompt.

    A surface that could not be read to its end is not assessed, whatever was found in the rest.
    """
    unsure: list[Surface] = []
    words: list[Words] = []
    if found.on_screen is None:
        unsure.append(Surface.ON_SCREEN_TEXT)
    else:
        words += [Words(Surface.ON_SCREEN_TEXT, *seen) for seen in found.on_screen]
    if found.heard is None or not found.heard.complete:
        unsure.append(Surface.TRANSCRIPT)
    if found.heard is not None:
        words += [Words(Surface.TRANSCRIPT, *heard) for heard in found.heard.texts]
    if found.described is None:
        unsure.append(Surface.SCENE_DESCRIPTION)
    else:
        words += [Words(Surface.SCENE_DESCRIPTION, *said) for said in found.described]
    return [*judged_words(words, job=job), *unread(unsure)]
