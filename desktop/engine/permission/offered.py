"""What a program may use unasked: names of modules and attributes of values, as `resources/permission/` lists them."""

import functools
from dataclasses import dataclass

from desktop.engine.permission import refused
from desktop.locate import resource

_OF_ANY_MODULE = frozenset({"__doc__", "__name__", "__version__"})


@dataclass(frozen=True)
class Offered:
    """The names offered from each module, and the public attributes of everything they lead to."""

    modules: dict[str, frozenset[str]]
    attributes: frozenset[str]

    def is_module(self, path: str) -> bool:
        """Say whether a dotted path is a module that may be imported."""
        return path in self.modules

    def has_value(self, module: str, name: str) -> bool:
        """Say whether a module offers a name for something other than a module."""
        return name in self.modules[module] or name in _OF_ANY_MODULE

    def has(self, module: str, name: str) -> bool:
        """Say whether a module offers a name, or has an offered module of that name in it."""
        return self.has_value(module, name) or self.is_module(f"{module}.{name}")


@functools.cache
def offered() -> Offered:
    """Read the lists, once for a process. Thread: any."""
    modules: dict[str, frozenset[str]] = {}
    for paragraph in _text("modules.txt").replace("\n  ", " ").splitlines():
        name, _, names = paragraph.partition(":")
        modules[name] = frozenset(names.split())
    return Offered(modules, frozenset(_text("attributes.txt").split()) - refused.ATTRIBUTES.keys())


def _text(name: str) -> str:
    return resource("permission", name).read_text(encoding="utf-8")


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


BUILTINS = _names(
    """
    abs aiter all anext any ascii bin bool bytearray bytes callable chr classmethod complex dict dir divmod enumerate
    exit filter float format frozenset hasattr hash hex id input int isinstance issubclass iter len list map max
    memoryview min next object oct ord pow print property quit range repr reversed round set slice sorted staticmethod
    str sum super tuple zip
    ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError
    BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError
    ConnectionResetError DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError Exception ExceptionGroup
    FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning
    IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError
    ModuleNotFoundError NameError NotADirectoryError NotImplemented NotImplementedError OSError OverflowError
    PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError RecursionError ReferenceError
    ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError
    SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError
    UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning ZeroDivisionError
    """
)
"""Built-in names that reach nothing. `input` finds the end of input: an engine's standard input is empty."""

SPECIAL_NAMES = frozenset({"__name__", "__file__", "__doc__", "__debug__"})
"""Names between double underscores that a program may read."""

READABLE = _names(
    """
    __abs__ __add__ __aenter__ __aexit__ __aiter__ __and__ __anext__ __await__ __bool__ __bytes__ __call__ __ceil__
    __complex__ __contains__ __copy__ __deepcopy__ __delitem__ __divmod__ __doc__ __enter__ __eq__ __exit__ __float__
    __floor__ __floordiv__ __format__ __ge__ __getitem__ __gt__ __hash__ __iadd__ __iand__ __ifloordiv__ __ilshift__
    __imatmul__ __imod__ __imul__ __index__ __init_subclass__ __int__ __invert__ __ior__ __ipow__ __irshift__ __isub__
    __iter__ __itruediv__ __ixor__ __le__ __len__ __length_hint__ __lshift__ __lt__ __matmul__ __missing__ __mod__
    __module__ __mul__ __name__ __ne__ __neg__ __next__ __or__ __pos__ __post_init__ __pow__ __qualname__ __radd__
    __rand__ __rdivmod__ __repr__ __reversed__ __rfloordiv__ __rlshift__ __rmatmul__ __rmod__ __rmul__ __ror__
    __round__ __rpow__ __rrshift__ __rshift__ __rsub__ __rtruediv__ __rxor__ __setitem__ __str__ __sub__
    __torch_function__ __truediv__ __trunc__ __version__ __xor__
    """
)
"""Attributes between double underscores that may be read off any value."""

DEFINABLE = READABLE | _names(
    """
    __all__ __array__ __author__ __class_getitem__ __constants__ __date__ __del__ __delete__ __dir__ __get__ __init__
    __new__ __set__ __set_name__ __slots__
    """
)
"""Names between double underscores that a program may give to what it defines."""

PRIVATE = _names("_asdict _base _buffers _fields _grad _make _modules _parameters _version")
"""Private attributes that tutorials read; those of a node's saved tensors begin as SAVED says."""

SAVED = ("_saved_", "_raw_saved_")

SETTABLE = frozenset(
    {
        "torch.backends.cudnn.allow_tf32",
        "torch.backends.cudnn.benchmark",
        "torch.backends.cudnn.deterministic",
        "torch.backends.cudnn.enabled",
        "torch.backends.cuda.matmul.allow_bf16_reduced_precision_reduction",
        "torch.backends.cuda.matmul.allow_fp16_reduced_precision_reduction",
        "torch.backends.cuda.matmul.allow_tf32",
    }
)
"""What a program may set on something it imported."""
