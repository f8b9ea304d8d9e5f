"""A policy in shadow is counted and changes nothing: no job, post, review, notice or scan."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from audit.models import AuditEvent
from config.database_roles import model_rights
from lib.actors import Actor
from moderation.categories import Category
from moderation.models import Finding, Scan, ShadowJudgement, ShadowPolicy
from moderation.policy.loading import CURRENT, FOLDER, InvalidPolicy
from moderation.services import shadows
from moderation.services.shadows import set_shadow, shadow_summary, stop_shadow
from tests import roles
from tests.feed.studio import LIMITED, published
from tests.moderation.evaluation.test_replay import scanned, violence

pytestmark = pytest.mark.django_db
SOURCE = (FOLDER / f"{CURRENT}.toml").read_text()
OPERATOR = Actor.system("operator")
OURS = {ShadowJudgement, ShadowPolicy}


def strict() -> str:
    """The policy in force, but for what it says of violence: almost all of it is blocked."""
    before, violent = SOURCE.split("[thresholds.violence]")
    _old, after = violent.split("\n\n", 1)
    columns = ("draft", "profile", "public", "likeness", "teen", "minor")
    rows = "\n".join(f"{column} = {{ block = 0.1 }}" for column in columns)
    return f"{before}[thresholds.violence]\n{rows}\n\n{after}".replace(CURRENT, "2030-01-01")


def counts() -> dict[str, int]:
    """Rows of every table that is not for the likeness process alone, but the shadow's own."""
    rights = {model: model_rights(model) for model in apps.get_models()}
    readable = [m for m, r in rights.items() if "SELECT" in r["web"] and "SELECT" in r["worker"]]
    models = (model for model in readable if model not in OURS and model._meta.managed)
    return {model._meta.db_table: model._base_manager.count() for model in models}


def growth(make: Any) -> dict[str, int]:
    before = counts()
    make()
    return {name: number - before[name] for name, number in counts().items()}


@contextmanager
def shadowed(text: str) -> Iterator[None]:
    set_shadow(text, actor=OPERATOR)
    yield
    stop_shadow(actor=OPERATOR)


def test_all_other_tables_grow_as_without_it(creator: Any) -> None:
    def make() -> None:
        post = published(creator, LIMITED)
        scanned(violence(0.6), subject=post.public_id)
        made.append((post.state, post.rating, post.policy_version))

    made: list[Any] = []
    make()  # a person's first post opens their log
    plain = growth(make)
    with shadowed(strict()):
        assert growth(make) == plain
    assert made[1] == made[2]
    assert plain["moderation_scan"] > 0
    assert plain["feed_post"] == 1
    assert ShadowJudgement.objects.count() == plain["moderation_scan"]
    assert set(ShadowJudgement.objects.values_list("verdict", flat=True)) == {"block"}


def test_a_scan_and_its_findings_stay_as_they_were_judged() -> None:
    with shadowed(strict()):
        scan = scanned(violence(0.6))
    told = Scan.objects.get(pk=scan.pk)
    assert (told.verdict, told.category, told.policy_version) == ("limit", "violence", CURRENT)
    row = ShadowJudgement.objects.get()
    assert (row.scan_id, row.verdict, row.category) == (scan.pk, "block", "violence")
    assert (row.verdict_in_force, row.policy_version) == ("limit", "2030-01-01")
    assert Finding.objects.filter(scan=scan).count() == 1


def test_without_a_shadow_nothing_is_counted() -> None:
    scanned(violence(0.6))
    with shadowed(strict()):
        pass
    scanned(violence(0.6))
    assert not ShadowJudgement.objects.exists()


@pytest.mark.parametrize("error", [ValueError, RuntimeError, DatabaseError])
def test_a_shadow_that_fails_leaves_the_scan_alone(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0") if error is DatabaseError else None
        raise error

    set_shadow(strict(), actor=OPERATOR)
    monkeypatch.setattr(shadows, "_judge", fails)
    with transaction.atomic():
        scan = scanned(violence(0.6))
        assert Scan.objects.filter(pk=scan.pk).exists()
    assert Scan.objects.filter(pk=scan.pk).exists()
    assert not ShadowJudgement.objects.exists()


@pytest.mark.parametrize("role", ["web", "worker", "likeness"])
def test_every_role_that_scans_may_count(role: str) -> None:
    set_shadow(strict(), actor=OPERATOR)
    with roles.acting_as(role):
        scanned(violence(0.6))
    assert ShadowJudgement.objects.count() == 1


def test_judgements_and_marks_are_never_changed() -> None:
    with shadowed(strict()):
        scanned(violence(0.6))
    with pytest.raises(DatabaseError), transaction.atomic():
        ShadowJudgement.objects.update(verdict="allow")
    with pytest.raises(DatabaseError), transaction.atomic():
        ShadowPolicy.objects.all().delete()


def test_the_summary_counts_by_verdict_and_category() -> None:
    set_shadow(strict(), actor=OPERATOR)
    scanned(violence(0.6))
    scanned(violence(0.05))
    scanned(violence(0.95))
    found = shadow_summary()
    assert found is not None
    assert dict(found.counts) == {
        ("limit", "block"): 1, ("allow", "allow"): 1, ("block", "block"): 1,
    }  # fmt: skip
    assert (found.judged, found.changed) == (3, 1)
    assert set(found.by_category) == {Category.VIOLENCE.value, "none"}


def test_another_text_under_the_same_name_is_counted_apart() -> None:
    set_shadow(strict(), actor=OPERATOR)
    scanned(violence(0.6))
    set_shadow(strict() + "\n# another\n", actor=OPERATOR)
    scanned()
    found = shadow_summary()
    assert found is not None
    assert found.judged == 1


def test_marking_is_audited_and_a_policy_that_does_not_load_is_not_marked() -> None:
    with pytest.raises(InvalidPolicy):
        set_shadow("version = 1", actor=OPERATOR)
    assert not ShadowPolicy.objects.exists()
    with shadowed(strict()):
        pass
    assert not stop_shadow(actor=OPERATOR)
    told = AuditEvent.objects.filter(action__startswith="moderation.shadow").order_by("pk")
    assert list(told.values_list("action", flat=True)) == [
        "moderation.shadow.started", "moderation.shadow.stopped",
    ]  # fmt: skip


def commanded(*args: str) -> str:
    out = StringIO()
    call_command("shadow_policy", *args, stdout=out)
    return out.getvalue()


def test_operators_mark_look_and_stop(tmp_path: Path) -> None:
    path = tmp_path / "draft.toml"
    path.write_text(strict())
    assert commanded(str(path)).startswith("2030-01-01 (")
    scanned(violence(0.6))
    told = commanded("--summary")
    assert "1 scans judged, 1 otherwise than in force" in told
    assert "| limit, violence | 0 | 0 | 0 | 1 |" in told
    assert commanded("--off").strip() == "No policy judges along now."
    assert commanded("--off").strip() == "None did."
    with pytest.raises(CommandError, match="No policy judges along"):
        commanded("--summary")


def test_a_file_that_is_no_policy_is_not_marked(tmp_path: Path) -> None:
    (tmp_path / "draft.toml").write_text("version = 1")
    with pytest.raises(CommandError, match="does not load"):
        commanded(str(tmp_path / "draft.toml"))
    assert not ShadowPolicy.objects.exists()
