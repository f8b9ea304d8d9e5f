"""Bodies of the routes below /generations."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cameos.api.checking import WarningSerializer, warnings_about
from cameos.services.authorizing import unmentioned_of
from generation.api.parts import (
    FailureSerializer,
    LabelsSerializer,
    failure_of,
    first_of,
    labels_of,
    picture_of,
    subjects_of,
)
from generation.api.wish_parts import BeatSerializer, SourceSerializer
from generation.models import Job
from generation.selectors import for_its_maker, made_of
from generation.services.contest import contest_refusal
from generation.services.processors import processor_shown
from generation.states import PublicStage, PublicStatus
from generation.tools import Tool
from lib.api.fields import StrictCharField, TypedIdField
from lib.api.serializers import StrictSerializer
from lib.ids import IdKind
from moderation.services.reviews import STATEMENT_CHARACTERS


class NothingSerializer(StrictSerializer[Any]):
    """A body without fields; it may be left out."""


class ContestSerializer(StrictSerializer[Any]):
    """Why it should not have been refused, in its maker's words; may be left out."""

    statement = StrictCharField(
        required=False, allow_blank=True, default="", max_length=STATEMENT_CHARACTERS
    )


class GenerationAbilitiesSerializer(StrictSerializer[Job]):
    """What you may do with it now."""

    cancel = serializers.BooleanField()
    contest = serializers.BooleanField(help_text=_("A refusal, once, within seven days."))


class GenerationSerializer(StrictSerializer[Job]):
    """A video that was asked for, and how far it is."""

    id = TypedIdField(IdKind.GENERATION, read_only=True)
    status = serializers.ChoiceField(choices=PublicStatus.choices)
    stage = serializers.ChoiceField(
        choices=PublicStage.choices,
        allow_null=True,
        help_text=_("What is being done; null at the end."),
    )
    delayed = serializers.BooleanField(
        help_text=_("It takes longer because it is still being checked, perhaps by a person.")
    )
    progress = serializers.IntegerField(
        min_value=0, max_value=100, help_text=_("Never falls; 100 exactly when completed.")
    )
    model = serializers.CharField(source="engine")
    processor = serializers.CharField(
        allow_null=True,
        help_text=_("Who is handed the words where they leave this house; null where they do not."),
    )
    tool = serializers.ChoiceField(choices=Tool.choices)
    sources = SourceSerializer(many=True, help_text=_("What it is made of, in order."))
    beats = BeatSerializer(many=True)
    input_image = TypedIdField(
        IdKind.REFERENCE_IMAGE, allow_null=True, help_text=_("The picture that it begins with.")
    )
    prompt = serializers.CharField()
    subjects = serializers.ListField(
        child=TypedIdField(IdKind.CAMEO), help_text=_("Whose likeness was asked for, in order.")
    )
    size = serializers.CharField()
    seconds = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    cancel_requested = serializers.BooleanField(
        help_text=_("Somebody asked it to stop; it stops at the worker's next look.")
    )
    error = FailureSerializer(allow_null=True)
    draft = TypedIdField(IdKind.VIDEO, allow_null=True, help_text=_("The draft, once completed."))
    labels = LabelsSerializer()
    can = GenerationAbilitiesSerializer()

    def to_representation(self, instance: Job) -> dict[str, Any]:
        """One job for its maker."""
        instance = for_its_maker(instance)
        sources = made_of(instance)
        draft = getattr(instance, "draft", None)
        visible = draft if draft is not None and draft.deleted_at is None else None
        return {
            "id": instance.public_id,
            "status": instance.status.value,
            "stage": instance.public_stage.value if instance.public_stage else None,
            "delayed": instance.is_delayed,
            "progress": instance.progress,
            "model": instance.engine,
            "processor": processor_shown(instance),
            "tool": instance.tool,
            "sources": sources,
            "beats": instance.beats or [],
            "input_image": picture_of(instance),
            "prompt": instance.prompt,
            "subjects": subjects_of(instance),
            "size": instance.size,
            "seconds": instance.seconds,
            "created_at": _time(instance.created_at),
            "finished_at": _time(instance.finished_at),
            "cancel_requested": instance.cancel_requested_at is not None,
            "error": failure_of(instance),
            "draft": visible.public_id if visible else None,
            "labels": labels_of(instance, instance.likenesses, remix_of=first_of(sources)),  # type: ignore[attr-defined]
            "can": {
                "cancel": not instance.is_finished and instance.cancel_requested_at is None,
                "contest": contest_refusal(instance) is None,
            },
        }


class AcceptedSerializer(GenerationSerializer):
    """A video that was just asked for; the first, where several were."""

    warnings = WarningSerializer(many=True)
    variations = serializers.ListField(
        child=TypedIdField(IdKind.GENERATION),
        help_text=_("All that were taken on by this request, this one first."),
    )

    def to_representation(self, instance: Job) -> dict[str, Any]:
        """With what preflight would have warned of. `context["batch"]`: all of them."""
        sent = dict(zip(instance.subjects, instance.named, strict=True))
        unmentioned = unmentioned_of(instance.subjects, instance.text_for_engine)
        return {
            **super().to_representation(instance),
            "warnings": warnings_about(sent[key] for key in unmentioned),
            "variations": [job.public_id for job in self.context["batch"]],
        }


def _time(value: Any) -> Any:
    return serializers.DateTimeField().to_representation(value) if value else None
