"""What a program may do unasked: evasions refused, ordinary programs allowed, no harmless name leads astray."""

import builtins
import importlib
import json
import re
import subprocess
import sys
import types
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.engine.permission import refused, wants
from desktop.engine.permission.check import MOST_FINDINGS
from desktop.engine.permission.offered import offered
from desktop.records.text import Span

TESTS = Path(__file__).parents[1]
RESOURCES = sorted((TESTS.parent / "resources" / "programs").glob("*.py"))


def _sections(file: str) -> list[tuple[str, str]]:
    """Give the headings and programs of a file in which each program begins with `# == heading`."""
    parts = re.split(r"^# == (.*)\n", (TESTS / "permission" / file).read_text("utf-8"), flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


REFUSED = [(*heading.split(": ", 1), text) for heading, text in _sections("refused.txt")]
ALLOWED = _sections("allowed.txt")


def _messages(text: str) -> list[str]:
    return [finding.message for finding in wants(text)]


def _run(programs: dict[str, str], folder: Path) -> dict[str, tuple[str, str]]:
    """Run programs in a process of their own; give for each what it printed and what it raised."""
    script = TESTS / "permission" / "run_programs.py"
    done = subprocess.run(
        [sys.executable, script], input=json.dumps(programs), capture_output=True, text=True, cwd=folder, check=True
    )
    results: dict[str, tuple[str, str]] = json.loads(done.stdout)
    return results


@pytest.mark.parametrize(("message", "text"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED])
def test_an_evasion_is_refused(message: str, text: str) -> None:
    """What reaches beyond computing asks for consent, and says in words what it wants."""
    assert message in _messages(text)


@pytest.mark.parametrize("text", [text for _, text in ALLOWED], ids=[name for name, _ in ALLOWED])
def test_an_ordinary_program_is_allowed(text: str) -> None:
    """A program in the manner of tutorials wants nothing."""
    assert _messages(text) == []


def test_there_are_enough_of_both() -> None:
    """At least 60 evasions and 60 ordinary programs stand in the files, each under a name of its own."""
    assert len({name for name, *_ in REFUSED}) == len(REFUSED) >= 60
    assert len(dict(ALLOWED)) == len(ALLOWED) >= 60


def test_the_evasions_are_real(tmp_path: Path) -> None:
    """Run for real, each evasion reaches what it is refused for; so none of them is refused for its spelling."""
    results = _run({name: text for name, _, text in REFUSED}, tmp_path)
    assert [(name, error) for name, (output, error) in results.items() if "reached" not in output] == []


def test_the_ordinary_programs_are_real(tmp_path: Path) -> None:
    """Each ordinary program runs to its end, so none of them is allowed for doing nothing; and none writes a file."""
    results = _run(dict(ALLOWED), tmp_path)
    assert {name: error for name, (_, error) in results.items() if error} == {}
    assert list(tmp_path.iterdir()) == []


def test_programs_of_other_tests_are_allowed(program: Path) -> None:
    """The programs that the engine is compared with want nothing; of the rare ones some compile, or ask for names."""
    assert _messages(program.read_text("utf-8")) == [] or program.parent.name == "rare"


@pytest.mark.parametrize("path", RESOURCES, ids=[path.stem for path in RESOURCES])
def test_our_own_programs_are_allowed(path: Path) -> None:
    """The programs that Chainrule brings along run unasked."""
    assert _messages(path.read_text("utf-8")) == []


def test_checking_imports_no_torch() -> None:
    """The check works in a process that has not imported torch or numpy, and imports neither."""
    code = (
        "import sys; from desktop.engine.permission import wants; wants('import torch, numpy\\ntorch.os');"
        "sys.exit(any(name in sys.modules for name in ('torch', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=TESTS.parent, check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("x = open('a')", Span(1, 4, 1, 8)),
        ("import math, os", Span(1, 13, 1, 15)),
        ("import torch\nx = torch.os.path", Span(2, 4, 2, 12)),
        ("기울기 = '값'; 결과 = eval('1')", Span(1, 16, 1, 20)),
        ("import torch\nx = (torch\n     .load)", Span(2, 5, 3, 10)),
        ("class A:\n    def  __getattr__(self, name): pass", Span(2, 9, 2, 20)),
        ("f'{open}'", Span(1, 3, 1, 7)),
        ("from torch import (\n    nn,\n    load as get)", Span(3, 4, 3, 15)),
        ("'é'\r\nopen", Span(2, 0, 2, 4)),
    ],
)
def test_the_span_is_exact(text: str, span: Span) -> None:
    """A want is marked where it stands, in characters and not in bytes."""
    (finding,) = wants(text)
    assert finding.span == span


