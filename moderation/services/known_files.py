"""Files against the banks of whole files' hashes."""

from moderation.answers import Answer, Coverage
from moderation.detectors.hashes import hit_of
from moderation.files import FileDigests
from moderation.models import HashKind
from moderation.services.bank_loading import entries_in_use

NAME, VERSION = "file_bank", "1"


def file_answer(found: FileDigests) -> Answer:
    """Whether this very file is known: an answer about the surface that it was given as.

    One byte changed makes another file, so it covers nothing but what it finds.
    """
    entries = [
        *entries_in_use(HashKind.MD5, among=[found.md5]),
        *entries_in_use(HashKind.SHA1, among=[found.sha1]),
    ]
    hits = tuple(hit_of(entry) for entry in entries)
    coverage = {hit.category: Coverage.PARTIAL for hit in hits if hit.score > 0}
    return Answer(NAME, VERSION, coverage, hits)
