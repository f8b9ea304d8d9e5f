from cameos.ledger.facts import ReleaseGiven
from cameos.models import Release


def release_given(row: Release, *, epoch: int) -> ReleaseGiven:
    """The written release of an enrolment."""
    return ReleaseGiven(
        release=str(row.pk),
        notice_version=row.notice_version,
        text_hash=row.text_hash,
        locale=row.locale,
        face=row.face,
        voice=row.voice,
        epoch=epoch,
    )
