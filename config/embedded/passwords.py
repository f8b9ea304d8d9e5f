"""The servers' passwords: random, made once per folder.

Deleting the file and starting again gives every role and Redis a new password.
"""

import secrets
from pathlib import Path

from config.database_roles import LOGIN_ROLES
from config.embedded.files import read_json, write_json

SUPERUSER = "postgres"
REDIS = "redis"


def kept_passwords(path: Path) -> dict[str, str]:
    """By name: the superuser, each login role, Redis. Call it under the folder's lock."""
    kept = read_json(path) or {}
    wanted = (SUPERUSER, *LOGIN_ROLES.values(), REDIS)
    if missing := [name for name in wanted if name not in kept]:
        kept |= {name: secrets.token_hex(32) for name in missing}
        write_json(path, kept)
    return kept


def known_passwords(path: Path) -> dict[str, str]:
    """As far as they were made, for asking only: a missing one is empty."""
    return dict.fromkeys((SUPERUSER, REDIS), "") | (read_json(path) or {})
