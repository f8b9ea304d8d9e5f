"""Examples of the OpenAPI document."""

from typing import Any

from lib.api.openapi import example

GENERATION_ID = "gen_01kaj9y7e8f3vr1t2m4n5p6q7s"
CAMEO_ID = "cam_01kajv5p2f7w3s9n5q0r8x4t6b"
VIDEO_ID = "vid_01kaj9z2c4d5e6f7g8h9j0k1m2"
OTHER_ID = "vid_01kaj9z3h6j7k8m9n0p1q2r3s4"
LABELS: dict[str, Any] = {
    "ai_generated": True,
    "model": "sketch",
    "likenesses": [],
    "remix_of": None,
    "rating": None,
    "screening": "production",
}
WISH = {
    "prompt": "A red balloon over the sea. A woman says: \u201cLook, it is free.\u201d",
    "size": "720x1280",
    "seconds": 4,
    "model": "sketch",
    "subjects": [],
}
WITH_A_FRIEND = WISH | {
    "prompt": "@mara sails a small red boat over a calm sea.",
    "subjects": [CAMEO_ID],
}
FROM_A_PICTURE = WISH | {"input_image": "rim_01kagc8xq0e5fvr3m6t2n9w4zy"}
QUEUED: dict[str, Any] = {
    "id": GENERATION_ID,
    "status": "queued",
    "stage": "rendering",
    "delayed": False,
    "progress": 0,
    "tool": "text",
    "sources": [],
    "beats": [],
    "input_image": None,
    "processor": None,
    **{name: WISH[name] for name in ("model", "prompt", "subjects", "size", "seconds")},
    "created_at": "2026-11-21T09:30:00.000000Z",
    "finished_at": None,
    "cancel_requested": False,
    "error": None,
    "draft": None,
    "labels": LABELS,
    "can": {"cancel": True, "contest": False},
}
COMPLETED = QUEUED | {
    "status": "completed",
    "stage": None,
    "progress": 100,
    "finished_at": "2026-11-21T09:30:09.000000Z",
    "draft": VIDEO_ID,
    "can": {"cancel": False, "contest": False},
}
FAILED = QUEUED | {
    "status": "failed",
    "stage": None,
    "progress": 35,
    "finished_at": "2026-11-21T09:31:12.000000Z",
    "error": {
        "code": "internal",
        "message": "Something broke on our side. Please try again.",
        "stage": "render",
        "category": None,
    },
    "can": {"cancel": False, "contest": False},
}
REFUSED = FAILED | {
    "error": {
        "code": "output_moderation",
        "message": "The finished video is against our rules.",
        "stage": "inspect",
        "category": "violence",
    },
    "can": {"cancel": False, "contest": True},
}
CONTESTED = REFUSED | {"can": {"cancel": False, "contest": False}}
CANCELLED = QUEUED | {
    "status": "cancelled",
    "stage": None,
    "finished_at": "2026-11-21T09:30:02.000000Z",
    "can": {"cancel": False, "contest": False},
}
STOPPING = QUEUED | {
    "status": "in_progress",
    "progress": 35,
    "cancel_requested": True,
    "can": {"cancel": False, "contest": False},
}


MODELS_EXAMPLES = [
    example(
        "models",
        {
            "results": [
                {
                    "id": "sketch",
                    "is_default": True,
                    "sizes": ["720x1280", "1280x720", "1024x1792", "1792x1024"],
                    "seconds": [4, 8, 12],
                    "people": 2,
                    "speaks": True,
                    "starts_from": ["beats", "first_frame", "last_frame"],
                    "words_alone": True,
                    "processor": None,
                }
            ]
        },
        status=200,
    )
]


def _file(name: str, **more: Any) -> dict[str, Any]:
    return {
        "url": f"https://zoetrope.example/media/out/{name}?expires=1795253700&signature=",
        "expires_at": "2026-11-21T09:35:00.000000Z",
        **more,
    }


