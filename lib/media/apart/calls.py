"""Which system calls are refused: by which a process starts another one, or reaches an address."""

import ctypes
import os
from errno import ENOSYS, EPERM

PR_SET_SECCOMP, FILTER = 22, 2
LOAD, IS, IS_AT_LEAST, HAS_BIT, ANSWER = 0x20, 0x15, 0x35, 0x45, 0x06  # linux/bpf_common.h
NUMBER, ARCHITECTURE, FIRST_VALUE = 0, 4, 16  # of struct seccomp_data; both are little-endian
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000, 0x80000000
CLONE_THREAD, X32 = 0x10000, 0x40000000
IO_URING_SETUP, CLONE3 = 425, 435
# Of asm/unistd.h: the architecture, clone, and what nobody needs: socket, fork, vfork, execve,
# ptrace, execveat. A scaler of pictures starts threads.
KNOWN = {
    "x86_64": (0xC000003E, 56, (41, 57, 58, 59, 101, 322)),
    "aarch64": (0xC00000B7, 220, (198, 221, 117, 281)),
}


class Step(ctypes.Structure):
    _fields_ = (
        *(("code", ctypes.c_uint16), ("then", ctypes.c_uint8), ("orelse", ctypes.c_uint8)),
        ("value", ctypes.c_uint32),
    )


class Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(Step)))


def start_and_reach_nothing() -> None:
    """Threads it may start. Nothing is done on other machines than KNOWN. Raises OSError."""
    if os.uname().machine not in KNOWN:
        return
    steps = _steps(*KNOWN[os.uname().machine])
    program = Program(len(steps), (Step * len(steps))(*(Step(*one) for one in steps)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_SECCOMP, FILTER, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), "this process cannot be confined")


def _steps(architecture: int, clone: int, refused: tuple[int, ...]) -> list[tuple[int, ...]]:
    return [
        (LOAD, 0, 0, ARCHITECTURE),
        (IS, 1, 0, architecture),
        (ANSWER, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
        *_if(IS_AT_LEAST, X32, REFUSE | EPERM),
        *_if(IS, CLONE3, REFUSE | ENOSYS),  # then libc takes clone, whose flags can be read here
        *(step for one in (*refused, IO_URING_SETUP) for step in _if(IS, one, REFUSE | EPERM)),
        (IS, 1, 0, clone),
        (ANSWER, 0, 0, ALLOW),
        (LOAD, 0, 0, FIRST_VALUE),
        *_if(HAS_BIT, CLONE_THREAD, ALLOW),
        (ANSWER, 0, 0, REFUSE | EPERM),
    ]


def _if(test: int, value: int, answer: int) -> tuple[tuple[int, ...], ...]:
    return (test, 0, 1, value), (ANSWER, 0, 0, answer)
