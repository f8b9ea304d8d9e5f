"""Looking at and listening to a whole film, so that nothing that fails reads as nothing found."""

from moderation.inspection.configured import configured_faults
from moderation.inspection.detectors import default_frame_detectors
from moderation.inspection.inspecting import Inspection, inspect_film

__all__ = ["Inspection", "configured_faults", "default_frame_detectors", "inspect_film"]
