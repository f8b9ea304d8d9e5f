"""A member of staff records a release that came on paper; another confirms it."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from audit.services import record
from cameos.blocked import pictures
from cameos.blocked.papers import PaperRelease, proposal_refusal
from cameos.blocked.permitting import PROPOSE, authorise
from cameos.blocked.switching import off_refusal
from cameos.blocked.texts import release_of
from cameos.models import BlockedLikeness, BlockedSwitch
from lib.actors import Actor
from lib.ids import new_id
from lib.states import record_initial


def propose(*, release: PaperRelease, portraits: Sequence[bytes], by: User) -> BlockedLikeness:
    """Nobody is protected yet. Raises DomainError `permission_denied`, or `proposal_refusal`."""
    authorise(by, PROPOSE)
    if refusal := proposal_refusal(release, portraits):
        raise refusal
    actor, key = Actor.person(by.pk), new_id()
    keys = pictures.keep(key, portraits)
    try:
        with transaction.atomic():
            # Held until COMMIT: whoever switches it off waits, or was here before.
            list(BlockedSwitch.objects.select_for_update())
            if refusal := off_refusal():
                raise refusal
            row = BlockedLikeness(id=key, proposed_by=by.pk, picture_keys=keys)
            row.picture_digests = [pictures.digest(one) for one in portraits]
            _note(row, release)
            row.save(force_insert=True)
            record_initial(row, actor=actor, reason="a release was recorded")
            record("cameos.blocked.proposed", actor=actor, target=row.public_id)
    except BaseException:
        pictures.erase(keys)
        raise
    return row


def _note(row: BlockedLikeness, release: PaperRelease) -> None:
    text = release_of(release.version, release.locale)
    assert text is not None  # noqa: S101 - `proposal_refusal` has looked
    row.released_by, row.is_minor = release.by, release.is_minor
    row.release_version, row.release_locale = text.version, text.locale
    row.release_sha256, row.released_at = text.sha256, release.at
    row.legal_basis, row.contact = release.legal_basis, release.contact
    row.proof_reference, row.ends_on = release.proof_reference, release.ends_on
