"""Small flat drawings of our own, and the sprites made of them. Workers only: needs Pillow."""
