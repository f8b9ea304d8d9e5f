"""Law 2 for any policy: it either loads and obeys for every two audiences, or it does not load."""

from itertools import product
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from moderation.categories import Category
from moderation.policy.audience import REACH, Audience, Column, Destination
from moderation.policy.loading import InvalidPolicy, built_in_text, load_policy
from moderation.policy.rows import LEVELS, Policy

REST = built_in_text().partition("[required.production]")[2]
AUDIENCES = [
    Audience(destination, *flags)
    for destination, flags in product(Destination, product([False, True], repeat=3))
]
score = st.floats(0.01, 1.0).map(lambda one: round(one, 2))
levels = st.fixed_dictionaries({}, optional={level.word: score for level in LEVELS})
row = st.fixed_dictionaries({column.value: levels for column in Column})
Row = dict[str, dict[str, float]]
MILD: dict[Category, Row] = {
    category: {
        column.value: {"block": 0.3 if category == Category.CHILD_SAFETY else 1.0}
        for column in Column
    }
    for category in Category
}


def source(rows: dict[Category, Row]) -> str:
    lines = ['version = "any"']
    for category, columns in rows.items():
        lines.append(f"[thresholds.{category}]")
        for column, values in columns.items():
            told = ", ".join(f"{level} = {value}" for level, value in values.items())
            lines.append(f"{column} = {{ {told} }}")
    return "\n".join([*lines, "[required.production]" + REST])


def tightened(one: Row) -> Row:
    """The nearest row that obeys: each column the lowest of itself and those it must not exceed."""
    order = {"profile": "draft", "public": "profile", "likeness": "draft", "teen": "draft",
             "minor": "teen"}  # fmt: skip
    fixed: Row = {"draft": one["draft"]}
    for column, looser in order.items():
        both = (one[column], fixed[looser])
        names = {name for values in both for name in values}
        fixed[column] = {name: min(v[name] for v in both if name in v) for name in names}
    return fixed


def floored(category: Category, one: Row) -> Row:
    """The nearest draft column that the floor lets load."""
    draft = one["draft"] or {"block": 1.0}
    if category == Category.CHILD_SAFETY:
        draft = draft | {"block": min(0.3, draft.get("block", 1.0))}
    return one | {"draft": draft}


def is_stricter(one: Audience, than: Audience) -> bool:
    return (
        REACH.index(one.destination) >= REACH.index(than.destination)
        and one.under_18 >= than.under_18
        and one.depicts_minor >= than.depicts_minor
        and one.likeness >= than.likeness
    )


STRICTER = [pair for pair in product(AUDIENCES, repeat=2) if is_stricter(*pair)]


def obeys(policy: Policy, category: Category) -> bool:
    return all(
        policy.thresholds(category, one.columns).at(level)
        <= policy.thresholds(category, other.columns).at(level)
        for one, other in STRICTER
        for level in LEVELS
    )


def columns_obey(policy: Policy) -> bool:
    """The law's own words, column by column: what a reader of the file sees."""
    pairs = [("profile", "draft"), ("public", "profile"), ("likeness", "draft"),
             ("teen", "draft"), ("minor", "teen")]  # fmt: skip
    return all(
        rows[Column(tighter)].at(level) <= rows[Column(looser)].at(level)
        for rows in policy.rows.values()
        for tighter, looser in pairs
        for level in LEVELS
    )


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(Category), row)
@example(Category.HATE, {column.value: {} for column in Column})
def test_a_random_policy_loads_and_obeys_or_is_refused(category: Category, one: Row) -> None:
    rows = MILD | {category: one}
    if one != tightened(one):
        with pytest.raises(InvalidPolicy, match="looser"):
            load_policy(source(rows))
        return
    if one != floored(category, one):
        with pytest.raises(InvalidPolicy, match="below the floor"):
            load_policy(source(rows))
        return
    policy = load_policy(source(rows))
    assert columns_obey(policy)
    assert obeys(policy, category)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(Category), row)
def test_a_random_policy_that_was_made_to_obey_loads(category: Category, one: Row) -> None:
    policy = load_policy(source(MILD | {category: tightened(floored(category, one))}))
    assert columns_obey(policy)
    assert obeys(policy, category)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(Category), st.sampled_from([c for c in Column if c != "draft"]), score)
def test_one_column_made_looser_never_loads(category: Category, column: Any, base: float) -> None:
    assume(base < 1.0)
    even: Row = {each.value: {"block": base} for each in Column}
    loose = even | {column.value: {"block": 1.0}}
    rows = dict.fromkeys(Category, even) | {category: loose}
    with pytest.raises(InvalidPolicy, match="looser"):
        load_policy(source(rows))
