"""Who stands where, how they move, and the picture that comes of it. Workers only."""
