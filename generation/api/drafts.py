"""Bodies of the routes below /drafts."""

from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cameos.bounds import REACHES
from generation.api.parts import LabelsSerializer, first_of, labels_of, subjects_of
from generation.limits import URL_SECONDS
from generation.models import Asset, AssetKind, Draft
from generation.selectors import made_of
from lib.api.fields import TypedIdField
from lib.api.serializers import StrictSerializer
from lib.ids import IdKind
from lib.signed_media import signed_url

SHOWN = (AssetKind.VIDEO, AssetKind.POSTER, AssetKind.SPRITESHEET)


class AssetSerializer(StrictSerializer[Asset]):
    """A file: its address for five minutes, and what it is."""

    url = serializers.CharField(
        allow_null=True, help_text=_("Null while the file may not leave: it is not sealed yet.")
    )
    expires_at = serializers.DateTimeField(allow_null=True)
    mime = serializers.CharField()
    bytes = serializers.IntegerField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()

    def to_representation(self, instance: Asset) -> dict[str, Any]:
        """One asset. A URL is made only for what may leave (law 10)."""
        url = expires = None
        if instance.may_leave:
            url = urljoin(
                settings.PUBLIC_ORIGIN, signed_url(instance.storage_key, seconds=URL_SECONDS)
            )
            expires = _time(timezone.now() + timedelta(seconds=URL_SECONDS))
        return {
            "url": url,
            "expires_at": expires,
            "mime": instance.mime,
            "bytes": instance.bytes,
            "width": instance.width,
            "height": instance.height,
        }


class FilmSerializer(AssetSerializer):
    """An MP4; its duration in seconds."""

    duration = serializers.FloatField()

    def to_representation(self, instance: Asset) -> dict[str, Any]:
        return {**super().to_representation(instance), "duration": instance.duration}


class GeometrySerializer(StrictSerializer[Asset]):
    """Tile k, row by row, shows the video at `times[k]` seconds. Sizes in pixels."""

    columns = serializers.IntegerField()
    rows = serializers.IntegerField()
    tile_width = serializers.IntegerField()
    tile_height = serializers.IntegerField()
    times = serializers.ListField(child=serializers.FloatField())


class SpritesheetSerializer(AssetSerializer):
    """One picture of many frames, for scrubbing."""

    geometry = GeometrySerializer()

    def to_representation(self, instance: Asset) -> dict[str, Any]:
        return {**super().to_representation(instance), "geometry": instance.geometry}


class AssetsSerializer(StrictSerializer[Draft]):
    """What a draft consists of."""

    video = FilmSerializer(allow_null=True)
    poster = AssetSerializer(allow_null=True)
    spritesheet = SpritesheetSerializer(allow_null=True)


def permitted(film: Any) -> dict[str, Any]:
    """What those in it permit, of a row that `cameos.bounds` annotated."""
    return {
        "reach": film.reach,
        "may_remix": not film.no_remix,
        "may_download": may_download(film),
    }


def may_download(film: Any) -> bool:
    """Whether all of them do."""
    return not film.no_download


class DraftAbilitiesSerializer(StrictSerializer[Draft]):
    """What you may do with it now."""

    remix = serializers.BooleanField(help_text=_("Whether it can be a source of a new video."))
    comment = serializers.BooleanField()
    download = serializers.BooleanField()
    report = serializers.BooleanField()
    delete = serializers.BooleanField()


class DraftSerializer(StrictSerializer[Draft]):
    """A finished video that only its maker sees."""

    id = TypedIdField(IdKind.VIDEO, read_only=True)
    generation = TypedIdField(IdKind.GENERATION)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(
        allow_null=True,
        help_text=_(
            "When it goes by itself, told a week ahead; null while it is published, or withdrawn "
            "by a decision, or can be appealed for."
        ),
    )
    subjects = serializers.ListField(
        child=TypedIdField(IdKind.CAMEO), help_text=_("Whose likeness was asked for, in order.")
    )
    size = serializers.CharField()
    seconds = serializers.IntegerField()
    assets = AssetsSerializer()
    labels = LabelsSerializer()
    reach = serializers.ChoiceField(
        choices=REACHES,
        help_text=_("How far those in it let it go: `draft` cannot be published."),
    )
    may_remix = serializers.BooleanField(help_text=_("Whether those in it permit remixes."))
    may_download = serializers.BooleanField(
        help_text=_(
            "Whether those in it permit downloads. Offer none where not: an app has to play the "
            "file, so nothing can keep a determined viewer from keeping it."
        )
    )
    can = DraftAbilitiesSerializer()

    def to_representation(self, instance: Draft) -> dict[str, Any]:
        """One draft for its maker; its job and the job's assets should be fetched with it."""
        job = instance.job
        files = {asset.kind: asset for asset in job.assets.all() if asset.kind in SHOWN}
        film = files.get(AssetKind.VIDEO)
        return {
            "id": instance.public_id,
            "generation": job.public_id,
            "created_at": _time(instance.created_at),
            "expires_at": None if instance.kept else _time(instance.expires_at),  # type: ignore[attr-defined]
            "subjects": subjects_of(job),
            "size": job.size,
            "seconds": job.seconds,
            "assets": {
                kind.value: SERIALIZERS[kind](files[kind]).data if kind in files else None
                for kind in SHOWN
            },
            "labels": labels_of(job, instance.likenesses, remix_of=first_of(made_of(job))),  # type: ignore[attr-defined]
            **permitted(instance),
            "can": {
                "remix": instance.usable,  # type: ignore[attr-defined]
                "comment": False,
                "download": film is not None and film.may_leave and may_download(instance),
                "report": False,
                "delete": True,
            },
        }


SERIALIZERS: dict[AssetKind, type[AssetSerializer]] = {
    AssetKind.VIDEO: FilmSerializer,
    AssetKind.POSTER: AssetSerializer,
    AssetKind.SPRITESHEET: SpritesheetSerializer,
}


def _time(value: Any) -> Any:
    return serializers.DateTimeField().to_representation(value)
