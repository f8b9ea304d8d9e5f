import json
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from lib.faces.base import FaceError
from lib.faces.calibrating.calibrate import NothingToCount, calibrate
from lib.faces.registry import build


class Command(BaseCommand):
    """Error rates of the configured face models on your own pictures, by threshold.

    FOLDER holds one folder for each person. Nothing is kept: no template, no picture, no row. Run
    it as the role migrate or likeness; no other may make templates.
    """

    help = __doc__ or ""
    requires_system_checks = []  # it is what one runs before the thresholds are set

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *_: Any, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError("No such folder.")
        try:
            report = calibrate(build(), folder)
        except FaceError as error:
            raise CommandError(str(error)) from None
        except NothingToCount:
            raise CommandError("No picture with exactly one face in a person's folder.") from None
        self.stdout.write(
            json.dumps(report.as_json(), indent=2) if options["json"] else report.as_text()
        )
