"""From a recording that was sent in to a verdict. Runs in the likeness process alone."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from uuid import UUID

import structlog
from django.conf import settings

from accounts.models import AgeBand, User
from accounts.models.ages import PROOF
from cameos.challenge import transcribing
from cameos.challenge.asking import Challenge
from cameos.challenge.judging import Judgement, Models
from cameos.challenge.judging import judge as judge_film
from cameos.enrolment.claiming import WORKER, claim
from cameos.enrolment.deciding import conclude
from cameos.enrolment.embedding import NoFrontalFace, templates_of
from cameos.enrolment.kept_film import film_to_keep
from cameos.enrolment.limits import MOST_ATTEMPTS
from cameos.enrolment.outcomes import Age, Outcome, outcome_of, refused_at_once
from cameos.enrolment.replays import is_coded_anew, is_replayed
from cameos.enrolment.searching import Searched, one_after_another, search
from cameos.enrolment.states import Problem, Verdict
from cameos.enrolment.tidying import erase_unclaimed
from cameos.models import Assessment, Enrolment
from cameos.purposes import BiometricPurpose
from cameos.states import CameoState
from cameos.trying import counted_with_files
from cameos.vault.recording import erase_recording, keep_recording
from cameos.vault.template import Template
from lib.errors import StaleState
from lib.faces import presentation, registry
from lib.media.errors import MediaError
from lib.signed_media import burn, exists, reading

log = structlog.get_logger(__name__)


def judge(enrolment_id: UUID) -> None:
    """Decide, once. A late or doubled message does nothing; whoever is killed is followed by
    another, at most so often, and then the recording is refused as not assessed.

    The plain file is erased with the verdict, whatever it is.
    """
    enrolment = claim(enrolment_id)
    if enrolment is None:
        return
    erase_unclaimed(enrolment.cameo_id)
    try:
        with counted_with_files(enrolment):
            _judge(enrolment)
    except StaleState:  # given up, or its consent withdrawn, meanwhile
        log.info("enrolment_overtaken", enrolment=enrolment.public_id)
    else:
        burn(enrolment.upload_key)


def models() -> Models:
    """What looks and listens here. Raises FaceError, or Unusable of a speech model, where something
    is configured and broken."""
    return Models(
        kind=registry.build(), attacks=presentation.build(), listener=transcribing.build()
    )


def _judge(enrolment: Enrolment) -> None:
    if enrolment.attempts > MOST_ATTEMPTS:
        return conclude(enrolment, Outcome(Verdict.REFUSE, (Problem.NOT_ASSESSED,)))
    if not exists(enrolment.upload_key):
        return conclude(enrolment, Outcome(Verdict.REFUSE, (Problem.UNREADABLE,)))
    with reading(enrolment.upload_key) as path:
        return _judge_file(enrolment, path)


def _judge_file(enrolment: Enrolment, path: Path) -> None:
    if is_replayed(path, enrolment):
        return conclude(enrolment, Outcome(Verdict.REFUSE, (Problem.REPLAYED,)))
    by = models()
    try:
        found = judge_film(path, Challenge.from_json(enrolment.challenge), by)
        _decide(enrolment, path, found, by)
    except (MediaError, NoFrontalFace):
        conclude(enrolment, Outcome(Verdict.REFUSE, (Problem.UNREADABLE,)))
    return None


def _decide(enrolment: Enrolment, path: Path, found: Judgement, by: Models) -> None:
    failures = [failure.value for failure in found.failures]
    attack = found.presentation.answer
    refused = refused_at_once(failures, attack, production=settings.PRODUCTION)
    if refused is not None:
        return conclude(enrolment, refused, assessment=_assessment(enrolment, found, by, None))
    again = is_coded_anew(path, enrolment)
    templates = templates_of(path, by.kind)
    try:
        with one_after_another():
            searched = search(enrolment, templates, within=by.kind.thresholds.grey, actor=WORKER)
            outcome = outcome_of(
                attack,
                _age(found, enrolment.owner),
                searched.neighbours,
                by.kind.thresholds,
                production=settings.PRODUCTION,
                coded_anew=again,
            )
            scores = _assessment(enrolment, found, by, searched)
            _keep(enrolment, path, templates, outcome, scores)
    finally:
        for template in templates:
            template.forget()
    return None


def _keep(
    enrolment: Enrolment,
    path: Path,
    templates: Sequence[Template],
    outcome: Outcome,
    assessment: Assessment,
) -> None:
    """Seal the recording, also of a hold: else a person could approve nothing."""
    if outcome.verdict == Verdict.REFUSE:
        return conclude(enrolment, outcome, assessment=assessment)
    anew = enrolment.came_from == CameoState.NEEDS_REVERIFY
    cameo = enrolment.cameo
    cameo.epoch = enrolment.epoch  # what was released, not what stands now
    with film_to_keep(enrolment, path) as clip:
        key = keep_recording(
            cameo=cameo,
            templates=templates,
            clips=[clip],
            purpose=BiometricPurpose.REVERIFICATION if anew else BiometricPurpose.ENROLMENT,
            actor=WORKER,
        )
    try:
        conclude(enrolment, outcome, assessment=assessment, recording_id=key.pk)
    except BaseException:
        erase_recording(key.pk, actor=WORKER)
        raise
    return None


def _age(found: Judgement, owner: User) -> Age:
    proven = owner.assured_band == AgeBand.ADULT and owner.assured_by in PROOF
    return Age(found.age, is_proven=proven)


def _assessment(
    enrolment: Enrolment, found: Judgement, by: Models, searched: Searched | None
) -> Assessment:
    near = searched.nearest if searched else None
    own = searched.own if searched else None
    limits = by.kind.thresholds
    return Assessment(
        enrolment_id=enrolment.pk,
        challenge_failures=[failure.value for failure in found.failures],
        challenge_scores=asdict(found.scores),
        face_model=f"{by.kind.mark.kind}/{by.kind.mark.version}",
        attack=found.presentation.answer,
        attack_score=found.presentation.score,
        attack_model=f"{found.presentation.name}/{found.presentation.version}",
        age_band=found.age,
        searched=searched.searched if searched else None,
        unreadable=searched.unreadable if searched else None,
        near_cameo_id=near.cameo_id if near else None,
        near_distance=near.distance if near else None,
        near_blocked=list(searched.blocked) if searched else [],
        own_distance=own if own != float("inf") else None,
        match_at=limits.match,
        grey_at=limits.grey,
        thresholds_source=limits.source[:200],
    )
