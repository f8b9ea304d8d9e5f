"""What this room does when it hears of people."""

from uuid import UUID

from accounts.events import (
    AccountClosed,
    AccountDeleted,
    AccountReopened,
    AgeAppealDecided,
    AgeChanged,
    AgeCorrected,
    ExportReady,
    FollowAccepted,
    FollowRequested,
    InviteeMatured,
    NamesDecided,
    NamesTaken,
    PersonFollowed,
    ProfileTextSettled,
    RegionSet,
    RelaySaid,
    SafeguardsChanged,
    SessionsEnded,
    SignedOutByStaff,
    StandingChanged,
    StandingDecided,
    UserBlocked,
)
from accounts.models.standings import TOLD_REASONS
from inbox import services
from inbox.event_types import EventType
from inbox.events import (
    ACCOUNT_REOPENED,
    AGE_APPEAL_DECIDED,
    AGE_CHANGED,
    AGE_CORRECTED,
    EXPORT_READY,
    INVITE_MATURED,
    NAMES_DECIDED,
    NAMES_TAKEN,
    PERSON_ACCEPTED,
    PERSON_ASKED,
    PERSON_FOLLOWED,
    PROFILE_SETTLED,
    REGION_SET,
    RELATIONS_CHANGED,
    SAFEGUARDS_CHANGED,
    SIGNED_OUT,
    STANDING_DECIDED,
)
from inbox.services import devices, preferring, pushing
from lib.events import subscribe
from lib.ids import IdKind, encode


def subscribe_all() -> None:
    """Called once, when the app is ready."""
    subscribe(PersonFollowed, tell_the_followed)
    subscribe(FollowRequested, tell_the_asked)
    subscribe(FollowAccepted, tell_the_asker)
    subscribe(InviteeMatured, tell_the_inviter)
    subscribe(ProfileTextSettled, tell_the_author)
    subscribe(NamesTaken, tell_whose_names_they_were)
    subscribe(NamesDecided, tell_what_became_of_names)
    subscribe(AgeChanged, tell_whose_age_it_is)
    subscribe(AgeCorrected, tell_whose_age_was_corrected)
    subscribe(AgeAppealDecided, tell_who_appealed)
    subscribe(ExportReady, tell_who_asked)
    subscribe(UserBlocked, tell_the_other_devices)
    subscribe(SafeguardsChanged, tell_whom_it_limits)
    subscribe(StandingDecided, tell_whose_account_it_is)
    subscribe(SignedOutByStaff, tell_who_was_signed_out)
    subscribe(RegionSet, tell_where_their_law_is_made)
    subscribe(RelaySaid, note_whether_mails_arrive)
    subscribe(StandingChanged, look_at_sockets_again)
    subscribe(SessionsEnded, look_at_sockets_again)
    subscribe(AccountClosed, look_at_sockets_again)
    subscribe(AccountReopened, tell_who_came_back)
    subscribe(AccountDeleted, forget_person)


def tell_the_followed(event: PersonFollowed) -> None:
    """person.followed"""
    _tell(event.followed_id, PERSON_FOLLOWED, "follower", event.follower_id)


def tell_the_asked(event: FollowRequested) -> None:
    """person.asked"""
    _tell(event.asked_id, PERSON_ASKED, "asker", event.asker_id)


def tell_the_asker(event: FollowAccepted) -> None:
    """person.accepted"""
    _tell(event.asker_id, PERSON_ACCEPTED, "followed", event.asked_id)


def tell_the_inviter(event: InviteeMatured) -> None:
    """invite.matured"""
    _tell(event.inviter_id, INVITE_MATURED, "invitee", event.invitee_id)


def _tell(person_id: UUID, type: EventType, field: str, who: UUID) -> None:
    services.notify(
        person_id=person_id,
        type=type.name,
        data={field: encode(IdKind.USER, who)},
        about=who,
        actor_id=who,
    )


