"""Places: a still picture behind, and what moves in it. Workers only: needs numpy and Pillow."""
