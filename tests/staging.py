"""What all tests of a file begin with is made once: making it took most of their time.

A transaction stands around the file's tests; what each of them does is rolled back to the savepoint
at which it began, as ever.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.conf import settings
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from tests import roles

T = TypeVar("T")
_open: list["Staged"] = []


class Staged:
    """`with staged.making() as patch:` in a fixture of a module makes what its tests begin with;
    `staged.anew(…)` in a fixture of each test is that, untouched."""

    def __init__(self, blocker: DjangoDbBlocker, media: Path, clean: Callable[[], None]) -> None:
        self._blocker, self._media, self._clean = blocker, media, clean

    @contextmanager
    def making(self) -> Iterator[pytest.MonkeyPatch]:
        """As a test would: with the rights of the web process, a media folder, and a screener that
        finds nothing. Patches end with the block."""
        from tests.answering import answering

        with pytest.MonkeyPatch.context() as patch, self._blocker.unblock():
            patch.setattr(settings, "MEDIA_DIR", self._media)
            patch.setattr(settings, "SCRATCH_DIR", self._media.with_name("scratch"))
            patch.setattr("moderation.services.screening.ask", answering())
            with roles.acting_as("web"):
                yield patch
            connection.check_constraints()
            self._clean()

    def anew(self, made: T) -> T:
        """A copy for one test, its files in this test's own media folder."""
        if self._media.exists():
            shutil.copytree(self._media, settings.MEDIA_DIR, dirs_exist_ok=True)
        return deepcopy(made)

    @contextmanager
    def around(self) -> Iterator["Staged"]:
        """The transaction; rolled back at its end."""
        whole: Any = transaction.atomic()
        whole._from_testcase = True  # what must stand outermost in the product may, as in any test
        with self._blocker.unblock():
            whole.__enter__()
        _open.append(self)
        try:
            yield self
        finally:
            _open.remove(self)
            with self._blocker.unblock():
                transaction.set_rollback(True)
                whole.__exit__(None, None, None)


def refuse_others(request: pytest.FixtureRequest, *, transactional: bool) -> None:
    """Whoever commits would keep what is staged, whoever is not on the stage would meet it."""
    if _open:
        fits = "staged" in request.fixturenames and not transactional
        assert fits, "All tests of a file with a stage are on it, and none of them commits."
