"""An enrolment as its owner's app reads and writes it. Scores, verdicts and holds have no field."""

from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cameos.challenge.asking import LENGTH, Challenge, Turn
from cameos.challenge.failures import SENTENCES as FAILURE_SENTENCES
from cameos.challenge.failures import Failure
from cameos.enrolment import limits
from cameos.enrolment.states import OPEN, SENTENCES, EnrolmentState, Problem
from cameos.models import Enrolment
from lib.api.fields import StrictBooleanField, StrictCharField, StrictIntegerField, TypedIdField
from lib.api.serializers import StrictSerializer
from lib.ids import IdKind
from lib.signed_media import upload_target

WORDS = {
    Turn.LEFT: _("Turn your head to your left."),
    Turn.RIGHT: _("Turn your head to your right."),
    Turn.CENTRE: _("Look into the camera."),
}
TOLD = {
    **{failure.value: text for failure, text in FAILURE_SENTENCES.items()},
    **{problem.value: text for problem, text in SENTENCES.items()},
}
PROBLEM_CODES = [*(one.value for one in Failure), *(one.value for one in Problem)]


class ScopesSerializer(StrictSerializer[Any]):
    """What the release is for; face and voice are two consents."""

    face = StrictBooleanField(help_text=_("Must be true: without it there is no cameo."))
    voice = StrictBooleanField()

    def validate_face(self, value: bool) -> bool:
        if not value:
            raise serializers.ValidationError(_("A cameo needs a face."), code="invalid")
        return value


class ReleaseSerializer(StrictSerializer[Any]):
    """That the notice was read and the release given, in these words and for these scopes."""

    notice_version = StrictIntegerField(min_value=1)
    locale = StrictCharField(max_length=16)
    scopes = ScopesSerializer()
    released = StrictBooleanField(help_text=_("True: the person agreed to the notice."))

    def validate_released(self, value: bool) -> bool:
        if not value:
            raise serializers.ValidationError(_("Nothing is recorded without it."), code="invalid")
        return value


class StepSerializer(StrictSerializer[Any]):
    """One thing to do, in this order; left and right are the person's own."""

    code = serializers.ChoiceField(choices=[turn.value for turn in Turn])
    words = serializers.CharField()


class ChallengeSerializer(StrictSerializer[Any]):
    """What the recording must show: the digits read aloud in English, the turns in order."""

    digits = serializers.CharField(min_length=LENGTH, max_length=LENGTH)
    turns = StepSerializer(many=True)
    expires_at = serializers.DateTimeField()


class UploadSerializer(StrictSerializer[Any]):
    """Where the recording goes: one request, whole, with exactly these headers, once."""

    method = serializers.ChoiceField(choices=["PUT"])
    url = serializers.URLField()
    headers = serializers.DictField(child=serializers.CharField())
    max_bytes = serializers.IntegerField(min_value=1)
    expires_at = serializers.DateTimeField()


class ProblemSerializer(StrictSerializer[Any]):
    """What to do differently."""

    code = serializers.ChoiceField(choices=PROBLEM_CODES)
    detail = serializers.CharField(help_text=_("For people; follows Accept-Language."))


class EnrolmentCanSerializer(StrictSerializer[Any]):
    """What the viewer may do."""

    submit = serializers.BooleanField()
    cancel = serializers.BooleanField()


class EnrolmentSerializer(StrictSerializer[Enrolment]):
    """One try at a cameo. While `verification_pending` nobody can say for how long."""

    id = TypedIdField(IdKind.ENROLMENT)
    cameo = TypedIdField(IdKind.CAMEO)
    status = serializers.ChoiceField(choices=EnrolmentState.choices)
    scopes = ScopesSerializer()
    notice_version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    challenge = ChallengeSerializer(
        allow_null=True, help_text=_("Only on the device that began, until it is used or ran out.")
    )
    upload = UploadSerializer(allow_null=True, help_text=_("As long as the challenge."))
    problems = ProblemSerializer(many=True, help_text=_("Of a refused one."))
    can = EnrolmentCanSerializer()

    def to_representation(self, instance: Enrolment) -> dict[str, Any]:
        """`context["device"]`: the keyed hash of the device that asks."""
        here = is_answerable(instance) and self.context.get("device") == instance.device
        value: dict[str, Any] = super().to_representation(_shown(instance, here=here))
        return value


def is_answerable(enrolment: Enrolment) -> bool:
    """Whether its challenge can still be answered."""
    awaiting = enrolment.state == EnrolmentState.AWAITING_RECORDING
    return awaiting and enrolment.expires_at > timezone.now()


def _shown(enrolment: Enrolment, *, here: bool) -> Any:
    refused = enrolment.state == EnrolmentState.REFUSED
    return {
        "id": enrolment.pk,
        "cameo": enrolment.cameo_id,
        "status": enrolment.state,
        "scopes": {"face": enrolment.release.face, "voice": enrolment.release.voice},
        "notice_version": enrolment.release.notice_version,
        "created_at": enrolment.created_at,
        "submitted_at": enrolment.submitted_at,
        "ended_at": enrolment.ended_at,
        "challenge": _challenge(enrolment) if here else None,
        "upload": _upload(enrolment) if here else None,
        "problems": [_problem(code) for code in enrolment.problems] if refused else [],
        "can": {"submit": here, "cancel": enrolment.state in OPEN},
    }


def _challenge(enrolment: Enrolment) -> dict[str, Any]:
    asked = Challenge.from_json(enrolment.challenge)
    turns = [{"code": step.value, "words": WORDS[step]} for step in asked.steps]
    return {"digits": asked.digits, "turns": turns, "expires_at": enrolment.expires_at}


def _upload(enrolment: Enrolment) -> dict[str, Any]:
    left: datetime = enrolment.expires_at
    target = upload_target(
        enrolment.upload_key,
        seconds=max(1, int((left - timezone.now()).total_seconds())),
        max_bytes=limits.MOST_BYTES,
        content_type=limits.CONTENT_TYPE,
    )
    return {
        "method": target.method,
        "url": urljoin(settings.PUBLIC_ORIGIN, target.url),
        "headers": target.headers,
        "max_bytes": target.max_bytes,
        "expires_at": target.expires_at,
    }


def _problem(code: str) -> dict[str, str]:
    return {"code": code, "detail": gettext(TOLD[code])}
