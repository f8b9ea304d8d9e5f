"""What follows for recordings that are kept when what measures faces changes."""
