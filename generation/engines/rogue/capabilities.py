from dataclasses import replace

from generation.engines.sketch.capabilities import CAPABILITIES as SKETCH

CAPABILITIES = replace(SKETCH, name="rogue", version="1")
