"""A whole list in a file that an operator puts there: a kind and a hash a line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from threatexchange.exchanges.impl.file_api import (
    FileCollaborationConfig,
    LocalFileSignalExchangeAPI,
)

from moderation.exchanges.base import Change, Cursor, ExchangeFault, Fault, Page, Stance
from moderation.exchanges.http import told
from moderation.models import HashKind

# As the package's signal types are called, and plainly.
KINDS = {
    "pdq": HashKind.PDQ,
    "video_md5": HashKind.MD5,
    "md5": HashKind.MD5,
    "sha1": HashKind.SHA1,
}


class File:
    """`collection` is the name of a file in the folder for them, and nothing but a name."""

    def __init__(self, *, folder: str, collection: str) -> None:
        if not (folder and collection) or Path(collection).name != collection:
            raise ExchangeFault(Fault.NOT_SET_UP)
        self._path = Path(folder) / collection

    def pages(self, cursor: Cursor) -> Iterator[Page]:
        """One page: what does not stand in the file any more is gone."""
        started = datetime.now(UTC).isoformat()
        if not self._path.is_file():
            raise ExchangeFault(Fault.UNREACHABLE)
        config = FileCollaborationConfig(name="file", filename=str(self._path))
        with told():
            [delta] = LocalFileSignalExchangeAPI.for_collab(config).fetch_iter([], None)
            changes, refused = [], 0
            for signal, text in delta.updates:
                kind, value = KINDS.get(signal.lower()), text.lower()
                if kind is None:
                    refused += 1
                else:
                    changes.append(Change(f"{kind.value}:{value}"[:100], ((kind, value),)))
        if not changes:
            raise ExchangeFault(Fault.EMPTY)
        yield Page(tuple(changes), {}, refused, whole_since=started)

    def opine(self, stance: Stance) -> None:
        raise ExchangeFault(Fault.UNSUPPORTED)
