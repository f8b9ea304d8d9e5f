"""What a revocation would take away, counted before its owner confirms it."""

from dataclasses import asdict, dataclass

from django.db.models import Count, Q

from cameos.capabilities.running import still_runs
from cameos.models import Cameo, Capability
from cameos.models.revocations import HIDES_REMIXES, HIDES_SHOWN, RevocationScope
from cameos.reading import consent_lost


@dataclass(frozen=True, slots=True)
class Counts:
    """Of films: that are being made, finished and shown to nobody else, shown to others, and shown
    to others as remixes, in which nobody chose this likeness."""

    running: int
    drafts: int
    posts: int
    remixes: int

    def within(self, scope: RevocationScope) -> "Counts":
        """Those that `scope` ends."""
        posts = self.posts if scope in HIDES_SHOWN else 0
        remixes = self.remixes if scope in HIDES_REMIXES else 0
        return Counts(self.running, self.drafts, posts, remixes)

    def as_json(self) -> dict[str, int]:
        """By name."""
        return asdict(self)


def films_of(cameo: Cameo) -> Counts:
    """What there is of it now and what is not hidden already, in one query."""
    finished = Q(completed_at__isnull=False)
    was_shown = finished & Q(published_at__isnull=False)
    living = Capability.objects.filter(cameo_id=cameo.pk, ended_at=None, gone_at=None)
    found = living.exclude(consent_lost()).aggregate(
        running=Count("pk", still_runs()),
        drafts=Count("pk", finished & Q(published_at=None)),
        posts=Count("pk", was_shown & Q(inherited=False)),
        remixes=Count("pk", was_shown & Q(inherited=True)),
    )
    return Counts(**found)
