import json
from hashlib import sha256
from typing import Any

from django.core.management.base import BaseCommand

from enforcement.rule_sets import PRESENT, path_of
from enforcement.rule_sets.wording import is_frozen, worded


class Command(BaseCommand):
    """Write the rules as they are worded now as the next version, where they changed."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Nothing holds before its hash stands in enforcement/rule_sets/__init__.py."""
        if is_frozen():
            self.stdout.write(f"Version {PRESENT} says the same: nothing to do.")
            return
        version = PRESENT + 1
        said = {"version": version, "rules": worded()}
        data = (json.dumps(said, indent=2, ensure_ascii=False) + "\n").encode()
        path_of(version).write_bytes(data)
        self.stdout.write(f'Add to HASHES: {version}: "{sha256(data).hexdigest()}",')
