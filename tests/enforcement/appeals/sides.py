"""Both sides of a decision, and staff who had no part in it."""

from dataclasses import replace
from itertools import count
from typing import Any

from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.models import Appeal, AppealOutcome, Decision, Report
from enforcement.services.appealing import Remedy, resolve
from enforcement.work.answering import answer
from lib.ids import IdKind, decode
from tests.client import Api
from tests.enforcement.decisions.stage import Stage, made, wanted, wish
from tests.enforcement.reporting import case_of, reported

WHY = "It quotes her with her consent."
SAID = "We looked again, with what you wrote."
KEYS = count(1)


def ruled(stage: Stage, *wishes: Wish, **more: Any) -> Decision:
    """In the open case of the first post; those who reported it are told."""
    case = case_of(stage.posts[0])
    decision = made(stage, replace(wanted(stage, *wishes), case_id=case.pk, **more))
    answer(case.pk)
    return decision


def told(api: Api, stage: Stage, who: Any, *wishes: Wish) -> tuple[Report, Decision]:
    """`who` reported the first post, and heard what was decided."""
    report = reported(api, who, stage.posts[0])
    return report, ruled(stage, *wishes)


def appeal(api: Api, who: Any, what: Decision | Report, text: str = WHY) -> Any:
    """The answer to an appeal, as an app sends it."""
    noun = "reports" if isinstance(what, Report) else "me/decisions"
    path = f"/{noun}/{what.public_id}/appeal"
    return api.post(path, {"text": text}, as_=who, key=f"appeal-{next(KEYS)}")


def appealed(api: Api, who: Any, what: Decision | Report) -> Appeal:
    """The row of one that was taken."""
    answered = appeal(api, who, what)
    assert answered.status_code == 201, answered.content
    return Appeal.objects.get(pk=decode(IdKind.APPEAL, answered.json()["id"]))


def upheld(row: Appeal, by: Any) -> Appeal:
    """Answered: what was decided stands."""
    assert resolve(appeal=row, by=by, outcome=AppealOutcome.UPHELD, statement=SAID) is None
    return Appeal.objects.get(pk=row.pk)


def overturned(row: Appeal, by: Any, *wishes: Wish) -> Decision:
    """Answered: another decision takes the place, and everybody is told."""
    remedy = Remedy(wishes=wishes, reasons="It breaks the rule after all." if wishes else "")
    found = resolve(
        appeal=row, by=by, outcome=AppealOutcome.OVERTURNED, statement=SAID, remedy=remedy
    )
    assert isinstance(found, Decision)
    if found.case_id is not None:
        answer(found.case_id)
    return found


REMOVED = wish(ActionName.REMOVE_POST)