DRAFT: dict[str, Any] = {
    "id": VIDEO_ID,
    "generation": GENERATION_ID,
    "created_at": "2026-11-21T09:30:09.000000Z",
    "expires_at": "2027-02-19T09:30:09.000000Z",
    "subjects": [],
    "size": "720x1280",
    "seconds": 4,
    "assets": {
        "video": _file(
            "3f/3f0c.mp4", mime="video/mp4", bytes=1_250_400, width=720, height=1280, duration=4.0
        ),
        "poster": _file("9a/9a41.webp", mime="image/webp", bytes=18_204, width=405, height=720),
        "spritesheet": _file(
            "c7/c7be.webp",
            mime="image/webp",
            bytes=61_020,
            width=800,
            height=1136,
            geometry={
                "columns": 5,
                "rows": 4,
                "tile_width": 160,
                "tile_height": 284,
                "times": [round(0.1 + 0.2 * tile, 1) for tile in range(20)],
            },
        ),
    },
    "labels": LABELS,
    "reach": "everyone",
    "may_remix": True,
    "may_download": True,
    "can": {"remix": True, "comment": False, "download": True, "report": False, "delete": True},
}

LOST = CANCELLED | {
    "subjects": [CAMEO_ID],
    "error": {
        "code": "consent_ended",
        "message": "A likeness in this video can no longer be used.",
        "stage": "render",
        "category": None,
    },
}
TOOLS: dict[str, dict[str, Any]] = {
    "remix": {"prompt": "The same at night.", "sources": [{"draft": VIDEO_ID}]},
    "extend": {"prompt": "It flies on.", "seconds": 8, "sources": [{"draft": VIDEO_ID}]},
    "fill": {
        "prompt": "A path through a forest.",
        "seconds": 4,
        "sources": [{"draft": VIDEO_ID, "end": 3}, {"draft": OTHER_ID}],
    },
    "blend": {"sources": [{"draft": VIDEO_ID}, {"draft": OTHER_ID}]},
    "recut": {
        "sources": [
            {"draft": OTHER_ID, "start": 2.5},
            {"draft": VIDEO_ID, "start": 0.5, "end": 2},
        ]
    },
    "loop": {"sources": [{"draft": VIDEO_ID}]},
    "storyboard": {
        "prompt": "A quiet day by the sea.",
        "size": "720x1280",
        "seconds": 8,
        "beats": [
            {"at": 0, "prompt": "A red boat leaves."},
            {"at": 4, "prompt": "A storm comes up."},
        ],
    },
}
SUBMIT_EXAMPLES = [
    example("wish", WISH),
    example("with a friend", WITH_A_FRIEND),
    example("from a picture", FROM_A_PICTURE),
    example("four to choose from", WISH | {"variations": 4}),
    *(example(name, {"tool": name, **body}) for name, body in TOOLS.items()),
    example("queued", QUEUED | {"warnings": [], "variations": [GENERATION_ID]}, status=202),
]
READ_EXAMPLES = [
    example("completed", COMPLETED, status=200),
    example("failed", FAILED, status=200),
    example("refused", REFUSED, status=200),
    example("a likeness was taken back", LOST, status=200),
]
CONTEST_EXAMPLES = [
    example("statement", {"statement": "It is a scene of a play."}),
    example("contested", CONTESTED, status=202),
]
LIST_EXAMPLES = [example("page", {"results": [COMPLETED], "next": None}, status=200)]
CANCEL_EXAMPLES = [
    example("cancelled", CANCELLED, status=200),
    example("stopping", STOPPING, status=202),
]
DRAFT_EXAMPLES = [example("draft", DRAFT, status=200)]
DRAFTS_EXAMPLES = [example("page", {"results": [DRAFT], "next": None}, status=200)]
APPEARANCE = {
    "id": VIDEO_ID,
    "maker": {
        "id": "usr_01kaj9zk5m6n7p8q9r0s1t2v3w", "handle": "mara", "display_name": "Mara",
    },
    "state": "draft",
    "made_on": "2026-11-21",
    "seconds": 4,
    "assets": None,
    "labels": LABELS | {"likenesses": ["ada"]},
    "can": {"report": True},
}  # fmt: skip
APPEARANCES_EXAMPLES = [example("page", {"results": [APPEARANCE], "next": None}, status=200)]
