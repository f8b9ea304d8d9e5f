"""What staff tell guardians when they are worried about a teen (R7): never a machine alone.

One person proposes, another looks and confirms. Guardians learn a code and where to find help; the
teen learns that they were told. Left out are guardians whom the teen fled from, who are blocked
either way, and who stand on the list of exceptions.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.policies import is_blocked_between
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, StaleState
from lib.states import advance, record_initial
from parental.actions import PROPOSE_ALERT
from parental.eligibility import is_teen
from parental.models import AlertException, BarredGuardian, GuardianLink, SafetyAlert
from parental.services.writing import owe
from parental.states import AlertCode, AlertState, ExceptionCode, LinkState

PROPOSE = PROPOSE_ALERT
CONFIRM = "parental.confirm_alert"


def propose(*, teen: User, code: AlertCode, by: User, case: str = "") -> SafetyAlert:
    """A person of staff, who has looked, wants guardians to hear. `case`: a public id, or empty.

    Raises DomainError: `permission_denied`, `not_for_this_age`.
    """
    _refuse_others(by, PROPOSE)
    if not is_teen(teen):
        raise DomainError(ErrorCode.NOT_FOR_THIS_AGE, _("This person is not known to be a teen."))
    with transaction.atomic():
        alert = SafetyAlert.objects.create(teen_id=teen.pk, code=code, case=case, proposed_by=by.pk)
        actor = Actor.person(by.pk)
        record_initial(alert, actor=actor, reason=code.value)
        record("parental.alert.proposed", actor=actor, target=alert.public_id, code=code.value)
    return alert


def confirm(*, alert: SafetyAlert, by: User) -> SafetyAlert:
    """Another has looked too: guardians whom telling can help are told, and the teen; nobody where
    they came of age since.

    Raises DomainError `permission_denied`, also to whoever proposed it; StaleState.
    """
    with transaction.atomic():
        links = recipients_of(alert)
        to = AlertState.SENT if links else AlertState.WITHHELD
        _decide(alert, by=by, to=to, told=len(links))
        for link in links:
            owe(
                link.guardian_id,
                "family.safety_alert",
                {"link": link.public_id, "code": alert.code},
            )
        if links:
            owe(alert.teen_id, "family.guardians_alerted", {"code": alert.code})
    return alert


def decline(*, alert: SafetyAlert, by: User) -> SafetyAlert:
    """Another has looked, and nobody is told. Raises as `confirm` does."""
    with transaction.atomic():
        _decide(alert, by=by, to=AlertState.DECLINED, told=0)
    return alert


def recipients_of(alert: SafetyAlert) -> list[GuardianLink]:
    """Active links of guardians whom nothing leaves out; none once the teen is no teen any more:
    between the two looks may lie their 18th birthday."""
    teen = User.objects.filter(pk=alert.teen_id).first()
    if teen is None or not is_teen(teen):
        return []
    links = GuardianLink.objects.filter(teen=alert.teen_id, state=LinkState.ACTIVE)
    return [link for link in links.order_by("active_at") if not _is_left_out(link)]


def except_guardian(*, teen: User, guardian: User, code: ExceptionCode, by: User) -> AlertException:
    """This guardian hears of no alert about this teen. Twice is once. Raises DomainError
    `permission_denied`."""
    _refuse_others(by, PROPOSE)
    with transaction.atomic():
        row, is_new = AlertException.objects.get_or_create(
            teen_id=teen.pk,
            guardian_id=guardian.pk,
            defaults={"code": code, "made_by": by.pk},
        )
        if is_new:
            actor = Actor.person(by.pk)
            record("parental.alert.excepted", actor=actor, target=teen.public_id, code=code.value)
    return row


def _decide(alert: SafetyAlert, *, by: User, to: AlertState, told: int) -> None:
    _refuse_others(by, CONFIRM)
    if alert.proposed_by == by.pk:
        raise DomainError(
            ErrorCode.PERMISSION_DENIED, _("Another person than who proposed it decides.")
        )
    if alert.state != AlertState.PROPOSED:
        raise StaleState
    actor = Actor.person(by.pk)
    advance(
        alert,
        to=to,
        actor=actor,
        reason=to.value,
        decided_by=by.pk,
        decided_at=timezone.now(),
        told=told,
    )
    record(
        "parental.alert.decided",
        actor=actor,
        target=alert.public_id,
        to=to.value,
        told=told,
    )


def _is_left_out(link: GuardianLink) -> bool:
    pair = {"teen_id": link.teen_id, "guardian_id": link.guardian_id}
    return (
        AlertException.objects.filter(**pair).exists()
        or BarredGuardian.objects.filter(**pair).exists()
        or is_blocked_between(link.teen_id, link.guardian_id)
    )


def _refuse_others(by: User, permission: str) -> None:
    if not (by.stands and by.is_staff and by.has_perm(permission)):
        raise DomainError(ErrorCode.PERMISSION_DENIED, _("This is for staff who may."))
