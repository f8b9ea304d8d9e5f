from accounts.admin.sections.shown import Shown, Table, when
from accounts.models import User
from enforcement.models import Case, CaseTransition


def read(case: Case, viewer: User) -> Shown:
    """Each step on its way, the newest first."""
    rows = CaseTransition.objects.filter(subject_id=case.pk).order_by("-at", "-pk")
    return Shown(
        tables=(
            Table(
                "",
                ("when", "from", "to", "by", "why"),
                tuple(
                    (when(one.at), one.from_state or "-", one.to_state, one.actor, one.reason)
                    for one in rows
                ),
            ),
        )
    )
