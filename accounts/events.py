"""What the room to the right may want to hear of people."""

from dataclasses import dataclass
from uuid import UUID

from lib.events import Event, declare


@declare
@dataclass(frozen=True, slots=True)
class PersonFollowed(Event):
    """Somebody began to follow somebody."""

    follower_id: UUID
    followed_id: UUID


@declare
@dataclass(frozen=True, slots=True)
class FollowRequested(Event):
    """Somebody asked to follow somebody whose account is private."""

    asker_id: UUID
    asked_id: UUID


@declare
@dataclass(frozen=True, slots=True)
class FollowAccepted(Event):
    """Somebody let somebody follow who had asked."""

    asker_id: UUID
    asked_id: UUID


@declare
@dataclass(frozen=True, slots=True)
class UserBlocked(Event):
    """From now on neither may see or use anything of the other."""

    blocker_id: UUID
    blocked_id: UUID


@declare
@dataclass(frozen=True, slots=True)
class InviteeMatured(Event):
    """Somebody who came by an invite has stood well long enough: a bonus is due, once."""

    inviter_id: UUID
    invitee_id: UUID


@declare
@dataclass(frozen=True, slots=True)
class StandingChanged(Event):
    """An account's standing changed; `standing` is the new one."""

    user_id: UUID
    standing: str


@declare
@dataclass(frozen=True, slots=True)
class StandingDecided(Event):
    """Staff changed how an account stands; `reason` is one of StandingReason. Rules that freeze
    say so themselves."""

    user_id: UUID
    standing: str
    reason: str


@declare
@dataclass(frozen=True, slots=True)
class SignedOutByStaff(Event):
    """Staff ended all sessions of somebody, who may sign in again."""

    user_id: UUID


@declare
@dataclass(frozen=True, slots=True)
class RegionSet(Event):
    """Staff said where the law is made that holds for somebody."""

    user_id: UUID


@declare
@dataclass(frozen=True, slots=True)
class RelaySaid(Event):
    """Apple's relay forwards somebody's mail from now on, or no more."""

    user_id: UUID
    forwards: bool


@declare
@dataclass(frozen=True, slots=True)
class AgeTightened(Event):
    """A signal came after which somebody is no adult: what only adults may lend ends. It is said
    again with each such signal."""

    user_id: UUID


@declare
@dataclass(frozen=True, slots=True)
class AgeFoundOnCase(Event):
    """`by` found on a case how old somebody is: `said`, an AgeFinding. `is_so`: they are under 13,
    or younger than what held before."""

    user_id: UUID
    by: UUID
    said: str
    is_so: bool


@declare
@dataclass(frozen=True, slots=True)
class ChildSuspected(Event):
    """A caption says, the first of its author's, that they are under 13: people look. `piece_id`:
    of what it is the caption, where that is known."""

    user_id: UUID
    piece_id: UUID | None


@declare
@dataclass(frozen=True, slots=True)
class AgeChanged(Event):
    """Another age band holds of somebody from now on: `band`."""

    user_id: UUID
    band: str


@declare
@dataclass(frozen=True, slots=True)
class AgeCorrected(Event):
    """Staff corrected what they had recorded of somebody's age; `band` holds now."""

    user_id: UUID
    band: str


@declare
@dataclass(frozen=True, slots=True)
class AgeAppealDecided(Event):
    """Staff looked at somebody's proof of age; `band` holds now, `changed` says whether by that."""

    user_id: UUID
    band: str
    changed: bool


@declare
@dataclass(frozen=True, slots=True)
class SessionsEnded(Event):
    """One or all sessions of this person ended: a socket must ask again whether its token holds."""

    user_id: UUID


@declare
@dataclass(frozen=True, slots=True)
class AccountClosed(Event):
    """Its owner is leaving: for a while it may be opened again, then it is erased. What reads asks
    for `stands` anyway; whoever hears this ends what runs."""

    user_id: UUID


@declare
@dataclass(frozen=True, slots=True)
class AccountReopened(Event):
    """Its owner came back before it was erased."""

    user_id: UUID


@declare
@dataclass(frozen=True, slots=True)
class AccountDeleted(Event):
    """The account is a tombstone; every room erases what it holds of the person."""

    user_id: UUID


@declare
@dataclass(frozen=True, slots=True)
class ProfileTextSettled(Event):
    """What somebody wrote about themself is shown to others from now on, or was refused."""

    user_id: UUID
    field: str
    shown: bool


@declare
@dataclass(frozen=True, slots=True)
class NamesTaken(Event):
    """Staff found that somebody's profile passes for somebody else: its names are neutral now."""

    user_id: UUID


@declare
@dataclass(frozen=True, slots=True)
class NamesDecided(Event):
    """Staff decided about such a finding again; `state` holds of it from now on."""

    user_id: UUID
    state: str


@declare
@dataclass(frozen=True, slots=True)
class EnrolmentReleaseWithdrawn(Event):
    """No guardian lets this person have a likeness any more; published once the release is gone."""

    user_id: UUID


@declare
@dataclass(frozen=True, slots=True)
class SafeguardsChanged(Event):
    """What limits this person changed, or where they are: their devices read it anew."""

    user_id: UUID


@declare
@dataclass(frozen=True, slots=True)
class ExportReady(Event):
    """The archive that this person asked for can be fetched."""

    user_id: UUID
    export_id: UUID
