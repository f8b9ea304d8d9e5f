"""Bodies of the routes about posts."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import User
from cameos.bounds import REACHES
from feed import hidden
from feed.api.hidden import HiddenSerializer
from feed.limits import CAPTION_CHARACTERS
from feed.models import Post, PostLabel, PostRating
from feed.states import PostState
from generation.api.drafts import (
    SERIALIZERS,
    SHOWN,
    AssetsSerializer,
    may_download,
    permitted,
)
from generation.api.parts import LabelsSerializer, labels_of
from generation.failures import MESSAGES, FailureCode
from generation.models import Asset, AssetKind, Job
from lib.api.fields import StrictCharField, TypedIdField
from lib.api.serializers import StrictSerializer
from lib.ids import IdKind, encode


@extend_schema_field({"type": "string", "maxLength": CAPTION_CHARACTERS})
class CaptionField(StrictCharField):
    """Text whose length and characters the service judges, after normalisation."""


class PublishSerializer(StrictSerializer[Any]):
    """What to say beside the video."""

    caption = CaptionField(
        required=False,
        allow_blank=True,
        default="",
        trim_whitespace=False,
        help_text=_("Up to 500 characters after Unicode normalisation (NFC); may be left out."),
    )


class AuthorSerializer(StrictSerializer[User]):
    """Who made it."""

    handle = serializers.CharField()
    display_name = serializers.CharField()


class PostAbilitiesSerializer(StrictSerializer[Post]):
    """What you may do with it now."""

    like = serializers.BooleanField()
    comment = serializers.BooleanField()
    remix = serializers.BooleanField()
    download = serializers.BooleanField()
    report = serializers.BooleanField()
    delete = serializers.BooleanField()


class RefusalSerializer(StrictSerializer[Post]):
    """Why a post was not published."""

    code = serializers.ChoiceField(choices=FailureCode.choices)
    message = serializers.CharField(help_text=_("For people; follows Accept-Language."))


class PostSerializer(StrictSerializer[Post]):
    """A video that somebody showed to others, as its viewer sees it."""

    id = TypedIdField(IdKind.POST, read_only=True)
    author = AuthorSerializer()
    caption = serializers.CharField(allow_blank=True)
    published_at = serializers.DateTimeField(
        allow_null=True, help_text=_("Null until others can see it.")
    )
    state = serializers.ChoiceField(
        choices=[one.value for one in PostState if one != PostState.DELETED],
        allow_null=True,
        help_text=_("For its author alone; null for all others."),
    )
    delayed = serializers.BooleanField(
        help_text=_(
            "For its author alone: nobody else sees it until we have checked more of it; false "
            "for all others."
        )
    )
    error = RefusalSerializer(
        allow_null=True, help_text=_("Why it was refused; for its author alone.")
    )
    hidden = HiddenSerializer(
        many=True,
        help_text=_("For its author alone: why nobody else sees it for now; mostly nothing."),
    )
    assets = AssetsSerializer()
    labels = LabelsSerializer()
    advisories = serializers.ListField(
        child=serializers.ChoiceField(choices=PostLabel.values),
        help_text=_("What to say beside it, because a person decided so; mostly nothing."),
    )
    likes = serializers.IntegerField(min_value=0)
    liked_by_me = serializers.BooleanField()
    reach = serializers.ChoiceField(
        choices=REACHES,
        help_text=_(
            "`friends`: never in the public feed; seen by its author, by those in it and by "
            "mutual follows of everybody who asked for that."
        ),
    )
    may_remix = serializers.BooleanField(help_text=_("Whether those in it permit remixes."))
    may_download = serializers.BooleanField(help_text=_("Whether those in it permit downloads."))
    can = PostAbilitiesSerializer()


def post_json(post: Post, *, viewer: User) -> dict[str, Any]:
    """The body of PostSerializer, of a post that `feed.selectors` fetched for this viewer."""
    assert post.draft is not None  # noqa: S101 - only a deleted post has none, and nobody sees it
    mine = post.author_id == viewer.pk
    files = _files(post, post.draft.job)
    return {
        "id": post.public_id,
        "author": {"handle": post.author.handle, "display_name": post.author.display_name},
        "caption": post.caption or "",
        "published_at": _time(post.published_at),
        "state": post.state if mine else None,
        "delayed": mine and post.is_withheld,
        "error": _error(post) if mine else None,
        "hidden": hidden.said(post.hidden_by) if mine else [],  # type: ignore[attr-defined]
        "assets": {
            kind.value: SERIALIZERS[kind](files[kind]).data if kind in files else None
            for kind in SHOWN
        },
        "labels": _labels(post, post.draft.job),
        "advisories": post.advisories,  # type: ignore[attr-defined]
        "likes": post.like_count,  # type: ignore[attr-defined]
        "liked_by_me": post.liked_by_me,  # type: ignore[attr-defined]
        **permitted(post),
        "can": {
            "like": post.state == PostState.PUBLISHED,
            "comment": False,
            "remix": False,
            "download": AssetKind.VIDEO in files and may_download(post),
            "report": not mine,
            "delete": mine,
        },
    }


def _error(post: Post) -> dict[str, str] | None:
    if not post.refused_as:
        return None
    return {"code": post.refused_as, "message": str(MESSAGES[FailureCode(post.refused_as)])}


def _files(post: Post, job: Job) -> dict[AssetKind, Asset]:
    """Those that an address may be given for."""
    if not post.shows_files:
        return {}
    return {
        AssetKind(asset.kind): asset
        for asset in job.assets.all()
        if asset.kind in SHOWN and asset.may_leave
    }


def _labels(post: Post, job: Job) -> dict[str, Any]:
    """The video's, with what publishing found out."""
    rating = PostRating.ADULTS if post.moved_to_adults else post.rating  # type: ignore[attr-defined]
    own = {"rating": rating or None}
    stamp = {"screening": post.screened_as} if post.screened_as else {}
    made_of: UUID | None = post.remix_of  # type: ignore[attr-defined]
    remix_of = encode(IdKind.POST, made_of) if made_of else None
    return labels_of(job, post.likenesses, remix_of=remix_of) | own | stamp  # type: ignore[attr-defined]


def _time(value: Any) -> Any:
    return serializers.DateTimeField().to_representation(value) if value else None
