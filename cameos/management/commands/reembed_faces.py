from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from cameos.remeasuring.alike import hold_newer
from cameos.remeasuring.measuring import WORKER, Result
from cameos.remeasuring.owing import owed, remeasure_owed, without_recording
from cameos.vault.errors import VaultError
from cameos.vault.process import require_likeness
from cameos.vault.remeasuring import forget_other_marks
from lib.faces import registry
from lib.faces.base import FaceError, FaceKind
from lib.media.apart.gone import DecoderGone


class Command(BaseCommand):
    """Measure every kept recording by the face model of today (docs/cameos-vault.md).

    Role: likeness. Says how many, never who.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--most", type=int, metavar="N", help="so many recordings in this run")
        parser.add_argument(
            "--forget-old", action="store_true",
            help="then erase what other models made of whom this one has measured: when no process "
            "runs with another model any more",
        )  # fmt: skip
        parser.add_argument(
            "--duplicates", action="store_true",
            help="then compare all with all by today's threshold: of two that are alike the newer "
            "one waits for staff",
        )  # fmt: skip

    def handle(self, *_: Any, **options: Any) -> None:
        """Safe beside a running service, to be killed, and to run again."""
        try:
            require_likeness()
            kind = registry.build()
            self._measure(kind, options["most"])
            if options["forget_old"]:
                gone = forget_other_marks(kind.mark, actor=WORKER)
                self.stdout.write(f"{gone} templates of other models erased")
            if options["duplicates"]:
                self._compare(kind)
        except (VaultError, FaceError) as error:
            fault = error.fault.value
            raise CommandError(f"Stopped: {fault}. Run it again; what is done stays.") from None
        except DecoderGone as error:
            raise CommandError(f"Stopped: {error}. Run it again; what is done stays.") from None

    def _measure(self, kind: FaceKind, most: int | None) -> None:
        done = remeasure_owed(kind, most=most)
        for result in Result:
            self.stdout.write(f"{done[result]} recordings {result.value}")
        self.stdout.write(f"{len(list(owed(kind.mark)))} recordings this model has not measured")
        if blocked := without_recording(kind.mark):
            self.stdout.write(f"{blocked} blocked people must be asked for new pictures")

    def _compare(self, kind: FaceKind) -> None:
        found = hold_newer(kind)
        self.stdout.write(
            f"{found.pairs} pairs alike, {found.held} held for staff, {found.left} left as they "
            f"are; {found.unseen} people could not be compared"
        )
