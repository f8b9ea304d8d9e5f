"""Numbers of this room. How long a held caption is kept is generation's, for all that is held."""

CAPTION_CHARACTERS = 500  # ours: a caption is no essay, and the screener reads it in one window

# A new policy hides every post until it is rated again (F2), the newest first: this often it is
# looked whether there are such.
RERATE_SECONDS = 120
SWEEP_SECONDS = 15
