"""What the API document shows of rules, and of the answer to a wish."""

from lib.api.openapi import example

CAMEO_ID = "cam_01kajv5p2f7w3s9n5q0r8x4t6b"

SENTENCE = example("A sentence", {"text": "No politics, no swimwear. I like comedy."})
EXAMPLES = [
    {"prompt": "@you sits in parliament", "allowed": False},
    {"prompt": "@you gives a talk about bees", "allowed": True},
]
UNDERSTOOD = example(
    "What was understood",
    {
        "topics": ["politics", "swimwear"],
        "understood": "no politics, no swimwear",
        "not_understood": ["I like comedy"],
        "compiler": "5f0c7a6e4d0f9a3b",
        "examples": EXAMPLES,
    },
    status=200,
)
CONFIRM = example("I confirm", {"topics": ["politics", "swimwear"], "compiler": "5f0c7a6e4d0f9a3b"})
RULES = example("My rules", {"topics": ["politics", "swimwear"], "examples": EXAMPLES}, status=200)
DRESS = example("A fedora", {"attributes": {"hat": "fedora"}})
DRESSED = example(
    "A fedora",
    {"attributes": {"hat": "fedora"}, "phrase": "wearing a fedora", "paused": False},
    status=200,
)
QUESTION = example(
    "May I?", {"subjects": [CAMEO_ID], "prompt": "@mara repairs a bicycle in the rain"}
)
OK = example(
    "Yes",
    {
        "answer": "ok",
        "subjects": [{"cameo": CAMEO_ID, "answer": "ok"}],
        "warnings": [],
    },
    status=200,
)
NO = example(
    "No",
    {
        "answer": "not_available",
        "subjects": [{"cameo": CAMEO_ID, "answer": "not_available"}],
        "warnings": [],
    },
    status=200,
)
