"""What a guardian agrees to for their teen, where the terms ask for one (A6)."""

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.services import terms
from accounts.services.terms import Asked
from audit.services import record
from lib.actors import Actor
from lib.errors import NotFound, StaleState
from parental.eligibility import guardian_refusal
from parental.models import EntryKind, FamilyEntry, GuardianLink
from parental.selectors import acts_for
from parental.services.writing import enter, owe
from parental.states import LinkState, Side


def asked_of_guardian(link: GuardianLink) -> list[Asked]:
    """Every text in force for which somebody under 18 needs a guardian. What one guardian agreed
    to needs no other; one whom the teen fled from reads what they noted, too."""
    noted = set(_noted(link).values_list("policy", "policy_version"))
    return [
        Asked(one.terms, one.acknowledged or (one.terms.name, one.terms.version) in noted)
        for one in terms.asked_of(link.teen)
        if one.terms.needs_guardian
    ]


def agree_for_teen(*, link: GuardianLink, by: User, name: str, version: int) -> None:
    """The guardian has read the version in force and agrees to it for the teen, for whom what it
    gates is open from then on. Twice is once. It stays agreed to when the link ends.

    Both are told. Of a guardian whom the teen fled from it is noted, and opens nothing. Raises
    DomainError: as `guardian_refusal`; NotFound where no guardian is asked, and for anybody else;
    StaleState for another version, and where the link is over.
    """
    with transaction.atomic():
        link = _acting(link, by)
        if by.pk != link.guardian_id:
            raise NotFound
        if refusal := guardian_refusal(by):
            raise refusal
        if not _write(link, by, name, version):
            return
        enter(link, EntryKind.POLICY_AGREED, Side.GUARDIAN, policy=name, policy_version=version)
        record("parental.policy.agreed", actor=Actor.person(by.pk), target=link.public_id,
               name=name, version=version)  # fmt: skip
        data = {"link": link.public_id, "policy": name, "version": version}
        if acts_for(link):
            owe(link.teen_id, "family.policy_agreed", data)
        owe(by.pk, "family.policy_agreed", data)


def _write(link: GuardianLink, by: User, name: str, version: int) -> bool:
    if link.state == LinkState.ACTIVE:
        return terms.acknowledge(person=link.teen, name=name, version=version, by=by)
    if not terms.in_force(name=name, version=version).needs_guardian:
        raise NotFound
    return not any(
        one.acknowledged
        for one in asked_of_guardian(link)
        if (one.terms.name, one.terms.version) == (name, version)
    )


def _noted(link: GuardianLink) -> QuerySet[FamilyEntry]:
    return FamilyEntry.objects.filter(link_id=link.pk, kind=EntryKind.POLICY_AGREED)


def _acting(link: GuardianLink, by: User) -> GuardianLink:
    """Its row, held until the caller's transaction is over. Raises StaleState."""
    rows = GuardianLink.objects.select_for_update(of=("self",)).select_related("teen")
    row = rows.get(pk=link.pk)
    if not acts_for(row, by):
        raise StaleState
    return row