def test_a_finding_is_whole() -> None:
    """A finding carries the rule, a severity that stops nothing by itself, and a reason in a sentence."""
    (finding,) = wants("open('a')")
    assert (finding.rule, finding.severity, finding.message) == ("permission", "warning", "opens files (open)")
    assert finding.explanation.startswith("Reading a file can give away what is in it")
    assert finding.fix is None


def test_each_want_is_named_once_and_in_order() -> None:
    """The same want twice is one finding, at its first place; the order is that of the lines."""
    found = wants("eval('1')\nopen('a')\nopen('b')\neval('2')")
    assert [(finding.message, finding.span and finding.span.line) for finding in found] == [
        ("runs text as code (eval)", 1),
        ("opens files (open)", 2),
    ]


def test_no_more_wants_than_a_person_reads() -> None:
    """A program with a thousand different wants names the first of them."""
    assert len(wants("\n".join(f"import unknown{number}" for number in range(1000)))) == MOST_FINDINGS


@pytest.mark.parametrize(
    "text",
    ["", "# nothing", "open('a'", "def f(:", "open\0", "return open", "nonlocal x; open", "\ud800 = open", "  open"],
)
def test_what_cannot_run_wants_nothing(text: str) -> None:
    """An empty text, and one that Python refuses, wants nothing: the run reports the mistake."""
    assert wants(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "-" * 50_000 + "1",
        "x = " + "a." * 50_000 + "b",
        "x = " + "+".join(["1"] * 50_000),
        "x = " + "not " * 20_000 + "y",
    ],
    ids=["signs", "attributes", "sum", "negations"],
)
def test_deep_nesting_is_a_want(text: str) -> None:
    """What is nested too deeply to be read asks for consent, and raises nothing."""
    assert _messages(text) == ["is nested too deeply to be checked"]


def test_entangled_names_are_followed() -> None:
    """Three thousand names that stand for one another, in either order, still lead to the module."""
    forwards = "import torch as x0\n" + "\n".join(f"x{n + 1} = x{n}" for n in range(3000)) + "\nx3000.os"
    backwards = "\n".join(f"x{n} = x{n + 1}" for n in range(3000)) + "\nimport torch as x3000\nx0.os"
    knotted = "\n".join(f"a{n} = a{m}" for n in range(60) for m in range(60))
    assert "uses the operating system (torch.os)" in _messages(forwards)
    assert "uses the operating system (torch.os)" in _messages(backwards)
    assert _messages(knotted) == []
    assert _messages("import torch as x\n" + "\n".join(f"x = x.a{n}" for n in range(100))) == [
        "is nested too deeply to be checked"
    ]


def test_a_long_program_is_checked() -> None:
    """Ten thousand lines of ordinary programs are read to the last."""
    body = next(text for name, text in ALLOWED if name == "a small GPT").replace("if __name__", "if 1")
    count = 10_000 // body.count("\n") + 1
    assert _messages(body * count) == []
    assert _messages(body * count + "open") == ["opens files (open)"]


def test_odd_escapes_do_not_warn() -> None:
    """A text with an odd escape is checked in silence: the run itself warns of it."""
    assert _messages("x = '\\d'\nopen") == ["opens files (open)"]


_BOTH = sorted(
    f"{module}.{name}"
    for module, names in offered().modules.items()
    for name in names
    if offered().is_module(f"{module}.{name}")
)


@pytest.mark.parametrize("path", _BOTH)
def test_off_a_name_that_is_a_value_and_a_module_only_the_modules_names_are_read(path: str) -> None:
    """Where a function bears the name of the module it comes from, nothing the module imported is within reach."""
    for text in (f"{path}.torch", f"import {path} as name\nname.torch", f"name = {path}\nname.torch.os"):
        assert _messages(f"import {path}\n{_own(['torch'])}{text}\n") != []
    assert _messages(f"import {path}\nf = {path}\nprint({path}.__name__, f)\n") == []


@pytest.mark.parametrize("name", sorted(refused.ATTRIBUTES))
def test_a_refused_attribute_stays_refused_where_the_program_defines_it(name: str) -> None:
    """Defining an attribute of a dangerous name does not launder reading one of that name elsewhere."""
    assert _messages(f"class Own:\n    {name} = 1\nOwn.{name}") == [f"{refused.ATTRIBUTES[name]} (.{name})"]


# Real objects: whatever the check lets through, in whatever combination, leads to nothing that is refused.

_REFUSED_HOMES = {
    *("os", "posix", "io", "_io", "subprocess", "pickle", "_pickle", "importlib", "ctypes", "_ctypes", "socket", "sys"),
    *("inspect", "shutil", "tempfile", "pathlib", "threading", "multiprocessing", "marshal", "runpy", "gc", "types"),
}
_REFUSED_BUILTINS = [getattr(builtins, name) for name in refused.BUILTINS if name != "type" and hasattr(builtins, name)]
_INNARDS = (types.ModuleType, types.CodeType, types.FrameType, types.TracebackType, types.MappingProxyType)


