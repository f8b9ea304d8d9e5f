"""`make lint`: migrations are complete and have names that say something."""

import os
import re
import sys
from pathlib import Path

import django
from django.core.management import call_command

BASE_DIR = Path(__file__).resolve().parent.parent
NAMED = re.compile(r"^\d{4}_(?!auto_)(?!initial$)[a-z][a-z0-9_]{6,}$")


def badly_named() -> list[str]:
    """Our migration files whose name is a generator's."""
    found = BASE_DIR.glob("*/migrations/0*.py"), BASE_DIR.glob("lib/*/migrations/0*.py")
    return [
        str(path.relative_to(BASE_DIR))
        for paths in found
        for path in sorted(paths)
        if not NAMED.match(path.stem)
    ]


def main() -> int:
    """Exit status 1 with the reason on standard error."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if names := badly_named():
        sys.stderr.write(f"Give these migrations a name that says what they do: {names}\n")
        return 1
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
