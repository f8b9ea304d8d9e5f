"""Parts that several answers share."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from generation.failures import MESSAGES, FailureCode
from generation.models import Job
from generation.stages import Stage
from lib.api.serializers import StrictSerializer
from lib.ids import IdKind, encode
from moderation.categories import Category
from moderation.help import help_for

RATINGS = ("everyone", "adults")


class LabelsSerializer(StrictSerializer[Job]):
    """What every client shows beside a video; never left out."""

    ai_generated = serializers.BooleanField(default=True)
    model = serializers.CharField()
    likenesses = serializers.ListField(
        child=serializers.CharField(),
        help_text=_("The handles of those whose likeness appears, as far as you may see them."),
    )
    remix_of = serializers.CharField(
        allow_null=True,
        help_text=_("The first video that it was made of, with any tool, where you may see it."),
    )
    rating = serializers.ChoiceField(
        choices=RATINGS, allow_null=True, help_text=_("For whom it is fit; null until published.")
    )
    screening = serializers.CharField(
        allow_null=True,
        help_text=_("The profile under which it was checked; `development` proves nothing."),
    )


class FailureSerializer(StrictSerializer[Job]):
    """Why a video could not be made."""

    code = serializers.ChoiceField(choices=FailureCode.choices)
    message = serializers.CharField(help_text=_("For people; follows Accept-Language."))
    stage = serializers.ChoiceField(choices=Stage.choices)
    category = serializers.ChoiceField(
        choices=Category.choices, allow_null=True, help_text=_("The class of rule, if it was one.")
    )


def labels_of(
    job: Job, likenesses: Sequence[str], *, remix_of: str | None = None
) -> dict[str, Any]:
    """The labels of a job's video, in which these people are as far as the reader may see them;
    `remix_of`: the same of what it was made of."""
    return {
        "ai_generated": True,
        "model": job.engine,
        "likenesses": list(likenesses),
        "remix_of": remix_of,
        "rating": None,
        "screening": job.screened_as or None,
    }


def first_of(sources: Sequence[dict[str, Any]]) -> str | None:
    """What `remix_of` says of these."""
    return next((one["draft"] for one in sources), None)


def subjects_of(job: Job) -> list[str]:
    """The cameos that its maker asked for, in their order, under the ids that they sent."""
    return [encode(IdKind.CAMEO, key) for key in job.named]


def picture_of(job: Job) -> str | None:
    """The picture that it begins with, for its maker."""
    begun = getattr(job, "input_image", None)
    return encode(IdKind.REFERENCE_IMAGE, begun.picture_id) if begun else None


def failure_of(job: Job) -> dict[str, str | None] | None:
    """The public error of a failed job: code, message, stage; nothing of what the engine said."""
    if not job.error_code:
        return None
    message = help_for(job.refused_for) or MESSAGES[FailureCode(job.error_code)]
    return {
        "code": job.error_code,
        "message": str(message),
        "stage": job.error_stage,
        "category": job.refused_for or None,
    }
