"""What is made once for a file is the same for each of its tests, whatever the one before did."""

from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import User
from tests import cast, staging
from tests.staging import Staged


@pytest.fixture(scope="module")
def staged_people(staged: Staged) -> tuple[User, int]:
    with staged.making():
        settings.MEDIA_DIR.mkdir(parents=True)
        (settings.MEDIA_DIR / "film").write_text("made once")
        person = cast.creator()
        return person, User.objects.count()


@pytest.fixture
def people(
    staged: Staged, staged_people: tuple[User, int], db: None, media_dir: Path
) -> tuple[User, int]:
    return staged.anew(staged_people)


@pytest.mark.parametrize("time", [1, 2])
def test_nothing_of_one_test_reaches_the_next(
    time: int, people: tuple[User, int], media_dir: Path
) -> None:
    person, count = people
    row, film = User.objects.get(pk=person.pk), media_dir / "film"
    assert (person.bio, row.bio, User.objects.count()) == ("", "", count)
    assert film.read_text() == "made once"
    for one in (person, row):
        one.bio = "changed"
    row.save(update_fields=["bio"])
    cast.friend()
    film.write_text("changed")


@pytest.mark.parametrize("transactional", [False, True])
def test_who_is_not_on_the_stage_is_refused_while_one_stands(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, *, transactional: bool
) -> None:
    monkeypatch.setattr(staging, "_open", [])
    staging.refuse_others(request, transactional=transactional)
    monkeypatch.setattr(staging, "_open", [object()])
    with pytest.raises(AssertionError, match="on it"):
        staging.refuse_others(request, transactional=transactional)


def test_whoever_commits_is_refused_on_the_stage_itself(
    request: pytest.FixtureRequest, people: tuple[User, int]
) -> None:
    staging.refuse_others(request, transactional=False)
    with pytest.raises(AssertionError, match="commits"):
        staging.refuse_others(request, transactional=True)
