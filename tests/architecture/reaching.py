"""Which functions of ours a function can reach, read from its code objects.

What is reached is a superset of what is called: every name that a function (or a lambda or function
within it) loads and that is a function, class or method of ours. What is called through a variable
or a table is not seen; whoever needs that names it."""

import inspect
import types
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

from tests.architecture.sources import ROOMS

OURS = (*ROOMS, "config", "tests")


def reaches(roots: list[Any], wanted: Callable[..., Any], *, through: type | None = None) -> bool:
    """Whether `wanted` can be reached from any of `roots`. `through`: the class whose methods the
    roots call on `self`."""
    seen: set[Any] = set()
    waiting = [(root, through) for root in roots]
    while waiting:
        one, owner = waiting.pop()
        if one is wanted:
            return True
        if (one, owner) in seen:
            continue
        seen.add((one, owner))
        waiting += list(_next(one, owner))
    return False


def _next(one: Any, owner: type | None) -> Iterator[tuple[Any, type | None]]:
    if inspect.isclass(one):
        yield from ((method, one) for method in own_methods(one))
        return
    for name, function in _loaded(one):
        if function is not None:
            yield function, None
        elif owner is not None:
            method = inspect.getattr_static(owner, name, None)
            if isinstance(method, types.FunctionType) and ours(method):
                yield method, owner


def own_methods(cls: type) -> list[types.FunctionType]:
    """Methods of ours that instances have, inherited ones too."""
    found = [getattr(cls, name, None) for name in dir(cls)]
    return [one for one in found if isinstance(one, types.FunctionType) and ours(one)]


def ours(one: Any) -> bool:
    """Whether it is written in this project."""
    return (getattr(one, "__module__", None) or "").partition(".")[0] in OURS


@cache
def _loaded(function: Any) -> tuple[tuple[str, Any], ...]:
    """Each name, and what of ours it is in its module, if anything."""
    plain = inspect.unwrap(function)
    if not isinstance(plain, types.FunctionType):
        return ()
    found: list[tuple[str, Any]] = []
    for code in _codes(plain.__code__):
        names = code.co_names
        modules = [one for one in map(_module, names) if one is not None]
        modules += [one for name in names if inspect.ismodule(one := plain.__globals__.get(name))]
        for name in names:
            there = plain.__globals__.get(name)
            if _is_function(there):
                found.append((name, there))
                continue
            within = [getattr(module, name, None) for module in modules]
            found += [(name, one) for one in within if _is_function(one)]
            found.append((name, None))
    return tuple(found)


def _is_function(one: Any) -> bool:
    if not callable(one) or not ours(one):
        return False
    return inspect.isclass(one) or isinstance(inspect.unwrap(one), types.FunctionType)


def _module(name: str) -> Any:
    """Of a name that an import within a function loads."""
    if name.partition(".")[0] not in OURS or "." not in name:
        return None
    try:
        return import_module(name)
    except ImportError:
        return None


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for one in code.co_consts:
        if isinstance(one, types.CodeType):
            yield from _codes(one)
