"""Writes the text encoder as ONNX below the folder of encoders, unless it is there already."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from moderation.detectors.minilm.adapter import FILE
from moderation.detectors.minilm.export import ensure_exported


class Command(BaseCommand):
    help = "Export the text encoder of the screener (once for each machine; about 10 s)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for adapter in (FILE, None):  # the detector's, and the bare one that compares wishes
            self.stdout.write(str(ensure_exported(settings.ENCODER_DIR, adapter)))
