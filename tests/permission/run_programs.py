"""Run programs one after the other in this process: JSON of name and text in, JSON of name, output and error out."""

import contextlib
import io
import json
import sys
import types
import warnings


def run(text: str) -> tuple[str, str]:
    """Run one program as `__main__`; give what it printed and what it raised."""
    main = types.ModuleType("__main__")
    vars(main)["__builtins__"] = __builtins__
    sys.modules["__main__"] = main
    output = io.StringIO()
    with contextlib.redirect_stdout(output), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(compile(text, "program.py", "exec"), vars(main))  # noqa: S102 # that is what this is for
        except SystemExit:
            return output.getvalue(), ""
        except Exception as error:  # noqa: BLE001 # a program may raise anything
            return output.getvalue(), repr(error)
    return output.getvalue(), ""


if __name__ == "__main__":
    programs: dict[str, str] = json.load(sys.stdin)
    results = {name: run(text) for name, text in programs.items()}
    json.dump(results, sys.stdout)
