"""App stores: what they sign, read by their own libraries."""
