"""Numbers of this room. How long a held caption is kept is generation's, for all that is held."""

CAPTION_CHARACTERS = 500  # ours: a caption is no essay, and the screener reads it in one window

# A new policy empties the public feed until its posts are rated again (F2), the newest first: this
# many at a time, every so often.
RERATE_BATCH = 500
RERATE_SECONDS = 120
SWEEP_SECONDS = 15
SWEEP_BATCH = 100
