"""A machine on which no decoder runs finds fault with nobody."""

from collections import Counter
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from cameos.enrolment import judging, limits
from cameos.enrolment.judging import judge
from cameos.enrolment.states import Problem
from cameos.identity.looking import faces_of
from cameos.models import Enrolment
from cameos.remeasuring import owing
from cameos.remeasuring.measuring import Result
from generation.failures import FailureCode
from generation.work.attempting import failure_of
from lib.media.apart.gone import DecoderGone, End
from lib.media.apart.shape import shape_apart
from lib.outbox.models import OutboxMessage
from lib.signed_media import exists
from tests import roles
from tests.cameos.enrolment.conftest import Kind, Sight
from tests.cameos.enrolment.steps import App, show_results
from tests.media.clips import write_clip
from tests.media.programs import without_interpreter


def test_an_enrolment_is_tried_again_and_then_not_assessed(
    app: App, sight: Sight, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_interpreter(monkeypatch)
    monkeypatch.setattr(judging, "judge_film", lambda path, *_: shape_apart(path))
    app.record()
    OutboxMessage.objects.all().delete()
    with roles.acting_as("likeness"):
        for _ in range(limits.MOST_ATTEMPTS):
            with pytest.raises(DecoderGone):
                judge(app.row.pk)
            assert exists(app.row.upload_key)
            Enrolment.objects.update(leased_until=None)
        judge(app.row.pk)
    assert not exists(app.row.upload_key)
    show_results()
    assert [one["code"] for one in app.read().json()["problems"]] == [Problem.NOT_ASSESSED]


def test_a_master_is_not_cleared_and_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = write_clip(tmp_path / "film.mp4", seconds=0.5, side=64)
    without_interpreter(monkeypatch)
    with pytest.raises(DecoderGone) as gone, faces_of(film, Kind()):  # type: ignore[arg-type]
        pytest.fail("nobody was looked for")
    failure = failure_of(gone.value)
    assert (failure.code, failure.permanent) == (FailureCode.INTERNAL, False)


@pytest.mark.parametrize(("who", "tried"), [({1}, 5), ({1, 2, 4}, 5), ({0, 1, 2}, 3)])
def test_one_recording_that_kills_decoders_holds_up_nobody_and_many_stop_it(
    who: set[int], tried: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, seen = [uuid4() for _ in range(5)], Counter[Any]()

    def remeasure(key: Any, kind: Any) -> Result:
        seen[key] += 1
        if keys.index(key) in who:
            raise DecoderGone(End.DIED, -9)
        return Result.MEASURED

    monkeypatch.setattr(owing, "owed", lambda mark: iter(keys))
    monkeypatch.setattr(owing, "remeasure", remeasure)
    with pytest.raises(DecoderGone):
        owing.remeasure_owed(Kind())  # type: ignore[arg-type]
    assert list(seen.values()) == [1] * tried
