"""Reports by people without an account: sent, confirmed by mail, and from then on like any other.

Nothing in an answer tells whether a thing exists, whose it is or who may see it: whatever well
formed id was sent, the mail, the confirmation and the receipt are the same.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from audit.services import record
from enforcement import tasks
from enforcement.claim_kinds import ClaimKind
from enforcement.claims import ATTR, Claim, claim_of
from enforcement.limits import CODE_GUESSES, NOTICE_LASTS
from enforcement.models import Contact, OpenNotice, Report, VaultedReport
from enforcement.reasons import REASONS, Reason, reason_for
from enforcement.saying import Said, accepted
from enforcement.services.contacts import is_paused
from enforcement.services.filing import Voice, already_reported, named, store
from enforcement.subjects.base import Target
from enforcement.subjects.kinds import SubjectKind
from enforcement.subjects.registry import subject_of
from lib.actors import Actor
from lib.advisory import hold_name
from lib.api.throttling import count
from lib.errors import DomainError, ErrorCode
from lib.ids import new_id
from lib.mailboxes import mailbox_of
from lib.outbox.services import enqueue
from lib.plain_text import has_unusable, is_invisible, normalised

NOBODY = UUID(int=0)
NAME_CHARACTERS = 100
CONTACT = Actor.system("contact")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who says so. A name is part of a valid notice (DSA, Article 16(2)(c)), not of child safety;
    so is that they mean it (16(2)(d))."""

    address: str
    name: str = ""
    good_faith: bool = False


def send_notice(*, subject: str, reason: str, said: Said, sender: Sender) -> OpenNotice:
    """Keep it, and send a code and a link to the address.

    Raises DomainError `invalid`, `invalid_choice`, `max_length`, `invalid_characters`;
    `notice_incomplete` (422) for what makes a notice valid and is not there.
    """
    kind, key = named(subject.strip())
    why = reason_for(reason, kind)
    if why is None:
        raise DomainError(
            ErrorCode.INVALID_CHOICE, _("This is not reported for that."), attr="reason"
        )
    # How long a film is, is told to nobody who was not seen to see it.
    words = accepted(said, Target(kind, key, NOBODY))
    address, name = _address(sender.address), normalised(sender.name)
    if has_unusable(name) or len(name) > NAME_CHARACTERS:
        raise DomainError(ErrorCode.INVALID, _("Use a name of 100 characters."), attr="name")
    if lacking := next(missing(why, words, sender), None):
        raise DomainError(
            ErrorCode.NOTICE_INCOMPLETE, _("Without this a notice is not valid."), attr=lacking
        )
    claim = claim_of(words.impersonated, why)
    return _keep(kind, key, why, words, claim=claim, address=address, name=name)


def missing(reason: Reason | None, words: Said, sender: Sender) -> Iterator[str]:
    """What a valid notice has and this one has not. Without a `reason` as for most of them."""
    is_of_a_child = reason is not None and reason.diverted
    if not sender.good_faith:
        yield "good_faith"
    if not is_of_a_child and is_invisible(normalised(sender.name)):
        yield "name"
    if not is_of_a_child and is_invisible(normalised(words.text)):
        yield "text"
    if reason is not None and reason.needs_claim and not words.impersonated.strip():
        yield ATTR


def confirm_by_code(*, notice_id: UUID, code: str, network: str = "") -> Report | OpenNotice:
    """Raises DomainError `incorrect_code`, also for a notice that there is not, or not any more, or
    whose code was guessed at too often: the link still works."""
    live = OpenNotice.objects.filter(pk=notice_id, confirmed_at=None)
    # Counted before it is compared, and whatever becomes of this transaction.
    counted = live.filter(guesses__lt=CODE_GUESSES).update(guesses=F("guesses") + 1)
    notice = live.first()
    right = notice is not None and constant_time_compare(
        notice.code_digest, _digest("code", f"{notice_id}:{code}")
    )
    if notice is None or not counted or not right:
        raise DomainError(ErrorCode.INCORRECT_CODE, _("This code does not fit."), attr="code")
    return confirm(notice, network=network)


