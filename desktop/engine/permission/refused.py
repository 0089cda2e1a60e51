"""What asks for consent wherever it stands, and the plain words for it."""

FILES = "opens files"
PROGRAMS = "starts other programs or threads"
NETWORK = "uses the network"
CODE = "runs text as code"
NATIVE = "calls native code"
LOADS = "loads or saves files that can hold code"
REFLECTION = "reaches attributes by names made up while it runs"
NAMESPACES = "reaches into tables of Python's own variables"
INTERPRETER = "reaches into the Python interpreter"
SYSTEM = "uses the operating system"
COMPILER = "starts a compiler or runs code that it generates"
EVERYTHING = "imports names that are not in the text"
MODULE = "passes a whole module around"
LIBRARY = "changes a library"
CLASSES = "makes classes while it runs"
GENERATED = "makes classes in a way that can run text as code"
CONSTRUCTOR = "calls a constructor on something that may be no instance"
FORMAT = "formats with a text that is not there to be checked"
UNKNOWN = "uses a name that is not on the list of harmless ones"

WHY = {
    FILES: "Reading a file can give away what is in it; writing one can destroy it.",
    PROGRAMS: "What runs in another program, process or thread goes on unwatched.",
    NETWORK: "What is sent over the network cannot be called back, and what comes may be anything.",
    CODE: "Text that is put together while the program runs cannot be checked beforehand.",
    NATIVE: "Native code can do whatever you may do on this machine.",
    LOADS: "A pickled file can run any code when it is loaded, and saving writes to the disk.",
    REFLECTION: "An attribute whose name is not in the text cannot be checked beforehand.",
    NAMESPACES: "From such a table any module and any function of Python is within reach.",
    INTERPRETER: "From there everything that Python can do is within reach.",
    SYSTEM: "From there files, other programs and settings of this machine are within reach.",
    COMPILER: "It writes files and starts other programs, and what it runs is not in the text.",
    EVERYTHING: "What a star brings in cannot be checked name by name.",
    MODULE: "Where a module has no name of its own, what is read off it cannot be checked.",
    LIBRARY: "Everything that uses the library afterwards does something else.",
    CLASSES: "The names in a class that is made from a table cannot be checked beforehand.",
    GENERATED: "Such classes are written as program text, into which names that are no names can bring any code.",
    CONSTRUCTOR: "On an object of another kind a constructor can read attributes whose names are not in the text.",
    FORMAT: "A format text can read attributes, and these cannot be checked where the text is made while it runs.",
    UNKNOWN: "Only names that are known to compute and to do nothing else run without asking.",
}


def _each(names: str, words: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), words)


BUILTINS = {
    **_each("open", FILES),
    **_each("eval exec compile", CODE),
    **_each("__import__", INTERPRETER),
    **_each("getattr setattr delattr", REFLECTION),
    **_each("globals locals vars", NAMESPACES),
    **_each("type", CLASSES),
    **_each("breakpoint help copyright credits license", INTERPRETER),
}
"""Built-in names that are refused, with words."""

MODULES = {
    **_each("os posix nt platform pwd grp resource signal fcntl getpass sysconfig site", SYSTEM),
    **_each("io pathlib shutil tempfile glob fileinput zipfile tarfile gzip bz2 lzma mmap csv sqlite3 dbm", FILES),
    **_each("subprocess pty multiprocessing threading _thread concurrent asyncio sched joblib torchrun", PROGRAMS),
    **_each("socket ssl urllib http ftplib smtplib xmlrpc requests webbrowser socketserver aiohttp httpx", NETWORK),
    **_each("pickle shelve marshal cPickle dill cloudpickle safetensors", LOADS),
    **_each("ctypes cffi _ctypes", NATIVE),
    **_each(
        "sys builtins importlib runpy pkgutil imp inspect gc types code codeop ast dis trace tracemalloc", INTERPRETER
    ),
    **_each("timeit doctest pdb bdb cProfile profile", CODE),
}
"""Modules that are refused, with words; any other that is not offered is UNKNOWN."""

TORCH = {
    **_each("load save serialization package from_file savez savez_compressed savetxt loadtxt genfromtxt", LOADS),
    **_each("fromfile fromregex memmap DataSource tofile", FILES),
    **_each("hub model_zoo", NETWORK),
    **_each("multiprocessing distributed futures fork", PROGRAMS),
    **_each("compile jit export onnx fx cpp_extension compiler cond while_loop benchmark", COMPILER),
    **_each("ops classes library cpp ctypeslib f2py _C CUDAPluggableAllocator cudart", NATIVE),
}
"""Names of torch and numpy that are refused, with words."""

ATTRIBUTES = {
    **_each("os _os popen", SYSTEM),
    **_each("tofile tempfile shutil pathlib memmap zipfile fromfile write_text read_text", FILES),
    **_each("dump dumps from_file load_library pickle marshal serialization pickle_storage_type", LOADS),
    **_each("subprocess multiprocessing multiprocessing_context share_memory share_memory_ Popen", PROGRAMS),
    **_each("socket urllib urlopen", NETWORK),
    **_each("compile jit cpp_extension debug_dump", COMPILER),
    **_each("ctypes cffi capsule ctypeslib from_ipc_handle ipc_handle ownership_token custom_device_mod", NATIVE),
    **_each("eval_frame exec_module", CODE),
    **_each("builtins importlib modules_dict load_module find_spec get_code linecache copyreg", INTERPRETER),
    **_each("attrgetter methodcaller mro obj", REFLECTION),
    **_each(
        "f_back f_builtins f_code f_globals f_lasti f_lineno f_locals f_trace tb_frame tb_next tb_lasti", NAMESPACES
    ),
    **_each("gi_code gi_frame gi_running gi_suspended gi_yieldfrom cr_await cr_code cr_frame cr_origin", NAMESPACES),
    **_each("ag_await ag_code ag_frame co_code co_consts co_names func_code func_globals func_closure", NAMESPACES),
    **_each("func_defaults func_dict", NAMESPACES),
    **_each("_convert_ _new_shared _new_shared_cuda _new_shared_fd_cpu _new_shared_filename_cpu _new_with_file", FILES),
    **_each("_get_filename _get_shared_fd _new_shared_filename _new_using_fd_cpu _new_using_filename_cpu", FILES),
    **_each("_release_ipc_counter _release_ipc_counter_cuda _share_memory_ _dump_registry", FILES),
    **_each("_new_with_weak_ptr _set_from_file _share_cuda_ _share_fd_cpu_ _share_filename_cpu_ _write_file", FILES),
    **_each("_shared_incref _shared_decref _set_cdata _cdata _weak_ref _free_weak_ref _expired", NATIVE),
    **_each("_swap_data_ptr_ _execution_engine", NATIVE),
    **_each("_C", NATIVE),
    **_each("_io", FILES),
    **_each("_thread _dynamo _inductor", PROGRAMS),
    **_each("_pickle", LOADS),
    **_each("sys _sys", INTERPRETER),
}
"""Attributes that are refused off any value, also where the program itself defines one of that name; with words."""


def why(words: str) -> str:
    """Give the sentence that explains the words of a want."""
    return WHY.get(words, WHY[UNKNOWN])
