"""Warnings of the plain `check`: fine on a bare machine, not to be forgotten."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

from config import databases as servers
from config.health.lacks import lacks


@register(Tags.compatibility)
def development_profile(**_: Any) -> list[CheckMessage]:
    """W001"""
    if settings.PRODUCTION:
        return []
    text = "The development profile: random keys in the data folder, mail in a folder."
    return [Warning(text, id="zoetrope.W001")]


@register(Tags.database)
def embedded_servers(**_: Any) -> list[CheckMessage]:
    """W002"""
    if servers.brings_own_servers():
        return []
    return [Warning("PostgreSQL and Redis are the embedded ones.", id="zoetrope.W002")]


@register(Tags.database)
def absent_parts(databases: Any = None, **_: Any) -> list[CheckMessage]:
    """W003, once for each part that is not there; asked of the database, so with --database"""
    return [
        Warning(f"{part}: {meaning}.", id="zoetrope.W003")
        for part, meaning in (lacks() if databases else {}).items()
        if part != "production"
    ]
