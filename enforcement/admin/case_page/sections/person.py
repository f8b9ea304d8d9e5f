from django.utils import timezone

from accounts.admin.sections.shown import Shown, Table, person_link, when
from accounts.models import User
from enforcement.ladder import next_threshold_text, total
from enforcement.models import Case, Strike
from enforcement.policies import CHILD_SAFETY
from enforcement.services.strikes import given
from enforcement.shown_decisions import strikes_for


def read(case: Case, viewer: User) -> Shown:
    """How its owner stands, and every strike that they were ever given; those of child safety for
    whoever handles that alone."""
    owner = User.objects.get(pk=case.owner_id)
    every = Strike.objects.filter(person_id=owner.pk)
    rows = every if viewer.has_perm(CHILD_SAFETY) else strikes_for(owner)
    live, now = given(rows.filter(lifted_at=None).order_by("at", "pk")), timezone.now()
    return Shown(
        facts=(
            ("Person", person_link(owner)),
            ("Standing", owner.standing.label),
            ("Age band", owner.age_band.label),
            ("Protected", "two must agree" if owner.is_protected else "no"),
            ("Joined", when(owner.joined_at)),
            ("Points", str(total(live, now))),
        ),
        tables=(
            Table(
                "Strikes, newest first",
                ("level", "given", "counts until", "lifted"),
                tuple(
                    (one.level, when(one.at), when(one.expires_at), when(one.lifted_at))
                    for one in rows.order_by("-at", "-pk")
                ),
            ),
        ),
        notes=(next_threshold_text(live, now),) if live else (),
    )
