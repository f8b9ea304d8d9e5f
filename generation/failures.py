"""Why a job failed, in words that a client may read (features.md, G15 and G16)."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from generation.stages import Stage
from moderation.categories import Category
from moderation.policy.judging import Judgement


class FailureCode(models.TextChoices):
    """Public codes of failed jobs. A value is never reused; later rooms add theirs."""

    INTERNAL = "internal"
    CAPACITY = "capacity"
    ENGINE_REFUSED = "engine_refused"
    NOT_ASSESSED = "not_assessed"
    INPUT_MODERATION = "input_moderation"
    OUTPUT_MODERATION = "output_moderation"
    LIKENESS = "likeness"
    THIRD_PARTY_CONTENT = "third_party_content"
    MINOR_POLICY = "minor_policy"
    CONSENT_ENDED = "consent_ended"
    NOT_FOR_THIS_PROMPT = "not_for_this_prompt"
    SOURCE_GONE = "source_gone"
    INPUT_IMAGE_GONE = "input_image_gone"
    ENGINE_STOPPED = "engine_stopped"


# Not the maker's doing, so it does not count against their quota (features.md, G14).
OUR_FAULT = frozenset({FailureCode.INTERNAL, FailureCode.CAPACITY, FailureCode.NOT_ASSESSED})
# Nor does what an engine refused before it began, or what was taken away meanwhile. What one
# stopped once it had begun does: it has cost as much as any other.
NOT_COUNTED = OUR_FAULT | {
    FailureCode.CONSENT_ENDED,
    FailureCode.ENGINE_REFUSED,
    FailureCode.SOURCE_GONE,
}

MESSAGES: dict[FailureCode, Promise] = {
    FailureCode.INTERNAL: _("Something broke on our side. Please try again."),
    FailureCode.CAPACITY: _("There was no room to make this. Please try again later."),
    FailureCode.ENGINE_REFUSED: _("This engine cannot make this video. Change the request."),
    FailureCode.ENGINE_STOPPED: _("The engine's own rules stopped this video. Change the request."),
    FailureCode.NOT_ASSESSED: _("We could not check this in time, so it was removed."),
    FailureCode.INPUT_MODERATION: _("What you asked for is against our rules."),
    FailureCode.OUTPUT_MODERATION: _("The finished video is against our rules."),
    FailureCode.LIKENESS: _("This shows or names somebody who has not said yes."),
    FailureCode.THIRD_PARTY_CONTENT: _("This asks for somebody else's character or style."),
    FailureCode.MINOR_POLICY: _("This is against our rules for people under 18."),
    FailureCode.CONSENT_ENDED: _("A likeness in this video can no longer be used."),
    FailureCode.SOURCE_GONE: _("A video that this was to be made of is not there any more."),
    FailureCode.INPUT_IMAGE_GONE: _(
        "The picture that this was to begin with is not there any more."
    ),
    FailureCode.NOT_FOR_THIS_PROMPT: _("A likeness is not for this video. Try other words."),
}

_BY_CATEGORY = {
    Category.LIKENESS: FailureCode.LIKENESS,
    Category.THIRD_PARTY: FailureCode.THIRD_PARTY_CONTENT,
    Category.CHILD_SAFETY: FailureCode.MINOR_POLICY,
}


@dataclass(frozen=True, slots=True)
class Failure:
    """What is kept of a fault: the public code, and the part's own code for staff."""

    code: FailureCode
    detail_code: str
    permanent: bool


def refusal_code(judgement: Judgement, *, stage: Stage) -> FailureCode:
    """The public code of a block: stage and class, never what a detector saw (G16)."""
    if judgement.category in _BY_CATEGORY:
        return _BY_CATEGORY[judgement.category]
    if judgement.for_minors:
        return FailureCode.MINOR_POLICY
    before = stage == Stage.SCREEN
    return FailureCode.INPUT_MODERATION if before else FailureCode.OUTPUT_MODERATION
