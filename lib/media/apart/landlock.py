"""Landlock, by which a process of any user gives up files and addresses for good (Linux 5.13)."""

import ctypes
import os
from collections.abc import Iterable

# linux/landlock.h; the numbers of the calls are the same on every architecture.
CREATE, ADD_RULE, RESTRICT, TELL_VERSION, BENEATH = 444, 445, 446, 1, 1
READ_FILE, READ_DIRECTORY = 1 << 2, 1 << 3
READS = READ_FILE | READ_DIRECTORY
# From which version on: what else can be done to files (a program started, too), to TCP, and to
# processes outside (abstract sockets, signals).
CHANGES = {1: 0x1FFF & ~READS, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
NET, SCOPE = {4: 0b11}, {6: 0b11}


class Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scope", ctypes.c_uint64))


class Rule(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("beneath", ctypes.c_int32))


def version() -> int:
    """0 where the kernel has none, or whoever runs this keeps it from us."""
    return max(0, int(ctypes.CDLL(None).syscall(CREATE, None, 0, TELL_VERSION)))


def change_nothing() -> None:
    """No file is written, made, removed or run, no address asked, no process outside signalled, as
    far as this kernel's version goes. What is open stays so. Raises OSError."""
    known = version()
    if known:
        sums = [_of(rights, known) for rights in (CHANGES, NET, SCOPE)]
        _restrict(Ruleset(*sums), ())


def read_nothing_but(places: Iterable[tuple[int, int]]) -> None:
    """`places`: open directories or files, and which of READS remain there. Raises OSError."""
    if version():
        _restrict(Ruleset(READS, 0, 0), [Rule(allowed, place) for place, allowed in places])


def _restrict(ruleset: Ruleset, rules: Iterable[Rule]) -> None:
    number = _call(CREATE, ctypes.byref(ruleset), ctypes.sizeof(ruleset), 0)
    for rule in rules:
        _call(ADD_RULE, number, BENEATH, ctypes.byref(rule), 0)
    _call(RESTRICT, number, 0)
    os.close(number)


def _of(rights: dict[int, int], known: int) -> int:
    return sum(right for since, right in rights.items() if since <= known)


def _call(number: int, *values: object) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    told = int(libc.syscall(number, *values))
    if told < 0:
        raise OSError(ctypes.get_errno(), "this process cannot be confined")
    return told
