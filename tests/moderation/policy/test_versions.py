"""Versions of the policy: loaded, compared, activated by a named person, in force everywhere."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import AuditEvent
from lib.errors import DomainError, NotFound, StaleState
from lib.outbox.models import OutboxMessage
from moderation.models import PolicyActivation, PolicyVersion, Scan
from moderation.policy import in_force
from moderation.policy.in_force import PolicyUnusable
from moderation.policy.loading import CURRENT, built_in_text, current_policy
from moderation.services.policies import activate, load, version_in_force
from tests.client import Api
from tests.moderation.policy.drafts import draft, keeper, put_in_force, with_row

pytestmark = pytest.mark.usefixtures("policy_rows")
STRICT = with_row("2030-strict", "violence", "limit = 0.2, block = 0.3")
LAX = with_row("2031-lax", "violence", "limit = 0.9, block = 0.99")


@pytest.fixture
def by(moderator: Any) -> Any:
    return keeper(moderator)


@pytest.fixture
def other(creator: Any) -> Any:
    return keeper(creator)


def test_until_somebody_activates_one_the_built_in_file_is_in_force() -> None:
    assert (current_policy().version, version_in_force()) == (CURRENT, CURRENT)
    assert in_force.in_force().activation is None


def test_what_is_loaded_is_in_force_for_nobody(by: Any) -> None:
    row = load(text=STRICT, by=by, notes="x" * 300)
    assert row.sha256 == sha256(STRICT.encode()).hexdigest()
    assert (row.loaded_by, len(row.notes)) == (by.public_id, 200)
    assert current_policy().version == CURRENT
    assert load(text=STRICT, by=by) == row, "twice is once"
    assert AuditEvent.objects.filter(action="moderation.policy.loaded").count() == 1


def test_what_is_activated_is_in_force_and_it_is_told_by_whom_and_how_much_looser(
    by: Any, other: Any
) -> None:
    put_in_force(STRICT, by)
    assert current_policy().version == "2030-strict"
    load(text=LAX, by=other)
    activate(version="2031-lax", by=by, reason=" over-blocking in sports ")
    assert current_policy().version == "2031-lax"
    row = PolicyActivation.objects.latest("pk")
    assert (row.from_version, row.actor) == ("2030-strict", by.public_id)
    assert row.reason == "over-blocking in sports"
    told = AuditEvent.objects.filter(action="moderation.policy.activated").latest("at")
    assert (told.actor, told.target) == (by.public_id, "2031-lax")
    assert told.facts["before"] == "2030-strict"
    assert (told.facts["looser"], told.facts["tighter"]) == (12, 0)
    assert "sports" not in str(told.facts), "codes and counts alone"


@pytest.mark.parametrize("before", [None, STRICT, "broken"])
def test_nobody_loads_and_activates_a_looser_one_alone(
    by: Any, other: Any, before: str | None
) -> None:
    if before == "broken":
        tampered("x", "x")
    elif before:
        put_in_force(before, by)
    was = PolicyActivation.objects.count()
    with pytest.raises(DomainError) as refused:
        put_in_force(LAX, by)
    assert refused.value.code == "not_allowed_for_self"
    assert PolicyActivation.objects.count() == was
    activate(version="2031-lax", by=other, reason="I have read it")
    assert current_policy().version == "2031-lax"


def test_looser_in_what_it_demands_is_looser_too(by: Any) -> None:
    text = draft("2032", ('"illicit"], partial = ["ch', '"self_harm"], partial = ["illicit", "ch'))
    text = text.replace('["sexual", "self_harm", ', '["sexual", ')
    with pytest.raises(DomainError) as refused:
        put_in_force(text, by)
    assert refused.value.code == "not_allowed_for_self"


BARE = "\n".join(
    f"{line.split(' = ')[0]} = {{}}" if " = {" in line else line
    for line in draft("2033").splitlines()
)
BELOW = {
    "no threshold, nothing demanded": BARE,
    "a category without a rule": with_row("2033", "political", ""),
    "child safety blocks late": with_row("2033", "child_safety", "limit = 0.2, block = 0.4"),
    "child safety never blocks": with_row("2033", "child_safety", "review = 0.1"),
    "frames need no look at it": draft(
        "2033",
        (
            '"violence", "child_safety"], partial = ["likeness"]',
            '"violence"], partial = ["child_safety", "likeness"]',
        ),
    ),
    "pictures need no look at it": draft(
        "2033", ('"violence", "child_safety", "likeness"]', '"violence", "likeness"]')
    ),
    "texts need no look at it": draft(
        "2033", ('"child_safety", "likeness", "th', '"likeness", "th')
    ),
}


@pytest.mark.parametrize("text", BELOW.values(), ids=BELOW)
def test_below_the_floor_nothing_loads(by: Any, text: str) -> None:
    with pytest.raises(DomainError) as refused:
        load(text=text, by=by)
    assert refused.value.code == "invalid"
    assert "below the floor" in refused.value.detail


def test_one_can_go_back_to_the_built_in_text(by: Any, other: Any) -> None:
    put_in_force(STRICT, by)
    put_in_force(built_in_text(), by, loaded_by=other)
    assert current_policy().version == CURRENT


@pytest.mark.parametrize("permission", ["load_policy", "decide_review"])
def test_staff_who_may_not_activate_do_not(moderator: Any, by: Any, permission: str) -> None:
    row = load(text=STRICT, by=by)
    by.user_permissions.clear()
    other = keeper(moderator, permission)
    with pytest.raises(DomainError) as refused:
        activate(version=row.version, by=other, reason="because")
    assert refused.value.code == "permission_denied"
    assert not PolicyActivation.objects.exists()


@pytest.mark.parametrize("who", ["teen", "creator", "moderator"])
def test_whoever_has_no_right_loads_nothing(request: pytest.FixtureRequest, who: str) -> None:
    with pytest.raises(DomainError) as refused:
        load(text=STRICT, by=request.getfixturevalue(who))
    assert refused.value.code == "permission_denied"
    assert not PolicyVersion.objects.exists()


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_nobody_activates_without_a_reason(by: Any, reason: str) -> None:
    load(text=STRICT, by=by)
    with pytest.raises(DomainError) as refused:
        activate(version="2030-strict", by=by, reason=reason)
    assert (refused.value.code, refused.value.attr) == ("required", "reason")


def test_what_is_in_force_or_was_never_loaded_cannot_be_activated(by: Any) -> None:
    put_in_force(STRICT, by)
    with pytest.raises(StaleState):
        activate(version="2030-strict", by=by, reason="again")
    with pytest.raises(NotFound):
        activate(version="2031-lax", by=by, reason="no such row")


def test_a_name_means_one_text(by: Any) -> None:
    load(text=STRICT, by=by)
    for text in (draft("2030-strict"), draft(CURRENT, ("limit = 0.5", "limit = 0.55"))):
        with pytest.raises(DomainError) as refused:
            load(text=text, by=by)
        assert refused.value.code == "unique"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "version = 'x'",
        "x" * 200_001,
        draft("2030", ("teen = { limit = 0.4,", "teen = { limit = 0.9,")),
        draft("name with spaces"),
        draft("x" * 33),
    ],
    ids=["empty", "bare", "long", "not monotonic", "spaces", "long name"],
)
def test_what_is_no_policy_is_not_loaded(by: Any, text: str) -> None:
    with pytest.raises(DomainError) as refused:
        load(text=text, by=by)
    assert refused.value.code == "invalid"
    assert not PolicyVersion.objects.exists()


def tampered(version: str, text: str, digest: str = "0" * 64) -> None:
    """As somebody would do who owns the tables."""
    row = PolicyVersion.objects.create(version=version, text=text, sha256=digest, loaded_by="-")
    PolicyActivation.objects.create(to=row, from_version=CURRENT, actor="-", reason="-")


BROKEN = {
    "another hash": ("2030-strict", STRICT, "0" * 64),
    "no policy": ("x", "x", sha256(b"x").hexdigest()),
    "another name": ("2040", STRICT, sha256(STRICT.encode()).hexdigest()),
}


@pytest.mark.parametrize("row", BROKEN.values(), ids=BROKEN)
def test_a_row_that_cannot_be_trusted_is_no_policy_and_nothing_falls_back(
    api: Api, creator: Any, row: tuple[str, str, str]
) -> None:
    assert current_policy().version == CURRENT, "and is remembered"
    tampered(*row)
    for _ in range(2):
        with pytest.raises(PolicyUnusable):
            current_policy()
    assert api.get("/feeds/latest", as_=creator).status_code == 503
    wish = {"prompt": "a red ball", "size": "720x1280", "seconds": 4}
    assert api.post("/generations", wish, as_=creator, key="k").status_code == 503
    assert not Scan.objects.exists()


def test_a_broken_version_can_be_replaced(by: Any, other: Any) -> None:
    tampered(*BROKEN["another hash"])
    put_in_force(LAX, by, loaded_by=other)
    assert current_policy().version == "2031-lax"
    told = AuditEvent.objects.get(action="moderation.policy.activated")
    assert told.facts["before_unusable"] is True


def test_a_row_changed_after_loading_is_not_activated(by: Any) -> None:
    PolicyVersion.objects.create(version="2030-strict", text=STRICT, sha256="1" * 64, loaded_by="-")
    with pytest.raises(PolicyUnusable):
        activate(version="2030-strict", by=by, reason="why not")
    assert not PolicyActivation.objects.exists()


@pytest.mark.parametrize("table", ["policyversion", "policyactivation"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = 7", "DELETE FROM {}"])
def test_no_role_changes_what_was_loaded_or_activated(by: Any, table: str, verb: str) -> None:
    put_in_force(STRICT, by)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(f"moderation_{table}"))


def test_the_likeness_process_reads_the_policy(by: Any) -> None:
    from tests import roles

    put_in_force(STRICT, by)
    in_force.forget()
    with roles.acting_as("likeness"):
        assert current_policy().version == "2030-strict"


def test_activating_tells_who_listens_and_only_with_it(by: Any) -> None:
    put_in_force(STRICT, by)
    assert "rerate_posts" in set(OutboxMessage.objects.values_list("actor_name", flat=True))


def test_another_process_follows_with_its_next_look(
    by: Any, policy_rows: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """This process plays the other: it has looked, and looks again once its seconds are over."""
    clock = [1000.0]
    monkeypatch.setattr(in_force, "CHECK_SECONDS", 2.0)
    monkeypatch.setattr(in_force, "monotonic", lambda: clock[0])
    policy_rows()
    assert current_policy().version == CURRENT
    put_in_force(STRICT, by)  # commits nothing here, so its own hook does not run
    clock[0] += 1.9
    assert current_policy().version == CURRENT
    clock[0] += 0.2
    assert current_policy().version == "2030-strict"


def test_a_process_asks_once_in_its_seconds(
    django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_force, "CHECK_SECONDS", 1e6)
    with django_assert_num_queries(1):
        for _ in range(100):
            current_policy()


@pytest.mark.usefixtures("committing")
def test_the_activating_process_follows_at_once(
    by: Any, policy_rows: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_force, "CHECK_SECONDS", 1e6)
    policy_rows()
    assert current_policy().version == CURRENT
    put_in_force(STRICT, by)
    assert current_policy().version == "2030-strict"
