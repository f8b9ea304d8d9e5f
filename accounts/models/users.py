import secrets
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Replace
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.managers import UserManager
from accounts.models.ages import PROOF, AgeBand, AgeSource
from accounts.models.keys import PersonKeyField
from accounts.models.rights import RIGHTS
from accounts.models.standings import (
    SHUT_OUT,
    STANDING_GRAPH,
    Standing,
    StandingTransition,
)
from lib.ids import IdKind, new_id
from lib.models import TypedIdModel
from lib.states import Stateful


def no_handle_key() -> str:
    """The key of somebody without a handle; `~` cannot stand in a handle."""
    return f"~{secrets.token_hex(16)}"


class User(Stateful, TypedIdModel, AbstractBaseUser, PermissionsMixin):
    """A person with an account; after deletion the tombstone that keeps only the id.

    `joined_at` is empty until the e-mail address is confirmed; before, nobody else sees them.
    `assured_band` stands above the declared date of birth once a later signal moved it, and
    `assured_by` says whose signal that was, `assured_at` since when, and `adult_from` on which
    day that signal says a teen turns 18. At `proof_due_at` an account is deleted that is held to
    be somebody's under 13. Since `consent_rescinded_at` the store says that a parent took their
    consent to the use of this app back.
    Since `closed_at` its owner is leaving: until `erase_due_at` they may come back, then it is
    erased; `erase_reminded_at` and `erase_told_at` say which letters were sent.
    `is_private` is what was chosen; `keeps_private` what holds.
    What staff decide about somebody who `is_protected` waits for a second of them (A17).
    `handle_bare` and `name_key` are handle and display name folded, to find those that look alike.
    """

    id_kind = IdKind.USER
    state_graph = STANDING_GRAPH
    transition_model = StandingTransition

    id = PersonKeyField(primary_key=True, default=new_id, editable=False)
    # NULL for a tombstone alone. Both indexes: Django asks for the plain one (auth.W004).
    email = models.EmailField(unique=True, null=True, blank=True)
    handle = models.CharField(max_length=20, blank=True)
    handle_key = models.CharField(max_length=40, unique=True, default=no_handle_key)
    handle_changed_at = models.DateTimeField(null=True, blank=True)
    handle_bare = models.GeneratedField(
        expression=Replace("handle_key", models.Value("_"), models.Value("")),
        output_field=models.CharField(max_length=40),
        db_persist=True,
    )
    display_name = models.CharField(max_length=50, blank=True)
    name_key = models.CharField(max_length=64, blank=True)
    bio = models.CharField(max_length=300, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    is_private = models.BooleanField(default=False)
    assured_band = models.CharField(max_length=10, choices=AgeBand, blank=True)
    assured_by = models.CharField(max_length=20, choices=AgeSource, blank=True)
    assured_at = models.DateTimeField(null=True, blank=True)
    adult_from = models.DateField(null=True, blank=True)
    proof_due_at = models.DateTimeField(null=True, blank=True)
    proof_reminded_at = models.DateTimeField(null=True, blank=True)
    consent_rescinded_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    erase_due_at = models.DateTimeField(null=True, blank=True)
    erase_reminded_at = models.DateTimeField(null=True, blank=True)
    erase_told_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=Standing, default=STANDING_GRAPH.initial, db_column="standing"
    )
    is_protected = models.BooleanField(default=False)
    may_invite = models.BooleanField(default=True)
    session_epoch = models.PositiveIntegerField(default=0)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    joined_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()
    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT"}

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        permissions = RIGHTS
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("email"), name="one_account_for_each_email_address"),
            models.CheckConstraint(
                name="only_a_tombstone_has_no_email_address",
                condition=models.Q(email__isnull=False) | models.Q(deleted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_tombstone_keeps_nothing_of_the_person",
                condition=models.Q(deleted_at__isnull=True)
                | models.Q(
                    email__isnull=True,
                    birth_date__isnull=True,
                    adult_from__isnull=True,
                    handle="",
                    display_name="",
                    name_key="",
                    bio="",
                    is_staff=False,
                ),
            ),
            models.CheckConstraint(
                name="an_assured_age_band_names_its_source",
                condition=models.Q(assured_band="", assured_by="")
                | (~models.Q(assured_band="") & ~models.Q(assured_by="")),
            ),
            models.CheckConstraint(
                name="only_a_teen_has_a_day_of_coming_of_age",
                condition=models.Q(adult_from__isnull=True) | models.Q(assured_band=AgeBand.TEEN),
            ),
            models.CheckConstraint(
                name="proof_is_due_from_whoever_is_held_to_be_under_13",
                condition=models.Q(proof_due_at__isnull=True)
                | models.Q(assured_band=AgeBand.UNDER_13),
            ),
            models.CheckConstraint(
                name="whoever_is_leaving_knows_when_they_are_erased",
                condition=models.Q(closed_at__isnull=False, erase_due_at__isnull=False)
                | models.Q(
                    closed_at__isnull=True,
                    erase_due_at__isnull=True,
                    erase_reminded_at__isnull=True,
                    erase_told_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="a_tombstone_is_not_leaving",
                condition=models.Q(deleted_at__isnull=True) | models.Q(closed_at__isnull=True),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["created_at"],
                name="people_not_yet_confirmed",
                condition=models.Q(joined_at=None, deleted_at=None),
            ),
            models.Index(
                fields=["handle_bare"],
                name="handles_that_look_alike",
                opclasses=["varchar_pattern_ops"],
            ),
            models.Index(
                fields=["name_key"],
                name="names_that_look_alike",
                opclasses=["varchar_pattern_ops"],
            ),
            models.Index(
                fields=["is_protected"],
                name="people_who_are_protected",
                condition=models.Q(is_protected=True),
            ),
            models.Index(
                fields=["proof_due_at"],
                name="people_who_owe_proof_of_age",
                condition=models.Q(proof_due_at__isnull=False),
            ),
            models.Index(
                fields=["erase_due_at"],
                name="people_who_are_leaving",
                condition=models.Q(erase_due_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def standing(self) -> Standing:
        """How the account stands."""
        return Standing(self.state)

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether signing in works. Django and allauth ask under this name. Whoever is leaving may
        sign in, and then do what `accounts.closing` names."""
        return self.deleted_at is None and self.standing not in SHUT_OUT

    @property
    def stands(self) -> bool:
        """Whether somebody may do anything here, and is there for others."""
        return self.is_active and self.closed_at is None

    @property
    def age_band(self) -> AgeBand:
        """The band that holds today."""
        from accounts.ages import effective_band

        return effective_band(self.birth_date, self.assured_band, self.adult_from)

    @property
    def comes_of_age_on(self) -> date | None:
        """The day on which a teen's band turns by itself; None where no date says so."""
        from accounts.ages import of_age_on

        if self.age_band != AgeBand.TEEN:
            return None
        if self.assured_band or self.birth_date is None:
            return self.adult_from
        return of_age_on(self.birth_date)

    @property
    def is_adult(self) -> bool:
        """False for teens and for everyone of unknown age (law 3)."""
        return self.age_band == AgeBand.ADULT

    @property
    def is_among_teens(self) -> bool:
        """Whether teens' spaces are open: false for adults, and for whoever said to be one and now
        counts as a teen by something that nobody proved. Else an adult would only have to seem
        young to come near teens."""
        from accounts.ages import band_of

        if self.is_adult:
            return False
        said_adult = band_of(self.birth_date) == AgeBand.ADULT
        return not said_adult or self.assured_by in PROOF

    @property
    def keeps_private(self) -> bool:
        """Whether only followers see what they post, and following must be asked for: by choice,
        and always for whoever is no adult."""
        return self.is_private or not self.is_adult

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """Ties sessions to the password and to `session_epoch`: raising that ends all of them."""
        return salted_hmac(
            "accounts.User.session",
            f"{self.session_epoch}:{self.password}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()
