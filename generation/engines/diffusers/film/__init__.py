"""From decoded pictures and sound to a film of the size and rate that was asked for."""
