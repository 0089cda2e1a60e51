"""Write `resources/permission/`: the names of torch, numpy and harmless modules that a program may use unasked.

Run by hand where torch or numpy bring new names, and read what changed before it is committed:
`.venv/bin/python tests/permission/collect_names.py`. What is dangerous is named here by a person; that nothing was
forgotten is held by `tests/engine/test_permission.py`, which walks the real objects.
"""

import ast
import builtins
import contextlib
import datetime as dt
import decimal
import fractions
import importlib
import inspect
import re
import textwrap
import types
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import torch

FOLDER = Path(__file__).parents[2] / "resources" / "permission"
WIDTH = 120


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


PUBLIC = _names(
    """
    __future__ bisect cmath collections collections.abc datetime decimal fractions heapq itertools math numbers
    numpy numpy.fft numpy.linalg numpy.polynomial numpy.random numpy.typing operator random re statistics string
    torch.accelerator torch.amp torch.autograd torch.autograd.anomaly_mode torch.autograd.forward_ad
    torch.autograd.function torch.autograd.functional torch.autograd.grad_mode torch.autograd.gradcheck
    torch.autograd.graph torch.autograd.variable torch.cuda torch.cuda.amp torch.distributions
    torch.distributions.constraints torch.distributions.kl torch.distributions.transforms torch.fft torch.func
    torch.linalg torch.mps torch.nested torch.nn torch.nn.attention torch.nn.functional torch.nn.init
    torch.nn.modules torch.nn.modules.activation torch.nn.modules.batchnorm torch.nn.modules.container
    torch.nn.modules.conv torch.nn.modules.dropout torch.nn.modules.linear torch.nn.modules.loss
    torch.nn.modules.module torch.nn.modules.normalization torch.nn.modules.pooling torch.nn.modules.rnn
    torch.nn.modules.sparse torch.nn.modules.transformer torch.nn.parameter torch.nn.utils torch.nn.utils.clip_grad
    torch.nn.utils.parametrizations torch.nn.utils.parametrize torch.nn.utils.rnn torch.optim torch.optim.adam
    torch.optim.adamw torch.optim.lr_scheduler torch.optim.optimizer torch.optim.sgd torch.optim.swa_utils
    torch.random torch.signal.windows torch.sparse torch.special torch.utils.data torch.utils.data.dataloader
    torch.utils.data.dataset torch.utils.data.sampler
    """
)
"""Modules whose public names are offered, less what is FORBIDDEN."""

CHOSEN = {
    "abc": "ABC ABCMeta abstractmethod",
    "contextlib": "AbstractContextManager ContextDecorator ExitStack closing contextmanager nullcontext suppress",
    "copy": "copy deepcopy",
    "dataclasses": "FrozenInstanceError InitVar KW_ONLY MISSING asdict astuple dataclass field is_dataclass",
    "enum": "Enum Flag IntEnum IntFlag StrEnum auto unique",
    "functools": "cache cached_property cmp_to_key lru_cache partial partialmethod reduce total_ordering wraps",
    "json": "JSONDecodeError dumps loads",
    "pprint": "pformat pp pprint",
    "textwrap": "dedent fill indent shorten wrap",
    "time": "asctime ctime gmtime localtime mktime monotonic monotonic_ns perf_counter perf_counter_ns process_time"
    " process_time_ns sleep strftime strptime struct_time time time_ns",
    "typing": "AbstractSet Annotated Any AnyStr AsyncIterator Awaitable Callable ClassVar Collection Concatenate"
    " Container Counter DefaultDict Deque Dict Final FrozenSet Generator Generic Hashable Iterable Iterator List"
    " Literal Mapping MutableMapping MutableSequence MutableSet NamedTuple Never NewType NoReturn Optional OrderedDict"
    " ParamSpec Protocol Required Reversible Self Sequence Set Sized SupportsFloat SupportsIndex SupportsInt Text"
    " Tuple Type TypeAlias TypeGuard TypeVar TypeVarTuple Union Unpack cast final no_type_check overload override"
    " runtime_checkable",
    "warnings": "catch_warnings filterwarnings resetwarnings simplefilter warn",
    "torch.backends": "",
    "torch.backends.cpu": "get_cpu_capability",
    "torch.backends.cuda": "enable_flash_sdp enable_math_sdp enable_mem_efficient_sdp flash_sdp_enabled is_built matmul"
    " math_sdp_enabled mem_efficient_sdp_enabled sdp_kernel",
    "torch.backends.cudnn": "allow_tf32 benchmark deterministic enabled flags is_available version",
    "torch.backends.mkldnn": "enabled flags is_available",
    "torch.backends.mps": "is_available is_built",
    "torch.backends.mkl": "is_available verbose",
    "torch.backends.openmp": "is_available",
    "torch.cpu": "current_device device_count is_available synchronize",
    "torch.distributions.normal": "Normal",
    "torch.distributions.categorical": "Categorical",
    "torch.distributions.distribution": "Distribution",
    "torch.distributions.utils": "broadcast_all logits_to_probs probs_to_logits",
    "torch.mtia": "is_available",
    "torch.signal": "",
    "torch.testing": "assert_close assert_allclose make_tensor",
    "torch.types": "Device Number",
    "torch.utils": "",
    "torch.utils.checkpoint": "CheckpointError CheckpointPolicy checkpoint checkpoint_sequential"
    " create_selective_checkpoint_contexts noop_context_fn set_checkpoint_early_stop",
    "torch.utils.hooks": "RemovableHandle",
    "torch.version": "cuda git_version hip",
    "torch.xpu": "current_device device device_count empty_cache get_device_name is_available manual_seed synchronize",
}
"""Modules of which only these names are offered."""

