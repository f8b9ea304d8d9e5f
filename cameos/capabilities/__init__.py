"""The right to use one likeness for one video, signed, bound and withdrawable (D-1)."""
