"""Loading, comparing and activating versions of the policy: always a named person."""

from hashlib import sha256

from django.db import IntegrityError, connection, transaction

from accounts.models import User
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound, StaleState
from lib.events import publish
from moderation.events import PolicyActivated
from moderation.models import PolicyActivation, PolicyVersion
from moderation.policy import in_force
from moderation.policy.diffing import Change, Direction, count, diff, loosens
from moderation.policy.loading import (
    CURRENT,
    FOLDER,
    InvalidPolicy,
    built_in_policy,
    built_in_text,
    load_policy,
)
from moderation.policy.rows import Policy

LOAD = "moderation.load_policy"
ACTIVATE = "moderation.activate_policy"
MOST_CHARACTERS = 200_000  # a policy has some 12,000
REASON_CHARACTERS = 200


def load(*, text: str, by: User, notes: str = "") -> PolicyVersion:
    """Keep a version, in force for nobody yet. The same text again is the version that is there.

    Raises DomainError: `permission_denied`; `invalid` with what is wrong with it; `unique` for
    another text under the name of a version that exists, as a row or as a reviewed file.
    """
    if not by.has_perm(LOAD):
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not load versions of the policy.")
    policy = _read(text)
    digest = sha256(text.encode()).hexdigest()
    if there := PolicyVersion.objects.filter(version=policy.version, sha256=digest).first():
        return there
    _refuse_other_file(policy.version, text)
    actor = Actor.person(by.pk)
    try:
        with transaction.atomic():
            row = PolicyVersion.objects.create(
                version=policy.version, text=text, sha256=digest, loaded_by=str(actor),
                notes=notes[: PolicyVersion._meta.get_field("notes").max_length],
            )  # fmt: skip
            record("moderation.policy.loaded", actor=actor, target=row.version, sha256=digest)
    except IntegrityError:
        raise _other_text(policy.version) from None
    return row


def activate(*, version: str, by: User, reason: str) -> PolicyActivation:
    """Put a loaded version in force, everywhere within seconds; the audit row says how much looser
    it is. One that is looser anywhere takes two people: who loaded it and who activates it.

    Raises DomainError: `permission_denied`, `required` without a reason, `not_allowed_for_self`,
    NotFound, StaleState where it is in force already. Raises PolicyUnusable for a row that was
    changed since.
    """
    if not by.has_perm(ACTIVATE):
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not activate a policy.")
    reason = reason.strip()
    if not reason or len(reason) > REASON_CHARACTERS:
        raise DomainError(ErrorCode.REQUIRED, "Say why, in up to 200 characters.", attr="reason")
    actor = Actor.person(by.pk)
    with transaction.atomic():
        with connection.cursor() as cursor:  # two at once come one after the other
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('policy activation'))")
        row = find(version)
        policy = in_force.trusted(version=row.version, text=row.text, digest=row.sha256)
        last = PolicyActivation.objects.select_related("to").order_by("-pk").first()
        if last is not None and last.to_id == row.pk:
            raise StaleState("This version is in force already.")
        before = last.to.version if last else CURRENT
        _refuse_alone(row, before, policy, actor=actor)
        activation = PolicyActivation.objects.create(
            to=row, from_version=before, actor=str(actor), reason=reason
        )
        record(
            "moderation.policy.activated", actor=actor, target=row.version, before=before,
            activation=activation.pk, **_told(before, policy),
        )  # fmt: skip
        publish(PolicyActivated(activation.pk))
        transaction.on_commit(in_force.forget)
    return activation


def find(version: str) -> PolicyVersion:
    """Raises NotFound."""
    row = PolicyVersion.objects.filter(version=version).first()
    if row is None:
        raise NotFound("No such version was loaded.")
    return row


def policy_of(version: str) -> Policy:
    """A loaded version, or the built-in file by its name. Raises NotFound, PolicyUnusable."""
    row = PolicyVersion.objects.filter(version=version).first()
    if row is None and version == CURRENT:
        return load_policy(built_in_text())
    row = row or find(version)
    return in_force.trusted(version=row.version, text=row.text, digest=row.sha256)


def kept_policy(version: str) -> Policy | None:
    """The same for those who look back: None where it cannot be had any more."""
    try:
        return policy_of(version)
    except (NotFound, in_force.PolicyUnusable):
        return None


def version_in_force() -> str:
    """By name, though it may be unusable."""
    last = PolicyActivation.objects.select_related("to").order_by("-pk").first()
    return last.to.version if last else CURRENT


def changes_by(version: str) -> list[Change]:
    """What activating it would change now. Raises NotFound, PolicyUnusable."""
    return diff(policy_of(version_in_force()), policy_of(version))


def _refuse_alone(row: PolicyVersion, before: str, policy: Policy, *, actor: Actor) -> None:
    """Compared with the built-in file where the one in force cannot be read any more."""
    if row.loaded_by == str(actor) and loosens(kept_policy(before) or built_in_policy(), policy):
        raise DomainError(
            ErrorCode.NOT_ALLOWED_FOR_SELF,
            "You loaded this version, and it is looser than the one in force: somebody else must "
            "activate it.",
        )


def _told(before: str, policy: Policy) -> dict[str, int | bool]:
    """A version that cannot be read any more can be replaced, of all things."""
    try:
        changes = diff(policy_of(before), policy)
    except in_force.PolicyUnusable:
        return {"before_unusable": True}
    return {way.value: count(changes, way) for way in Direction}


def _read(text: str) -> Policy:
    if len(text) > MOST_CHARACTERS:
        raise DomainError(ErrorCode.INVALID, "This is too long for a policy.")
    try:
        return load_policy(text)
    except InvalidPolicy as error:
        raise DomainError(ErrorCode.INVALID, f"This is no policy: {error}.") from None


def _refuse_other_file(version: str, text: str) -> None:
    """A name means one text: what was reviewed under it is not replaced by something else."""
    reviewed = FOLDER / f"{version}.toml"
    if reviewed.exists() and reviewed.read_text() != text:
        raise _other_text(version)


def _other_text(version: str) -> DomainError:
    return DomainError(ErrorCode.UNIQUE, f"There is another text named {version}.")
