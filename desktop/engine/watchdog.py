"""Ends an engine whose parent is gone, even while its program holds the interpreter lock in native code.

The engine's own reader ends it when its input ends, but needs the lock for that. The watchdog is a process of its own,
forked while the engine is still small, that waits for the same end of input.
"""

import os
import select
import signal
import time

_GLANCE_MS = 500
_GRACE_S = 1.0
_ERRORS = 2


def watch_parent() -> None:
    """Start the watchdog, where the system can fork (not on Windows). Thread: the only one."""
    if not hasattr(os, "fork"):
        return
    engine = os.getpid()
    between = os.fork()
    if between:
        os.waitpid(between, 0)
        return
    # The watchdog is no child of the engine, so that a program that waits for its children waits for its own.
    try:
        if os.fork() == 0:
            _watch(engine)
    finally:
        os._exit(0)


def _watch(engine: int) -> None:
    """Wait for the end of input or of the engine; after the former give the engine a while, then kill its group."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The parent hears the engine's end by the end of these.
    os.closerange(1, _ERRORS + 1)
    if _input_ends_before(engine) and _outlives_grace(engine):
        _kill(engine)


def _input_ends_before(engine: int) -> bool:
    hung_up = select.poll()
    hung_up.register(0, 0)
    while _lives(engine):
        if hung_up.poll(_GLANCE_MS):
            return True
    return False


def _outlives_grace(engine: int) -> bool:
    end = time.monotonic() + _GRACE_S
    while _lives(engine) and time.monotonic() < end:
        time.sleep(_GRACE_S / 20)
    return _lives(engine)


def _lives(engine: int) -> bool:
    """Say whether the engine is there. Its number is not given anew while a process of its group, we, is there."""
    try:
        os.kill(engine, 0)
    except ProcessLookupError:
        return False
    return True


def _kill(engine: int) -> None:
    if os.getpgrp() == engine:
        os.killpg(engine, signal.SIGKILL)
    else:  # started by hand in somebody else's group
        os.kill(engine, signal.SIGKILL)
