"""Every fault that is injected into the engine, and what the person sees of it: TABLE.md is written from here.

`python tests/faults/cases.py > tests/faults/TABLE.md` writes it anew.
"""

import sys
from dataclasses import dataclass

STOPPED = "You stopped the program."
LIMIT_300 = "The program may take 300 MiB more than the engine has; that limit was reached."
BOTTOM = "maximum recursion depth exceeded"


@dataclass(frozen=True)
class Fault:
    """One program that does something wrong.

    `sees` is part of the message ("" where there is none), `output` what must have been printed when it ends. A fault
    with `stop` never ends: the person presses Stop. One with `killed` is killed from outside.
    """

    name: str
    program: str
    status: str
    error: str = ""
    sees: str = ""
    output: str = "before\n"
    stop: bool = False
    killed: bool = False
    ends_engine: bool = False
    memory_mb: int | None = None


def _stopped(name: str, program: str) -> Fault:
    return Fault(name, program, "stopped", "Stopped", STOPPED, stop=True)


def _dies(name: str, program: str, sees: str) -> Fault:
    return Fault(name, program, "stopped", "EngineEnded", f"The engine process {sees}", ends_engine=True)


def _survives(name: str, program: str, output: str = "before\n") -> Fault:
    return Fault(name, program, "finished", output=output)


