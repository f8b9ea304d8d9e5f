from moderation.policy.diffing import Direction, as_table, cells, count, diff
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
    was = '"violence", "child_safety"], partial = ["likeness"] }'
    now = '"violence"], partial = ["likeness", "hate"] }'
    found = set(map(cells, diff(BASE, load_policy(draft("2030", (was, now))))))
    assert found == {
        ("looser", "required", "production", "frame", "child_safety", "assessed", "not_assessed"),
        ("tighter", "required", "production", "frame", "hate", "not_assessed", "partial"),
    }


def test_the_table_is_plain_and_aligned() -> None:
    changed = load_policy(with_row("2030", "political", "limit = 0.4, block = 0.8"))
    lines = as_table(diff(BASE, changed)).splitlines()
    assert lines[0].split() == ["change", "of", "where", "before", "after"]
    assert len({line.index("political") for line in lines[1:]}) == 1