TORCH = _names(
    """
    AcceleratorError BFloat16Tensor BoolTensor ByteTensor CharTensor DoubleTensor Event FloatTensor Generator
    HalfTensor IntTensor LongTensor OutOfMemoryError ShortTensor Size Stream SymBool SymFloat SymInt Tensor
    TypedStorage UntypedStorage are_deterministic_algorithms_enabled autocast bfloat16 bits16 bits8 bool
    broadcast_shapes cdouble cfloat chalf channels_last channels_last_3d complex128 complex32 complex64
    contiguous_format default_generator device double dtype e enable_grad finfo float float16 float32 float64
    float8_e4m3fn float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz get_default_device get_default_dtype
    get_deterministic_debug_mode get_float32_matmul_precision get_num_interop_threads get_num_threads get_rng_state
    half has_lapack has_mkl has_openmp iinfo inf inference_mode initial_seed int int16 int32 int64 int8
    is_anomaly_check_nan_enabled is_anomaly_enabled is_autocast_enabled is_grad_enabled is_inference_mode_enabled
    is_storage is_tensor jagged layout lobpcg long lu manual_seed memory_format nan newaxis no_grad pca_lowrank
    per_channel_affine per_tensor_affine pi preserve_format qint32 qint8 quint8 seed set_anomaly_enabled
    set_default_device set_default_dtype set_deterministic_debug_mode set_float32_matmul_precision
    set_flush_denormal set_grad_enabled set_num_interop_threads set_num_threads set_printoptions set_rng_state
    set_warn_always short sparse_bsc sparse_bsr sparse_coo sparse_csc sparse_csr strided svd_lowrank typename uint16
    uint32 uint64 uint8 unique unravel_index use_deterministic_algorithms vmap
    """
)
"""Names of `torch` itself beside the functions that it makes from native code."""

FORBIDDEN = {
    "torch": "from_file",
    "torch.autograd": "profiler",
    "torch.cuda": "CUDAPluggableAllocator caching_allocator_alloc caching_allocator_delete change_current_allocator"
    " cudart get_gencode_flags list_gpu_processes memory_snapshot profiler MemPool MemPoolContext use_mem_pool graphs"
    " CUDAGraph make_graphed_callables graph check_error cudaStatus DeferredCudaCallError",
    "torch.distributions.kl": "",
    "torch.func": "debug_unwrap linearize",
    "torch.mps": "compile_shader profiler load_metallib",
    "torch.nn": "factory_kwargs",
    "torch.nn.attention": "activate_flash_attention_impl register_flash_attention_impl"
    " list_flash_attention_impls current_flash_attention_impl restore_flash_attention_impl",
    "torch.nn.utils.parametrize": "type_before_parametrizations",
    "torch.nn.functional": "boolean_dispatch handle_torch_function has_torch_function has_torch_function_unary"
    " has_torch_function_variadic assert_int_or_pair",
    "torch.utils.data": "DataLoader2 IterDataPipe MapDataPipe DFIterDataPipe functional_datapipe"
    " guaranteed_datapipes_determinism non_deterministic runtime_validation runtime_validation_disabled"
    " argument_validation _DatasetKind",
    "numpy": "bmat char core ctypeslib emath exceptions dtypes f2py fromfile fromregex from_dlpack genfromtxt"
    " get_include info lib load loadtxt ma memmap rec recarray record save savetxt savez savez_compressed show_config"
    " show_runtime strings test testing format_parser DataSource nested_iters setbufsize seterrcall geterrcall",
    "numpy.random": "test",
    "operator": "attrgetter methodcaller call",
    "string": "Formatter",
    "torch.sparse": "SparseSemiStructuredTensor SparseSemiStructuredTensorCUSPARSELT SparseSemiStructuredTensorCUTLASS"
    " to_sparse_semi_structured",
    "random": "SystemRandom",
    "re": "template",
}
"""Public names that are not offered: they reach files, processes, native code or attributes by name."""

FORBIDDEN_ATTRIBUTES = _names(
    """
    capsule cffi compile ctypes custom_device_mod debug_dump dump dumps from_file from_ipc_handle func_closure
    func_code func_defaults func_dict func_globals gi_code gi_frame gi_running gi_suspended gi_yieldfrom ipc_handle
    mro multiprocessing_context obj ownership_token pickle_storage_type register share_memory share_memory_ tofile
    """
)
"""Attributes of values that are never offered."""


