"""Beginning an enrolment: the release first, then the challenge and the place for its answer."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from cameos.challenge import asking
from cameos.enrolment import devices, limits
from cameos.enrolment.eligibility import limit_refusal, person_refusal, state_refusal
from cameos.enrolment.notices import Notice, accepted
from cameos.ledger.of_releases import release_given
from cameos.ledger.recording import record_consent
from cameos.models import Cameo, CameoKind, Enrolment, Release, ReleaseAddress
from cameos.models.releases import commitment, new_salt
from cameos.states import TERMINAL, CameoState
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.signed_media import new_key
from lib.states import advance, record_initial

BEGUN = "the notice was read and the release given"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a person agreed to, and from where."""

    notice_version: int
    locale: str
    voice: bool
    device: str
    address: str


def begin(*, owner: User, agreed: Agreed) -> Enrolment:
    """Keep the release, and only then issue a challenge, in one transaction.

    Raises DomainError: who may not (eligibility.py) leaves nothing behind; `notice_outdated`.
    """
    if refusal := person_refusal(owner):
        raise refusal
    notice = accepted(agreed.notice_version, agreed.locale)
    if notice is None:
        raise DomainError(
            ErrorCode.NOTICE_OUTDATED,
            _("This notice is not the current one. Read the current one and agree to it."),
            attr="notice_version",
        )
    with transaction.atomic():
        owner = User.objects.select_for_update(no_key=True).get(pk=owner.pk)
        device = devices.hash_of(agreed.device)
        cameo = _cameo_of(owner)
        refusal = person_refusal(owner) or state_refusal(owner, cameo)
        if refusal := refusal or limit_refusal(owner, device):
            raise refusal
        release = _keep_release(owner, agreed, notice, device)
        return _open(owner, cameo or _new_cameo(owner), release)


def _cameo_of(owner: User) -> Cameo | None:
    rows = Cameo.objects.select_for_update(no_key=True).filter(owner=owner, kind=CameoKind.HUMAN)
    return rows.exclude(state__in=sorted(TERMINAL)).first()


def _new_cameo(owner: User) -> Cameo:
    cameo = Cameo.objects.create(owner=owner)
    record_initial(cameo, actor=Actor.person(owner.pk), reason=BEGUN)
    return cameo


def _keep_release(owner: User, agreed: Agreed, notice: Notice, device: str) -> Release:
    salt = new_salt()
    release = Release.objects.create(
        person_id=owner.pk,
        notice_version=notice.version,
        text_hash=notice.hash,
        locale=notice.locale,
        face=True,
        voice=agreed.voice,
        device=device,
        address_commitment=commitment(salt, agreed.address),
    )
    ReleaseAddress.objects.create(release_id=release.pk, salt=salt, address=agreed.address)
    return release


def _open(owner: User, cameo: Cameo, release: Release) -> Enrolment:
    actor = Actor.person(owner.pk)
    if cameo.state == CameoState.REVOKED:
        advance(cameo, to=CameoState.ENROLLING, actor=actor, reason=BEGUN, ended_at=None)
    enrolment = Enrolment.objects.create(
        owner=owner,
        cameo=cameo,
        release=release,
        came_from=cameo.state,
        epoch=cameo.epoch,
        device=release.device,
        challenge=asking.ask().as_json(),
        expires_at=timezone.now() + timedelta(seconds=limits.TARGET_SECONDS),
        upload_key=new_key(limits.PREFIX, limits.SUFFIX),
    )
    record_initial(enrolment, actor=actor, reason=BEGUN)
    record_consent(cameo_id=cameo.pk, fact=release_given(release, epoch=cameo.epoch), actor=actor)
    record(
        "cameos.enrolment.released",
        actor=actor,
        target=enrolment.public_id,
        notice_version=release.notice_version,
        voice=release.voice,
    )
    return enrolment
