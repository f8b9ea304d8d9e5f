from dataclasses import replace

from generation.engines.sketch.capabilities import CAPABILITIES as SKETCH

CAPABILITIES = replace(SKETCH, name="gatecrasher", version="1")
