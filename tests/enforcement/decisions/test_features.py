"""What a decision closes to somebody is closed at every door, and open to everybody else."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from cameos.characters.beginning import begin_refusal
from cameos.enrolment.eligibility import person_refusal
from cameos.services.checking import check
from cameos.uploads.beginning import begin
from enforcement.actions.names import ActionName
from generation.eligibility import submit_refusal
from generation.services.submit import submit
from lib.errors import DomainError
from tests.client import Api
from tests.enforcement.decisions.stage import Stage, decided, undone, wish

A = ActionName


def raised(call: Callable[[], Any]) -> str | None:
    try:
        refusal = call()
    except DomainError as error:
        refusal = error
    return refusal.code.value if isinstance(refusal, DomainError) else None


DOORS: dict[str, tuple[ActionName, Callable[[Stage, User], Any]]] = {
    "a video": (A.LIMIT_GENERATION, lambda _, who: submit_refusal(who, engine=None, tool="text")),
    "a picture": (A.LIMIT_UPLOADS, lambda _, who: begin(owner=who, content_type="image/png")),
    "a cameo": (A.LIMIT_CAMEOS, lambda _, who: person_refusal(who)),
    "a character": (A.LIMIT_CAMEOS, lambda _, who: begin_refusal(who)),
    "asking for a likeness": (
        A.LIMIT_CAMEOS,
        lambda stage, who: check(cameo_ids=[stage.cameos[1].pk], prompt="a kite", by=who),
    ),
    "using a likeness": (
        A.LIMIT_CAMEOS,
        lambda stage, who: submit(
            owner=who, prompt="a kite", size="720x1280", seconds=4, subjects=[stage.cameos[1].pk]
        ),
    ),
}


@pytest.mark.parametrize("door", sorted(DOORS))
def test_a_closed_door(door: str, stage: Stage) -> None:
    name, knock = DOORS[door]
    who, other = (User.objects.get(pk=one.pk) for one in stage.people)
    decision = decided(stage, wish(name))
    assert raised(lambda: knock(stage, who)) == "standing_limited"
    assert raised(lambda: knock(stage, other)) != "standing_limited"
    undone(stage, decision)
    assert raised(lambda: knock(stage, who)) != "standing_limited"


def test_the_app_hears_what_a_decision_says_of_a_post(api: Api, stage: Stage) -> None:
    viewer, post = stage.viewers[0], stage.posts[0]

    def shown() -> Any:
        answer = api.get(f"/posts/{post.public_id}", as_=viewer).json()
        del answer["assets"]  # addresses are new at every read
        return answer

    before = shown()
    assert (before["advisories"], before["may_remix"], before["can"]["download"]) == (
        [], True, True,
    )  # fmt: skip
    wishes = (A.LABEL_POST, A.RESTRICT_AGE, A.DISABLE_REMIX, A.DISABLE_DOWNLOAD)
    decision = decided(stage, *map(wish, wishes))
    now = shown()
    assert (now["advisories"], now["labels"]["rating"]) == (["sensitive"], "adults")
    assert (now["may_remix"], now["may_download"], now["can"]["download"]) == (False,) * 3
    teen = stage.viewers[1]
    assert api.get(f"/posts/{post.public_id}", as_=teen).status_code == 404
    undone(stage, decision)
    assert shown() == before
    assert api.get(f"/posts/{post.public_id}", as_=teen).status_code == 200