FAULTS = (
    _stopped("an endless loop in Python", "while True: pass"),
    _stopped("an endless loop in C", "sum(range(10**12))"),
    _stopped("one operation that never ends and lets nobody in between", "10**10**9"),
    _stopped("a thread that never ends", "import threading\nthreading.Thread(target=threading.Event().wait).start()"),
    _stopped("an endless wait", "import threading; threading.Event().wait()"),
    _stopped(
        "an interrupt that is swallowed by a signal handler",
        "import signal; signal.signal(signal.SIGINT, lambda *_: None)\nwhile True: pass",
    ),
    _stopped(
        "an interrupt that is swallowed by `except BaseException`",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    ),
    _stopped("an event loop that never ends", "import asyncio; asyncio.run(asyncio.sleep(10**6))"),
    _stopped("an engine that stops itself (SIGSTOP)", "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)"),
    _stopped("a fork bomb, with consent", "import os, time\nfor _ in range(4): os.fork()\ntime.sleep(600)"),
    _stopped("endless printing", "while True: print('y' * 100)"),
    _stopped("endless printing past Python", "import os\nwhile True: os.write(1, b'y' * 100)"),
    _survives("exit()", "exit()"),
    Fault("exit(3)", "exit(3)", "failed", "SystemExit", "3"),
    Fault("sys.exit with words", "import sys; sys.exit('enough')", "failed", "SystemExit", "enough"),
    _survives("sys.exit in a thread", "import sys, threading; threading.Thread(target=sys.exit).start()"),
    _dies("os._exit(0)", "import os; os._exit(0)", "ended by itself with exit status 0."),
    _dies("os._exit(3)", "import os; os._exit(3)", "ended by itself with exit status 3."),
    _dies("os.abort()", "import os; os.abort()", "was ended by SIGABRT"),
    _dies("a segmentation fault", "import ctypes; ctypes.string_at(0)", "was ended by SIGSEGV"),
    _dies("SIGTERM to itself", "import os, signal; os.kill(os.getpid(), signal.SIGTERM)", "was ended by SIGTERM"),
    _dies("SIGKILL to its whole group", "import os, signal; os.killpg(0, signal.SIGKILL)", "was ended by SIGKILL"),
    Fault(
        "kill -9 on the engine, from outside",
        "import time; time.sleep(600)",
        "stopped",
        "EngineEnded",
        "The engine process was ended by SIGKILL",
        killed=True,
        ends_engine=True,
    ),
    Fault(
        "a tensor larger than memory",
        "import torch; torch.empty(10**12)",
        "stopped",
        "RuntimeError",
        "MiB more than the engine has; that limit was reached.",
    ),
    Fault(
        "an array larger than memory",
        "import numpy; numpy.empty(10**12)",
        "stopped",
        "_ArrayMemoryError",
        "MiB more than the engine has; that limit was reached.",
    ),
    Fault(
        "tensors without end, 300 MiB allowed",
        "import torch\nkept = []\nwhile True: kept.append(torch.ones(10**6))",
        "stopped",
        "RuntimeError",
        LIMIT_300,
        memory_mb=300,
    ),
    Fault(
        "texts without end, 300 MiB allowed",
        "kept = []\nwhile True: kept.append('x' * 10**6 + str(len(kept)))",
        "stopped",
        "MemoryError",
        LIMIT_300,
        memory_mb=300,
    ),
    Fault("endless recursion", "def f(): f()\nf()", "failed", "RecursionError", BOTTOM),
    Fault(
        "a list nested a million deep, and its text",
        "x = []\nfor _ in range(10**6): x = [x]\nrepr(x)",
        "failed",
        "RecursionError",
        BOTTOM,
    ),
    _survives("a list nested a million deep", "x = []\nfor _ in range(10**6): x = [x]"),
    _survives("a hundred thousand variables", "for i in range(10**5): globals()[f'v{i}'] = i"),
    _survives("a list of ten million", "x = list(range(10**7))"),
    _survives("a text of 100 MB in a variable", "x = 'a' * 10**8"),
    _survives("a program of 5 MB", f"x = '{'a' * 5_000_000}'"),
    Fault("a NUL in the text", "x = 'a\0b'", "failed", "SyntaxError", "null bytes", output=""),
    Fault("brackets 500 deep", "x = " + "(" * 500 + ")" * 500, "failed", "SyntaxError", "too many nested", output=""),
    _survives("a million characters printed and one", "print('y' * 1_000_001)", "before\ny"),
    _survives("junk to descriptor 1", "import os; os.write(1, b'\\xff' * 100_000)", "before\n\ufffd\ufffd"),
    _survives("half a surrogate pair printed", "print('\\ud800')", "before\n?\n"),
    _survives(
        "descriptors 0, 1 and 2 closed",
        "import os\nfor number in range(3): os.close(number)\nprint('after')",
        "before\nafter\n",
    ),
    _survives("descriptors 0 to 99 closed", "import os; os.closerange(0, 100); print('after')", "before\nafter\n"),
    _dies(
        "every descriptor closed",
        "import os; os.closerange(0, 10**6); print('after')",
        "ended by itself with exit status 3.",
    ),
    _survives("sys.stdout closed", "import sys; sys.stdout.close()"),
    _survives("sys.stdout set to None", "import sys; sys.stdout = None; print('lost')"),
    _survives(
        "sys.__stdout__ written to and closed", "import sys\nsys.__stdout__.write('past')\nsys.__stdout__.close()"
    ),
    _survives("reading standard input", "import sys; print(repr(sys.stdin.read()))", "before\n''\n"),
    _survives(
        "a forked process that goes on", "import os\nif os.fork(): os.wait()\nprint('both')", "before\nboth\nboth\n"
    ),
    _survives("a command that prints", "import subprocess; subprocess.run(['echo', 'hello'])", "before\nhello\n"),
    _survives(
        "a daemon thread left running",
        "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()",
    ),
    _survives(
        "a thread that outlives the last line",
        "import threading, time\nthreading.Thread(target=lambda: (time.sleep(0.1), print('after'))).start()",
        "before\nafter\n",
    ),
    _survives(
        "an exception in a thread",
        "import threading\nt = threading.Thread(target=lambda: 1 / 0); t.start(); t.join()",
        "before\nException in thread",
    ),
    _survives(
        "an exception in __del__",
        "class A:\n    def __del__(self): raise ValueError\nx = A(); del x",
        "before\nException ignored in",
    ),
    _survives("an exception in a handler at exit", "import atexit; atexit.register(lambda: 1 / 0)"),
    _survives(
        "a generator that refuses to close",
        "def g():\n    while True:\n        try: yield\n        except GeneratorExit: pass\nx = g(); next(x)",
    ),
    _survives("a __repr__ that raises", "class A:\n    def __repr__(self): 1 / 0\nx = A(); y = [A()]"),
    Fault(
        "an exception whose __str__ raises",
        "class E(Exception):\n    def __str__(self): raise ValueError\nraise E",
        "failed",
        "E",
        "(its message raised ValueError)",
    ),
    Fault(
        "a chain of 10,000 exceptions",
        "e = None\nfor i in range(10**4):\n    n = ValueError(i); n.__cause__ = e; e = n\nraise e",
        "failed",
        "ValueError",
        "9999",
    ),
    Fault(
        "an exception that causes itself",
        "e = ValueError('me'); e.__cause__ = e\nraise e",
        "failed",
        "ValueError",
        "me",
    ),
    Fault(
        "an interrupt to itself",
        "import os, signal; os.kill(os.getpid(), signal.SIGINT)",
        "stopped",
        "Stopped",
        "stopped",
    ),
    _survives("a timer that strikes later", "import signal; signal.setitimer(signal.ITIMER_REAL, 0.05)"),
    Fault("a message of 100 MB", "raise ValueError('a' * 10**8)", "failed", "ValueError", "(100,000,000 characters)"),
    Fault(
        "small objects without end, 200 MiB allowed",
        "kept = []\nwhile True: kept.append([kept])",
        "stopped",
        "MemoryError",
        "The program may take 200 MiB more than the engine has; that limit was reached.",
        memory_mb=200,
    ),
    Fault(
        "an exception whose __str__ interrupts",
        "class E(Exception):\n    def __str__(self): raise KeyboardInterrupt\nraise E",
        "failed",
        "E",
        "(its message raised KeyboardInterrupt)",
    ),
    Fault("half a surrogate pair raised", "raise ValueError('\\ud800')", "failed", "ValueError", "?"),
    _survives("half a surrogate pair as a name", "globals()['\\ud800'] = '\\ud800'"),
    _survives("names that are no texts", "globals()[3] = globals()[None] = 4"),
    _survives("integers of a hundred thousand digits", "x = 10**100_000"),
    _survives("a module whose __repr__ exits", "import torch\nclass M(torch.nn.Module):\n    __repr__ = exit\nm = M()"),
    _survives(
        "an object that lies about its class",
        "import torch\nclass A:\n    __class__ = property(lambda _: torch.Tensor)\nx = A()",
    ),
    _survives(
        "an object and a class that answer nothing",
        "class M(type):\n    def __getattribute__(*_): 1 / 0\n"
        "class A(metaclass=M):\n    def __getattribute__(*_): 1 / 0\nx = A()",
    ),
    _survives(
        "a tensor that refuses every function",
        "import torch\nclass T(torch.Tensor):\n    def __torch_function__(*_): 1 / 0\nx = torch.ones(2).as_subclass(T)",
    ),
    _survives("a tensor whose storage is gone", "import torch\nx = torch.ones(3); x.untyped_storage().resize_(0)"),
    _survives(
        "all built-in names deleted",
        "import builtins\nfor n in list(vars(builtins)):\n    if n != 'delattr': delattr(builtins, n)",
    ),
    _survives("all modules deleted", "import sys; sys.modules.clear()"),
    _survives("torch hidden from import", "import sys; sys.modules['torch'] = None"),
)


def table() -> str:
    """Write the table as Markdown."""
    rows = [
        "# What the person sees",
        "",
        "Each program first prints `before`, which stays readable whatever follows. After each the next run works.",
        "Where the engine process ends, another takes its place. `cases.py` writes this, `test_faults.py` holds it.",
        "",
        "| fault | the run is | the person sees | the engine |",
        "| --- | --- | --- | --- |",
        *(_row(fault) for fault in FAULTS),
    ]
    return "\n".join(rows) + "\n"


def _row(fault: Fault) -> str:
    seen = f"{fault.error}: “…{fault.sees}…”" if fault.error else "what it printed"
    fate = "is replaced" if fault.ends_engine else "is replaced if it does not answer" if fault.stop else "goes on"
    return f"| {fault.name} | {fault.status} | {seen} | {fate} |"


if __name__ == "__main__":
    sys.stdout.write(table())