def confirm(notice: OpenNotice, *, network: str = "") -> Report | OpenNotice:
    """Its address is somebody's: the report stands from now on, and its clock runs.

    A report, or the notice itself where there is nothing under the id: the caller answers the same.
    From a paused mailbox it is a report, set aside, in both cases.
    Raises DomainError `gone` where it was confirmed meanwhile, `already_reported`.
    """
    with transaction.atomic():
        rows = OpenNotice.objects.select_for_update().filter(
            pk=notice.pk, confirmed_at=None, sent_at__gt=timezone.now() - NOTICE_LASTS
        )
        held = rows.first()
        if held is None:
            raise DomainError(ErrorCode.GONE, _("This link has had its time."))
        # All of one mailbox come one after the other: what they may do is counted together.
        hold_name(f"notice:{held.digest}")
        # Nobody is kept from speaking of a child. Read before anything is looked for: a pause
        # tells of nothing whether it is there.
        muted = not REASONS[held.reason].diverted and is_paused(held.digest)
        target = subject_of(held.subject_kind).known(held.subject_id)
        if target is None:
            _refuse_again(held)
            if not muted:
                return _of_nothing(held)
            # Set aside as all they say now, and as every such report it stays so.
            target = Target(SubjectKind(held.subject_kind), held.subject_id, NOBODY, gone=True)
            held.text = held.start_s = held.end_s = None
        report = _file(held, target, network, muted=muted)
        held.delete()
    return report


def _of_nothing(notice: OpenNotice) -> OpenNotice:
    """Kept for as long as somebody's address would be, without it and without their words: neither
    its first status nor the same said twice tells that there is nothing. It is never answered: that
    something was looked at says in the end that it is there, to whoever had its id."""
    notice.confirmed_at = timezone.now()
    notice.address, notice.name, notice.text = "", None, None
    notice.of_id, notice.of_word = None, ""
    notice.save(update_fields=["confirmed_at", "address", "name", "text", "of_id", "of_word"])
    return notice


def _refuse_again(notice: OpenNotice) -> None:
    """What was said of nothing is refused as what was said of anything."""
    said = OpenNotice.objects.filter(
        digest=notice.digest,
        subject_kind=notice.subject_kind,
        subject_id=notice.subject_id,
        reason=notice.reason,
        confirmed_at__isnull=False,
    )
    if said.exists():
        raise already_reported()


def _file(notice: OpenNotice, target: Target, network: str, *, muted: bool) -> Report:
    said = Said(notice.text or "", notice.start_s, notice.end_s, notice.about_me)
    claim = Claim(notice.claim, notice.of_id, notice.of_word)
    contact, reason = _contact(notice), REASONS[notice.reason]
    voice = Voice(contact=contact, muted=muted, network=network)
    report = store(voice, target, reason, said, claim=claim, key=notice.pk)
    record(
        "enforcement.report.confirmed",
        actor=CONTACT,
        target=report.public_id,
        sealed=report.diverted,
    )
    return report


def _contact(notice: OpenNotice) -> Contact:
    """One for an address, under the name that it gave last. The caller holds its mailbox."""
    digest = _digest("address", notice.address.casefold())
    mine = Contact(address=notice.address, name=notice.name, digest=digest, mailbox=notice.digest)
    Contact.objects.bulk_create([mine], ignore_conflicts=True)
    known = Contact.objects.select_for_update().get(digest=digest, address__isnull=False)
    known.name, known.confirmed_at = notice.name or known.name, timezone.now()
    known.mailbox = notice.digest
    known.save(update_fields=["name", "mailbox", "confirmed_at"])
    return known


def _keep(
    kind: SubjectKind,
    key: UUID,
    reason: Reason,
    words: Said,
    *,
    claim: Claim,
    address: str,
    name: str,
) -> OpenNotice:
    digest = _digest("address", mailbox_of(address))
    notice = OpenNotice(
        id=new_id(),
        address=address,
        name=name or None,
        digest=digest,
        subject_kind=kind,
        subject_id=key,
        reason=reason.code,
        claim=claim.kind,
        of_id=claim.of_id,
        of_word=claim.of_word,
        about_me=words.about_me or claim.kind == ClaimKind.ME,
        good_faith=True,
    )
    with transaction.atomic():
        if reason.diverted:
            told = {"text": words.text, "start_s": words.start_s, "end_s": words.end_s}
            VaultedReport(report_id=notice.pk, said=told).save(force_insert=True)
        else:
            notice.text = words.text
            notice.start_s, notice.end_s = words.start_s, words.end_s
        notice.save(force_insert=True)
        # A mailbox that is written to too often hears nothing, and whoever asks hears nothing of
        # that: it may be somebody else's.
        if not count("report_mail", digest).exceeded:
            enqueue(tasks.send_confirmation, notice.pk)
    return notice


def new_code(notice: OpenNotice) -> str:
    """Six digits, known to the mail alone; made when it is sent."""
    code = f"{secrets.randbelow(1_000_000):06d}"
    notice.code_digest = _digest("code", f"{notice.pk}:{code}")
    notice.save(update_fields=["code_digest"])
    return code


def _address(text: str) -> str:
    address = text.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise DomainError(ErrorCode.INVALID, _("This is no address."), attr="email") from None
    return address


def _digest(what: str, text: str) -> str:
    return salted_hmac(f"enforcement.{what}", text, algorithm="sha256").hexdigest()
