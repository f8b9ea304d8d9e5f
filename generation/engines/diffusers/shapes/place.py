"""Where the checkpoint lies, and how it is asked. Imports nothing heavy."""

from pathlib import Path

WEIGHTS = Path(__file__).parent / "weights"
STEPS = 12
GUIDANCE = 2.0
FPS = 4  # of its own frames
WORDS = 24  # tokens of a prompt, in training and at inference alike: nobody masks the padding
