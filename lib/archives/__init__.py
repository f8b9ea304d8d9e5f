"""A person's archive as a file: a ZIP that says itself what is in it, signed (docs/exports.md).

manifest.json       every other file with its size and SHA-256, records of each table
manifest.json.sig   64 bytes: Ed25519 over manifest.json as it stands there
index.html          to be read by people; no scripts, nothing is loaded from anywhere
schema.json         what each table is about, and what no archive holds, with the reason
data/<room>/<Model>.jsonl   one JSON object a line, UTF-8
films/<vid_…>/…     the films as they left, marked and signed
"""

from lib.archives.manifest import MANIFEST, SCHEMA_VERSION, SIGNATURE
from lib.archives.verifying import faults_of
from lib.archives.writing import ArchiveWriter

__all__ = ["MANIFEST", "SCHEMA_VERSION", "SIGNATURE", "ArchiveWriter", "faults_of"]
