"""Beginning a character: its name first, then the place for its clip."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Feature, User
from accounts.services.holds import feature_refusal
from audit.services import record
from cameos.characters import limits
from cameos.characters.states import LIVE
from cameos.intake.limits import TARGET_SECONDS
from cameos.models import Cameo, CameoKind, Character
from cameos.services.eligibility import asking_refusal
from cameos.trying import too_often
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.ids import new_id
from lib.signed_media import new_key
from lib.states import record_initial

DAY = timedelta(days=1)


def begin(*, owner: User, words: str, content_type: str) -> Character:
    """`words`: from `naming.accepted_name`, which is asked outside any transaction. Raises
    DomainError: as `begin_refusal`."""
    actor = Actor.person(owner.pk)
    with transaction.atomic():
        owner = User.objects.select_for_update(no_key=True).get(pk=owner.pk)
        if refusal := begin_refusal(owner):
            raise refusal
        cameo = Cameo.objects.create(pk=new_id(), owner=owner, kind=CameoKind.CHARACTER)
        record_initial(cameo, actor=actor, reason="a character was begun")
        row = Character.objects.create(
            pk=cameo.pk, cameo=cameo, owner=owner, name=words, content_type=content_type,
            expires_at=timezone.now() + timedelta(seconds=TARGET_SECONDS),
            upload_key=new_key(limits.PREFIX, limits.SUFFIXES[content_type]),
        )  # fmt: skip
        record_initial(row, actor=actor, reason="begun")
        record("cameos.character.begun", actor=actor, target=row.public_id)
    return row


def begin_refusal(person: User) -> DomainError | None:
    """Why they may not, whatever it is called: eligibility.py, `enrolment_limit`."""
    closed = feature_refusal(person, Feature.CAMEOS)
    return asking_refusal(person) or closed or limit_refusal(person)


def limit_refusal(person: User) -> DomainError | None:
    """Whether they have enough, or tried too often; asked again under the lock on their row."""
    mine = Character.objects.filter(owner=person)
    if mine.filter(state__in=sorted(LIVE)).count() >= limits.MOST_CHARACTERS:
        return DomainError(ErrorCode.ENROLMENT_LIMIT, _("You have as many as one may have."))
    lately = mine.filter(created_at__gt=timezone.now() - DAY)
    return too_often(lately, field="created_at", most=limits.PER_DAY, span=DAY)
