"""What the charts of the measures draw and say."""

import json

from enforcement.measures.backlog import Waiting
from enforcement.measures.charts import ladder_chart, overturned_chart, waiting_chart
from enforcement.measures.overturning import By
from enforcement.measures.scope import Share
from enforcement.measures.strikes import STEPS, Climbed
from enforcement.reasons import Queue


def test_stacked_bars_have_no_corner_through_which_nothing_late_looks_like_something() -> None:
    drawn = json.loads(waiting_chart([Waiting(Queue.GENERAL, cases=4)]).data)
    assert [one["data"] for one in drawn["datasets"]] == [[4], [0]]
    assert {one["borderRadius"] for one in drawn["datasets"]} == {0}


def test_detectors_stand_there_in_words() -> None:
    names = ("hash_bank", "on_screen_text", "probing", "second-opinion")
    rows = overturned_chart(By.DETECTOR, [Share(one, 1, 5, 5) for one in names]).table.rows
    assert [name for name, *_ in rows] == [
        *("bank of picture hashes", "on screen text", "probing", "second opinion")
    ]


def test_the_ladder_names_actions_as_they_are_chosen_and_whole_days() -> None:
    rows = ladder_chart([Climbed(least, 0) for least in STEPS]).table.rows
    assert [follows for *_, follows in rows if follows != "-"] == [
        "Close to them: make videos, 7 days",
        "Suspend the account, 7 days",
        "Suspend the account, 30 days",
    ]
