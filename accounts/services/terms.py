"""Putting a version of the terms in force, reading it, and what stands still until one has."""

import re
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Acknowledgement, Change, Gated, TermsVersion, User
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound, StaleState

ACTIVATE = "accounts.activate_terms"
SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
WHERE = re.compile(r"(?:/|https://)[\x21-\x7e]{1,190}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """A text in force, and whether this person acknowledged that version."""

    terms: TermsVersion
    acknowledged: bool


def asked_of(person: User) -> list[Asked]:
    """Every text in force, by name."""
    rows = TermsVersion.objects.order_by("name", "-version").distinct("name")
    read = set(Acknowledgement.objects.filter(person_id=person.pk).values_list("name", "version"))
    return [Asked(one, (one.name, one.version) in read) for one in rows]


def reconsent_refusal(person: User, gated: Gated) -> DomainError | None:
    """Why this person may not use `gated` before they read something, or None.

    Said by every service behind such an endpoint, and by no other.
    """
    for asked in asked_of(person):
        if gated.value in asked.terms.gates and not asked.acknowledged:
            said = _("Read version %(version)s of “%(name)s” first: %(where)s")
            if asked.terms.needs_guardian and not person.is_adult:
                said = _(
                    "A guardian of yours must agree to version %(version)s of “%(name)s” first: "
                    "%(where)s"
                )
            named = {"version": asked.terms.version, "name": asked.terms.name}
            said %= {**named, "where": asked.terms.read_at}
            return DomainError(ErrorCode.RECONSENT_REQUIRED, said, attr=asked.terms.name)
    return None


def in_force(*, name: str, version: int) -> TermsVersion:
    """The version in force. Raises NotFound; StaleState where it is another one."""
    newest = TermsVersion.objects.filter(name=name).order_by("-version").first()
    if newest is None:
        raise NotFound
    if newest.version != version:
        raise StaleState(_("Another version is in force. Read that one."))
    return newest


def acknowledge(*, person: User, name: str, version: int, by: User) -> bool:
    """Somebody read the version in force. Twice is once; whether this was the first time.

    `by` is the person, or a guardian whose link the caller has checked, and who is asked. Raises
    as `in_force`; NotFound for a guardian who is not needed; DomainError
    `guardian_release_required`.
    """
    with transaction.atomic():
        newest = in_force(name=name, version=version)
        if by.pk != person.pk and not newest.needs_guardian:
            raise NotFound
        if newest.needs_guardian and by.pk == person.pk and not person.is_adult:
            raise DomainError(
                ErrorCode.GUARDIAN_RELEASE_REQUIRED,
                _("For people under 18 a linked guardian must agree to this."),
            )
        actor = Actor.person(by.pk)
        _row, is_new = Acknowledgement.objects.get_or_create(
            person_id=person.pk, name=name, version=version, defaults={"actor": str(actor)}
        )
        if is_new:
            record(
                "accounts.terms.acknowledged",
                actor=actor,
                target=person.public_id,
                name=name,
                version=version,
            )
    return is_new


def activate_terms(
    *,
    name: str,
    gates: list[Gated],
    read_at: str,
    sha256: str,
    needs_guardian: bool,
    change: Change,
    by: User,
) -> TermsVersion:
    """The next version of a text is in force: who uses what it gates must read it first.

    Raises DomainError `permission_denied`, `invalid`.
    """
    if not by.has_perm(ACTIVATE):
        raise DomainError(ErrorCode.PERMISSION_DENIED, _("You may not put terms in force."))
    if not WHERE.fullmatch(read_at):
        raise DomainError(ErrorCode.INVALID, _("Say where it can be read."), attr="read_at")
    if not SHA256.fullmatch(sha256):
        raise DomainError(ErrorCode.INVALID, _("64 hexadecimal digits."), attr="sha256")
    actor = Actor.person(by.pk)
    with transaction.atomic():
        # Of two at once the second breaks the constraint on (name, version), and tries again.
        last = TermsVersion.objects.filter(name=name).order_by("-version").first()
        made = TermsVersion.objects.create(
            name=name,
            version=last.version + 1 if last else 1,
            gates=sorted(one.value for one in gates),
            read_at=read_at,
            sha256=sha256,
            needs_guardian=needs_guardian,
            change=change,
            actor=str(actor),
        )
        record(
            "accounts.terms.activated",
            actor=actor,
            target=f"{name}:{made.version}",
            gates=",".join(made.gates),
            change=change.value,
        )
    return made
