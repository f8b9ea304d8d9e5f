"""An operator's service that matches and classifies, asked about every upload and every output.

The protocol is written down in docs/csam-service.md.
"""

from moderation.csam.detector import NAME, Csam, build

__all__ = ["NAME", "Csam", "build"]
