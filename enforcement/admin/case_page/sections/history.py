from accounts.admin.sections.shown import Shown, Table, when
from accounts.models import User
from enforcement.admin.wording import actor_said, in_words
from enforcement.models import Case, CaseTransition
from enforcement.states import CaseState


def read(case: Case, viewer: User) -> Shown:
    """Each step on its way, the newest first."""
    rows = CaseTransition.objects.filter(subject_id=case.pk).order_by("-at", "-pk")
    return Shown(
        tables=(
            Table(
                "",
                ("when", "from", "to", "by", "why"),
                tuple(
                    (when(one.at), _state(one.from_state), _state(one.to_state),
                     actor_said(one.actor), in_words(one.reason))
                    for one in rows
                ),
            ),
        )
    )  # fmt: skip


def _state(code: str) -> str:
    return CaseState(code).label if code else "-"