def tell_the_author(event: ProfileTextSettled) -> None:
    """profile.settled"""
    services.notify(
        person_id=event.user_id,
        type=PROFILE_SETTLED.name,
        data={"field": event.field, "shown": event.shown},
    )


def tell_whose_names_they_were(event: NamesTaken) -> None:
    """profile.names_taken"""
    services.notify(person_id=event.user_id, type=NAMES_TAKEN.name, data={})


def tell_what_became_of_names(event: NamesDecided) -> None:
    """profile.names_decided"""
    services.notify(person_id=event.user_id, type=NAMES_DECIDED.name, data={"state": event.state})


def tell_whose_age_it_is(event: AgeChanged) -> None:
    """age.changed; and open sockets show what people of that age may see (T2)."""
    services.recheck_sockets(person_id=event.user_id)
    services.notify(person_id=event.user_id, type=AGE_CHANGED.name, data={"band": event.band})


def tell_whose_age_was_corrected(event: AgeCorrected) -> None:
    """age.corrected"""
    services.notify(person_id=event.user_id, type=AGE_CORRECTED.name, data={"band": event.band})


def tell_who_appealed(event: AgeAppealDecided) -> None:
    """age.appeal_decided"""
    services.notify(
        person_id=event.user_id,
        type=AGE_APPEAL_DECIDED.name,
        data={"band": event.band, "changed": event.changed},
    )


def tell_who_asked(event: ExportReady) -> None:
    """export.ready"""
    services.notify(
        person_id=event.user_id,
        type=EXPORT_READY.name,
        data={"export": encode(IdKind.EXPORT, event.export_id)},
    )


def tell_whose_account_it_is(event: StandingDecided) -> None:
    """account.standing_decided; an inquiry about safety or an age, and a court, are not told of."""
    reason = event.reason if event.reason in TOLD_REASONS else "not_told"
    services.notify(
        person_id=event.user_id,
        type=STANDING_DECIDED.name,
        data={"standing": event.standing, "reason": reason},
    )


def tell_who_was_signed_out(event: SignedOutByStaff) -> None:
    """account.signed_out"""
    services.notify(person_id=event.user_id, type=SIGNED_OUT.name, data={})


def tell_where_their_law_is_made(event: RegionSet) -> None:
    """account.region_set"""
    services.notify(person_id=event.user_id, type=REGION_SET.name, data={})


def note_whether_mails_arrive(event: RelaySaid) -> None:
    """No digest goes where nobody gets it; what they chose stays."""
    preferring.note_relay(person_id=event.user_id, forwards=event.forwards)


def tell_the_other_devices(event: UserBlocked) -> None:
    """relations.changed, to the blocker alone; the blocked person is told nothing, ever."""
    services.notify(person_id=event.blocker_id, type=RELATIONS_CHANGED.name, data={})


def tell_whom_it_limits(event: SafeguardsChanged) -> None:
    """safeguards.changed; and open sockets ask again what they may still send (T2), as held pushes
    ask until when."""
    pushing.look_again(person_id=event.user_id)
    services.notify(person_id=event.user_id, type=SAFEGUARDS_CHANGED.name, data={})
    services.recheck_sockets(person_id=event.user_id)


def tell_who_came_back(event: AccountReopened) -> None:
    """account.reopened; should it be somebody else who did, it stands there to be read."""
    services.notify(person_id=event.user_id, type=ACCOUNT_REOPENED.name, data={})


def look_at_sockets_again(event: StandingChanged | SessionsEnded | AccountClosed) -> None:
    """Sockets whose token no longer holds close at once, and phones are pushed nothing more."""
    devices.forget_signed_out(person_id=event.user_id)
    services.recheck_sockets(person_id=event.user_id)


def forget_person(event: AccountDeleted) -> None:
    """Their log, their phones, what they chose and their sockets go with them."""
    services.erase_log(person_id=event.user_id)
    devices.forget_all_of(person_id=event.user_id)
    preferring.forget(person_id=event.user_id)
    services.recheck_sockets(person_id=event.user_id)
