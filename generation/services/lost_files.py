"""Ending by hand a move whose file is gone: after a restore from a backup, or an accident."""

from django.db import transaction

from accounts.models import User
from audit.reasons import stated
from audit.services import record
from generation.models import Asset, AssetKind
from generation.services.alone import alone_with
from generation.services.drafts import lose_draft
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.signed_media import NOT_DONE, exists
from lib.signed_media.health import answers

DECLARE_LOST = "generation.delete_asset"


def declare_lost(*, asset: Asset, by: User, why: str | None = None) -> None:
    """This file will not come back: its row goes, and with the rendition itself its draft and what
    was published of it; its maker is told. Without a master nothing is made out of the film any
    more; without a poster or spritesheet it is shown without one. Only of a file that a worker
    missed, and that is under neither key now.

    `why` is the code of staff's reason. Raises DomainError `permission_denied`, `invalid`,
    `temporarily_unavailable` where the store does not say; twice is once.
    """
    if not by.has_perm(DECLARE_LOST):
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not declare files lost.")
    with alone_with(asset.pk):
        held = Asset.objects.filter(pk=asset.pk).first()
        if held is None:
            return
        if held.missing_since is None:
            raise DomainError(ErrorCode.INVALID, "No worker has missed this file.")
        if _is_there(held):
            raise DomainError(ErrorCode.INVALID, "The file is there: it is moved within the hour.")
        _end(held, by, why)


def _is_there(asset: Asset) -> bool:
    """Under either key. A store that is away as a whole has lost nothing."""
    try:
        answers()
        return exists(asset.storage_key) or exists(asset.moving_to)
    except NOT_DONE as error:
        raise DomainError(
            ErrorCode.TEMPORARILY_UNAVAILABLE, "The store does not say whether it is there."
        ) from error


def _end(asset: Asset, by: User, why: str | None) -> None:
    with transaction.atomic():
        if asset.kind == AssetKind.VIDEO:
            lose_draft(asset.job_id)
        record(
            "generation.asset.declared_lost",
            actor=Actor.person(by.pk),
            target=asset.job.public_id,
            kind=asset.kind,
            **stated(why),
        )
        asset.delete()
