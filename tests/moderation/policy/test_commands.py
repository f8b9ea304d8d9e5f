"""The commands with which an operator's person loads, compares and activates."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from moderation.models import PolicyActivation, PolicyVersion
from moderation.policy.loading import CURRENT
from tests.moderation.policy.drafts import keeper, with_row

pytestmark = pytest.mark.usefixtures("policy_rows")
LAX = with_row("2031-lax", "violence", "limit = 0.9, block = 0.99")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "lax.toml"
    path.write_text(LAX)
    return path


@pytest.fixture
def email(moderator: Any) -> str:
    return keeper(moderator).email or ""


def test_from_a_file_to_the_policy_in_force(
    email: str, creator: Any, file: Path, capsys: Any
) -> None:
    other = (keeper(creator).email or "").upper()
    call_command("load_policy", str(file), "--by", other, "--notes", "sports")
    assert "2031-lax is loaded, sha256" in capsys.readouterr().out
    call_command("diff_policies", "current", "2031-lax")
    told = capsys.readouterr().out
    assert "looser  thresholds  violence  draft" in told
    assert "18 looser" in told
    call_command("activate_policy", "2031-lax", "--by", email, "--reason", "sports")
    told = capsys.readouterr().out
    assert "looser  thresholds" in told, "nobody activates a looser one unawares"
    assert f"2031-lax is in force instead of {CURRENT}." in told
    call_command("diff_policies", "current", str(file))
    assert "0 changes: 0 tighter, 0 looser." in capsys.readouterr().out


def test_an_operator_says_who_keeps_the_policy(creator: Any, teen: Any, file: Path) -> None:
    call_command("appoint_policy_keeper", creator.email)
    call_command("load_policy", str(file), "--by", creator.email)
    assert PolicyVersion.objects.get().loaded_by == creator.public_id
    with pytest.raises(CommandError, match="Only adults"):
        call_command("appoint_policy_keeper", teen.email)
    call_command("appoint_moderator", creator.email)
    keeper_now = type(creator).objects.get(pk=creator.pk)
    assert keeper_now.has_perm("moderation.activate_policy")
    assert keeper_now.has_perm("moderation.decide_review")


@pytest.mark.parametrize("by", ["nobody@example.org", "the one without rights"])
def test_only_a_named_person_with_the_right(by: str, stranger: Any, file: Path) -> None:
    by = by if "@" in by else stranger.email
    with pytest.raises(CommandError):
        call_command("load_policy", str(file), "--by", by)
    assert not PolicyVersion.objects.exists()


def test_what_is_missing_is_said(email: str, tmp_path: Path) -> None:
    for broken in ("2031-lax", str(tmp_path)):
        with pytest.raises(CommandError, match=r"No such version|cannot be read"):
            call_command("diff_policies", "current", broken)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_policy", str(tmp_path / "nothing"), "--by", email)
    with pytest.raises(CommandError, match="No such version"):
        call_command("activate_policy", "2031-lax", "--by", email, "--reason", "why")
    with pytest.raises(CommandError, match="--reason"):
        call_command("activate_policy", "2031-lax", "--by", email)
    assert not PolicyActivation.objects.exists()
