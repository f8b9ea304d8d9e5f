"""What the API document shows of processors."""

from cameos.processors.declared import Processor
from lib.api.openapi import example

SAID = Processor("Example Farm", "EU", "deleted after each video", ("farm",))
TEXT_HASH = "3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed"

PROCESSORS = example(
    "One, not agreed to",
    {
        "results": [
            {
                "key": SAID.key,
                "name": SAID.name,
                "region": SAID.region,
                "retention": SAID.retention,
                "models": ["farm"],
                "agreed": False,
                "text_version": 1,
                "text": "# Before pictures of you leave this house …",
                "text_hash": TEXT_HASH,
            }
        ]
    },
    status=200,
)
AGREE = example("Read and agreed", {"text_hash": TEXT_HASH})
