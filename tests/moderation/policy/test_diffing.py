import pytest

from moderation.policy.diffing import Direction, as_table, cells, count, diff, loosens
from moderation.policy.loading import built_in_policy, load_policy
from tests.moderation.policy.drafts import draft, with_row

BASE = built_in_policy()


def test_nothing_differs_from_itself() -> None:
    assert diff(BASE, load_policy(draft("2030"))) == []


def test_each_threshold_is_told_with_its_direction_and_the_looser_ones_first() -> None:
    changed = load_policy(with_row("2030", "political", "limit = 0.4, review = 0.45, block = 1.0"))
    found = diff(BASE, changed)
    assert [one.direction for one in found] == sorted(one.direction for one in found)
    assert ("looser", "thresholds", "political", "draft", "block", "0.95", "1") in map(cells, found)
    assert ("tighter", "thresholds", "political", "teen", "review", "never", "0.45") in map(
        cells, found
    )
    assert not [one for one in found if one.where[0] != "political"]
    backwards = diff(changed, BASE)
    assert count(backwards, Direction.LOOSER) == count(found, Direction.TIGHTER)
    assert count(backwards, Direction.TIGHTER) == count(found, Direction.LOOSER)


def test_demands_that_are_dropped_or_added_are_told() -> None:
    """Of production, which may demand more than development, never less."""
    rest = '"self_harm", "violence", "political", "hate", "harassment", "deception", "illicit"]'
    less = (
        f'caption = {{ assessed = ["sexual", {rest}, partial = [',
        f'caption = {{ assessed = [{rest}, partial = ["sexual", ',
    )
    more = (
        '"child_safety"], partial = ["likeness"] }',
        '"child_safety"], partial = ["hate", "likeness"] }',
    )
    found = set(map(cells, diff(BASE, load_policy(draft("2030", less, more)))))
    assert found == {
        ("looser", "required", "production", "caption", "sexual", "assessed", "partial"),
        ("tighter", "required", "production", "frame", "hate", "not_assessed", "partial"),
    }


@pytest.mark.parametrize(
    ("levels", "looser"),
    [
        ("limit = 0.2, block = 0.3", False),
        ("limit = 0.4, review = 0.5, block = 0.5", False),
        ("limit = 0.4, review = 0.45, block = 0.95", True),
        ("block = 0.5", True),
    ],
)
def test_a_level_that_a_stricter_one_covers_is_none_that_was_lost(
    levels: str, looser: bool
) -> None:
    assert loosens(BASE, load_policy(with_row("2030", "violence", levels))) is looser
    assert not loosens(BASE, BASE)


def test_the_table_is_plain_and_aligned() -> None:
    changed = load_policy(with_row("2030", "political", "limit = 0.4, block = 0.8"))
    lines = as_table(diff(BASE, changed)).splitlines()
    assert lines[0].split() == ["change", "of", "where", "before", "after"]
    assert len({line.index("political") for line in lines[1:]}) == 1
