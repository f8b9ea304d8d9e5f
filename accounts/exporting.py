"""What a person's own archive holds of this room."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import (
    Acknowledgement,
    AgeAppeal,
    AgeInput,
    AgeLook,
    AgeSignal,
    AgeSignalEnded,
    AgeVerification,
    AppleGrant,
    Block,
    Export,
    Follow,
    FollowRequest,
    HeldDecision,
    HeldHandle,
    HeldIdentity,
    Impersonation,
    Invite,
    InviteUse,
    Mute,
    PersonHold,
    ProfileHold,
    ProfileText,
    Referral,
    SafeguardSettings,
    StandingTransition,
    StoreAccount,
    StoreLink,
    TermsVersion,
    User,
    WatchedTime,
)
from accounts.selectors import (
    blocks_of,
    followers_of,
    following_of,
    invites_of,
    mutes_of,
    requests_by,
    requests_to,
    signal_log,
)
from lib.actors import Actor
from lib.exporting import CHUNK, LeftOut, Record, Walker, table
from lib.sanctions import LIVE
from lib.states import Transition


def _profile(person: User) -> Iterator[Record]:
    from accounts.api.serializers import MeSerializer

    yield dict(MeSerializer(person).data) | {
        "shown_to_others": {"display_name": person.display_name, "bio": person.bio},
        "created_at": person.created_at,
        "last_login": person.last_login,
        "handle_changed_at": person.handle_changed_at,
        "may_invite": person.may_invite,
        "proof_due_at": person.proof_due_at,
    }


def _safeguards(person: User) -> Iterator[Record]:
    """What they chose, and what holds now with all reasons, as they read it."""
    from accounts.api.safeguard_parts import safeguards_json

    mine = SafeguardSettings.objects.filter(person=person).first()
    yield {"chosen": mine.choices if mine else {}, "holds": safeguards_json(person)}


def _signals(person: User) -> QuerySet[AgeSignal]:
    return signal_log(person).order_by("pk")


def _relations(
    *sides: tuple[str, Any, str],
) -> Any:
    """Of both sides of a relation: which of them, with whom, since when."""

    def records(person: User) -> Iterator[Record]:
        for side, rows, other in sides:
            for row in rows(person).order_by("pk").iterator(chunk_size=CHUNK):
                yield {"side": side, "handle": getattr(row, other).handle, "at": row.at}

    return records


def _by_me(row: Acknowledgement) -> bool:
    return row.actor == str(Actor.person(row.person_id))


def _invites(person: User) -> QuerySet[Any]:
    return invites_of(person).order_by("pk")


def _shown_code(invite: Invite) -> str:
    from accounts.invite_codes import shown

    return shown(invite.code)


def _referrals(person: User) -> Iterator[Record]:
    """Who it was stands in no line: that they still want to be seen nobody knows."""
    mine = Referral.objects.filter(Q(inviter_id=person.pk) | Q(invitee_id=person.pk))
    for row in mine.order_by("pk"):
        yield {"side": "inviter" if row.inviter_id == person.pk else "invitee", "at": row.at}


WALKERS = (
    Walker(User, "Your profile and account, as the app shows them to you.", _profile),
    Walker(
        ProfileText,
        "What you wrote about yourself and is still being checked.",
        table(
            lambda person: ProfileText.objects.filter(person=person).order_by("pk"),
            *("field", "text", "submitted_at"),
        ),
    ),
    Walker(
        ProfileHold,
        "Words that a decision took out of your profile, while they can come back.",
        table(
            lambda person: ProfileHold.objects.filter(LIVE, person=person).order_by("pk"),
            *("field", "words", "since"),
        ),
    ),
    Walker(
        SafeguardSettings,
        "The limits that you chose, and all that hold for you, with their reasons.",
        _safeguards,
    ),
    Walker(
        WatchedTime,
        "How long you watched, by quarters of an hour, for a month.",
        table(
            lambda person: WatchedTime.objects.filter(person=person).order_by("quarter"),
            *("quarter", "minutes", "seconds"),
        ),
    ),
    Walker(
        AgeSignal,
        "What was said of your age: the band, by whom, when, and why it counts no more.",
        table(_signals, *("band", "source", "at", "ended")),
        also=(AgeSignalEnded,),
    ),
    Walker(
        AgeLook,
        "When the prediction of ages last looked at you.",
        table(lambda person: AgeLook.objects.filter(person=person), "at"),
    ),
    Walker(
        AgeVerification,
        "Your visits to the provider that proves ages.",
        table(
            lambda person: AgeVerification.objects.filter(person=person).order_by("pk"),
            *("begun_at", "used_at"),
        ),
    ),
    Walker(
        AgeAppeal,
        "When you asked staff to look at a proof of your age, and what they found.",
        table(
            lambda person: AgeAppeal.objects.filter(person=person).order_by("pk"),
            *("public_id", "state", "held_band", "finding", "opened_at", "decided_at"),
        ),
    ),
    Walker(
        StoreAccount,
        "What the app store calls you.",
        table(
            lambda person: StoreAccount.objects.filter(person=person),
            *("token", "consent_given_at", "made_at"),
        ),
    ),
    Walker(
        StoreLink,
        "The store's id of the app on each Apple account where you signed in.",
        table(
            lambda person: StoreLink.objects.filter(person=person).order_by("pk"),
            *("app_transaction_id", "first_seen_at", "last_seen_at", "consent_given_at"),
        ),
    ),
    Walker(
        Follow,
        "Whom you follow and who follows you, as far as you may see them.",
        _relations(
            ("i_follow", following_of, "followed"), ("follows_me", followers_of, "follower")
        ),
    ),
    Walker(
        FollowRequest,
        "Whom you asked to follow, and who asks you.",
        _relations(("i_asked", requests_by, "asked"), ("asks_me", requests_to, "asker")),
    ),
    Walker(
        Block,
        "Whom you blocked. Who blocked you is theirs.",
        _relations(("i_blocked", blocks_of, "blocked")),
    ),
    Walker(
        Mute,
        "Whom you muted. Who muted you is theirs.",
        _relations(("i_muted", mutes_of, "muted")),
    ),
    Walker(
        Invite,
        "The codes that you made, and how many came by each.",
        table(
            _invites,
            *("public_id", "max_uses", "used", "created_at", "expires_at", "disabled_at"),
            code=_shown_code,
        ),
    ),
    Walker(
        InviteUse,
        "That you came by an invite, and when.",
        table(lambda person: InviteUse.objects.filter(invitee=person), "at"),
    ),
    Walker(Referral, "Invites that counted after a while, without names.", _referrals),
    Walker(
        StandingTransition,
        "How you stand, each change with its reason.",
        table(
            lambda person: StandingTransition.objects.filter(subject_id=person.pk).order_by("pk"),
            *("from_state", "to_state", "reason", "at"),
        ),
    ),
    Walker(
        Impersonation,
        "Findings that your profile passes for somebody else, as the app shows them to you.",
        table(
            lambda person: Impersonation.objects.filter(person=person).order_by("pk"),
            *("public_id", "state", "marked_at", "decided_at"),
        ),
    ),
    Walker(
        Acknowledgement,
        "The texts that you agreed to.",
        table(
            lambda person: Acknowledgement.objects.filter(person_id=person.pk).order_by("pk"),
            *("name", "version", "at"),
            by_you=_by_me,
        ),
    ),
    Walker(
        Export,
        "The archives that you asked for.",
        table(
            lambda person: Export.objects.filter(person=person).order_by("pk"),
            *("public_id", "state", "asked_at", "ready_at", "ends_at"),
        ),
    ),
    LeftOut(
        (Transition,),
        "The machinery's own history of a row, with staff in it; what it came to stands with the "
        "row.",
    ),
    LeftOut(
        (AgeInput,),
        "What a detector weighed teaches how to pass it; `GET /me/age` says in words what it was.",
    ),
    LeftOut((AppleGrant,), "Secrets between this service and Apple, which speak for the account."),
    LeftOut(
        (HeldHandle, HeldIdentity),
        "A folded name that is kept free, and hashes; they name no account.",
    ),
    LeftOut((HeldDecision,), "What staff have not agreed on yet; what they decide is in standing."),
    LeftOut((TermsVersion,), "What staff published for everybody; it names whoever of them did."),
    LeftOut(
        (User.groups.through, User.user_permissions.through),
        "Rights of staff, which are the operator's.",
    ),
    LeftOut(
        (PersonHold,),
        "Which part of a decision closed what; the decision stands in the archive.",
    ),
)