def _harm(value: object) -> str:
    """Say what is harmful about a value within reach, or ""."""
    if isinstance(value, _INNARDS):
        return type(value).__name__
    if isinstance(value, type) and issubclass(value, type):
        return "a metaclass"
    if type(value) is dict and any(value is vars(module) for module in list(sys.modules.values())):
        return "a module's table"
    if any(value is each for each in _REFUSED_BUILTINS):
        return "a refused built-in"
    home = getattr(value, "__module__", None)
    return f"from {home}" if callable(value) and str(home).split(".", maxsplit=1)[0] in _REFUSED_HOMES else ""


def _offered_values() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, names in offered().modules.items():
        module = importlib.import_module(name)
        found |= {f"{name}.{each}": getattr(module, each) for each in sorted(names) if hasattr(module, each)}
    return found


def test_no_offered_name_is_harmful() -> None:
    """No name of the lists is a module, a metaclass but the one that is watched, or comes from a refused module."""
    harmful = {path: harm for path, value in _offered_values().items() if (harm := _harm(value))}
    assert harmful == {"abc.ABCMeta": "a metaclass"}


def test_the_lists_fit_the_torch_that_is_here() -> None:
    """Nearly all names of the lists are there: where torch or numpy moved on, they are to be collected anew."""
    count = sum(map(len, offered().modules.values()))
    assert len(_offered_values()) > 0.98 * count


ROOTS = [
    *("torch.ones(2, requires_grad=True)", "(torch.ones(2, requires_grad=True) * 2).grad_fn", "torch.nn.LSTM(1, 1)"),
    *("torch.optim.SGD([torch.ones(1)])", "torch.ones(1).untyped_storage()", "torch.float32", "torch.Generator()"),
    *("numpy.ones(2)", "numpy.random.default_rng()", "numpy.add", "random.Random()", "re.compile('a')", "(lambda: 0)"),
    *("(x for x in ())", "print", "'text'", "ValueError()", "torch.nn.functional.relu", "torch.utils.data.Dataset"),
]
_IMPORTS = "".join(f"import {name}\n" for name in sorted(offered().modules) if name != "__future__")


def _own(names: list[str]) -> str:
    """Write a class that defines attributes of these names, as a program would that tries to launder them."""
    lines = [f"        self.{name} = None" for name in names if not name.startswith("__") and name.isidentifier()]
    return "\n".join(["class Own:", "    def __init__(self):", "        pass", *lines, ""])


def _real(value: object, name: str) -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return getattr(value, name)
        except Exception:  # noqa: BLE001 # a property may raise anything
            return None


def _start(chain: str) -> object:
    """Evaluate what a chain begins with: an offered module or one of the ROOTS."""
    modules = {name: importlib.import_module(name) for name in offered().modules}
    if chain in modules:
        return modules[chain]
    names = {name: module for name, module in modules.items() if "." not in name}
    return eval(chain, names)  # noqa: S307 # one of our own expressions


@settings(max_examples=150)
@given(st.sampled_from([*sorted(offered().modules), *ROOTS]), st.lists(st.integers(0, 10**6), min_size=12, max_size=12))
def test_no_chain_of_attributes_leads_to_harm(chain: str, choices: list[int]) -> None:
    """However attributes are chained that the check lets through, each defined by the program too: no harm."""
    value = _start(chain)
    for choice in choices:
        names = sorted(each for each in dir(value) if each.isidentifier())
        name = names[choice % len(names)]
        text = f"{_IMPORTS}{_own([*chain.split('.')[1:], name])}x = {chain}.{name}\n"
        reached = _real(value, name)
        if isinstance(reached, types.ModuleType) and offered().is_module(f"{chain}.{name}"):
            assert [message for message in _messages(text) if not message.startswith(refused.MODULE)] == []
        elif _messages(text):
            continue
        else:
            assert _harm(reached) == "", f"{chain}.{name}"
        chain, value = f"{chain}.{name}", reached


def test_no_attribute_of_a_value_is_harmful() -> None:
    """Of all values within reach, every attribute that may be read, defined by the program or not, is harmless."""
    values = {**_offered_values(), **{root: _start(root) for root in ROOTS}}
    kinds = {(value if isinstance(value, type) else type(value)): path for path, value in values.items()}
    named = {name for value in [*values.values(), *kinds] for name in dir(value) if name.isidentifier()}
    allowed = {name for name in named if _messages(f"{_own([name])}Own().{name}") == []}
    harmful = {
        f"{path}.{name}": harm
        for value, path in [(value, path) for path, value in values.items()] + list(kinds.items())
        for name in allowed & set(dir(value))
        if (harm := _harm(_real(value, name)))
    }
    assert harmful == {}
