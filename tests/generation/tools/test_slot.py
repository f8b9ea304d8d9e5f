"""What is only cut takes the device from nobody, and needs none."""

from typing import Any

import pytest

from generation.engines.base import RenderCancelled
from generation.models import Draft
from generation.services.turns import next_in_turn
from generation.work.rendering import render_next
from tests.client import Api
from tests.generation.studio import never
from tests.generation.test_drawing_slot import PATIENCE_S, somebody_comes
from tests.generation.tools.making import job_of, want


def test_while_it_is_cut_another_is_drawn(
    api: Api, creator: Any, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed: list[bool] = []

    def edit(*_: object, **__: object) -> int:
        passed.append(somebody_comes().wait(PATIENCE_S))
        raise RenderCancelled

    monkeypatch.setattr("generation.work.tools.making.editing.edit", edit)
    job = job_of(want(api, creator, "loop", draft))
    assert job.state == "queued"
    render_next(never)
    assert passed == [True]


def test_it_needs_no_engine_that_can_be_used_here(api: Api, creator: Any, draft: Draft) -> None:
    drawn = job_of(want(api, creator, "remix", draft, prompt="at night"))
    cut = job_of(want(api, creator, "loop", draft))
    assert next_in_turn() == drawn.pk
    assert next_in_turn(engines=()) == cut.pk