def _is_offered(module: str, value: object) -> bool:
    """Say whether a public value of a module may be offered: no module, no maker of classes, nothing from elsewhere."""
    if isinstance(value, types.ModuleType) or (isinstance(value, type) and issubclass(value, type)):
        return False
    home = getattr(value, "__module__", None) or module
    return not isinstance(home, str) or _package(home) in {_package(module), "builtins"}


def _package(path: str) -> str:
    return path.split(".", maxsplit=1)[0].lstrip("_")


def _public_names(name: str) -> set[str]:
    module = importlib.import_module(name)
    listed = getattr(module, "__all__", None) or [each for each in dir(module) if not each.startswith("_")]
    named = {each for each in listed if not each.startswith("_") and hasattr(module, each)}
    if not hasattr(module, "__all__") or name.startswith(("torch", "numpy")):
        named = {each for each in named if _is_offered(name, getattr(module, each))}
    return named - set(FORBIDDEN.get(name, "").split())


def offered_modules() -> dict[str, set[str]]:
    """Give for each importable module the names offered from it."""
    offered = {name: _public_names(name) for name in PUBLIC}
    offered |= {name: set(names.split()) for name, names in CHOSEN.items()}
    native = {name for name in dir(torch._C._VariableFunctions) if not name.startswith("_")}
    offered["torch"] = {name for name in native | TORCH if hasattr(torch, name)} - set(FORBIDDEN["torch"].split())
    return offered


def _examples() -> Iterator[object]:
    """Give values whose types no offered name leads to."""
    x = torch.ones(2, 2, requires_grad=True)
    y = (x * x).sum()
    yield from (x, y, y.grad_fn, x.untyped_storage(), x.dtype, x.device, x.shape, torch.strided, x.max(dim=0))
    yield from (torch.linalg.svd(x), torch.linalg.qr(x), torch.linalg.eigh(x), torch.linalg.slogdet(x), x.sort())
    yield from (torch.autograd.graph.get_gradient_edge(y), torch.finfo(), torch.iinfo(torch.int8), torch.Generator())
    yield from (
        np.ones(2),
        np.float32(1),
        np.dtype("f4"),
        np.finfo("f4"),
        np.iinfo("i4"),
        np.add,
        np.random.default_rng(),
    )
    yield from (np.random.default_rng(), np.linalg.svd(np.eye(2)), np.linalg.eigh(np.eye(2)), np.linalg.qr(np.eye(2)))
    yield from (re.match("", ""), re.compile(""), dt.datetime.now(dt.UTC), fractions.Fraction(1))
    yield from (decimal.Decimal(1), re.IGNORECASE, _annotated(int), len, _examples)
    yield from (torch.nn.Linear(1, 1), torch.nn.LSTM(1, 1), warnings.catch_warnings(), contextlib.nullcontext())


def _classes(offered: dict[str, set[str]]) -> set[type]:
    found = {type(each) for each in _examples()}
    found |= {value for name, value in vars(builtins).items() if isinstance(value, type) and name[0] != "_"}
    for module, names in offered.items():
        values = [getattr(importlib.import_module(module), name, None) for name in names]
        found |= {value if isinstance(value, type) else type(value) for value in values}
    found |= {torch.autograd.function.FunctionCtx, torch.autograd.graph.Node, torch.utils.hooks.RemovableHandle}
    return {base for each in found for base in each.__mro__ if base is not type and not issubclass(base, type)}


def _annotated(cls: type) -> set[str]:
    with contextlib.suppress(TypeError):
        return set(inspect.get_annotations(cls))
    return set()


def _set_on_self(cls: type) -> set[str]:
    """Give the public attributes that a class's own methods set on `self`."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(cls)))
    except (OSError, TypeError, SyntaxError):
        return set()
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    }


def offered_attributes(offered: dict[str, set[str]]) -> set[str]:
    """Give the public attributes of every value that an offered name leads to."""
    named: set[str] = set()
    for cls in _classes(offered) - {types.ModuleType}:
        named |= set(dir(cls)) | _annotated(cls) | _set_on_self(cls)
    return {name for name in named if not name.startswith("_")} - FORBIDDEN_ATTRIBUTES


def _paragraph(title: str, names: Iterable[str]) -> str:
    return textwrap.fill(
        f"{title} {' '.join(sorted(names))}".strip(), WIDTH, subsequent_indent="  ", break_on_hyphens=False
    )


def main() -> None:
    """Write both lists."""
    offered = offered_modules()
    FOLDER.mkdir(parents=True, exist_ok=True)
    modules = "\n".join(_paragraph(f"{name}:", offered[name]) for name in sorted(offered))
    (FOLDER / "modules.txt").write_text(modules + "\n", encoding="utf-8")
    (FOLDER / "attributes.txt").write_text(_paragraph("", offered_attributes(offered)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
