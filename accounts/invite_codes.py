"""Codes as people read, type and say them: `7KQ2M-9XW4T`."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
LENGTH = 10  # 50 bits: at the rate of sign-ups for one network nobody finds one by guessing
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_code() -> str:
    """A code at random, in canonical form."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def canonical(typed: str) -> str:
    """One form for all ways of typing the same code."""
    return typed.upper().translate(_READ_AS)


def shown(code: str) -> str:
    """The canonical form, in two halves."""
    return f"{code[:5]}-{code[5:]}"
