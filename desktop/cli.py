"""The front door: reads the command, then opens one room, and imports it only then."""

import argparse
import math
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from desktop import __version__
from desktop.records.files import UsageError, read_text
from desktop.records.recipe_flags import FLAGS, MODEL_FLAGS, RUN_FLAGS, TARGET_FLAGS, Flag, written
from desktop.records.run import Program
from desktop.records.training import Recipe

USAGE = 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Do one command and give its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except UsageError as error:
        sys.stderr.write(f"chainrule: {error}\n")
        return USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has gone; nothing more can be said to them
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="chainrule",
        description="A desktop laboratory for PyTorch autograd. Without a command it opens the window.",
    )
    parser.add_argument("--version", action="version", version=f"chainrule {__version__}")
    parser.set_defaults(command=_window, file=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_open(commands)
    _add_run(commands)
    _add_check(commands)
    _add_train(commands)
    _add_animate(commands)
    _add_screenshots(commands)
    _add_lessons(commands)
    _add(commands, "devices", "list the devices torch offers here", _devices)
    _add(commands, "schema", "print the JSON Schema of Run, Outcome and Recipe", _schema)
    return parser


def _add(commands: Any, name: str, summary: str, command: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
    parser.set_defaults(command=command)
    return parser


def _add_open(commands: Any) -> None:
    parser = _add(commands, "open", "open the window on a program, or on a recorded run or graph", _window)
    parser.add_argument("file", type=Path, help="a program, or a .json that `run` wrote")


def _add_run(commands: Any) -> None:
    parser = _add(commands, "run", "run a program without a window", _run)
    _add_running(parser)
    parser.add_argument("--json", metavar="OUT", help="write the Run as JSON to a file, or - for standard output")
    parser.add_argument(
        "--draw", type=Path, metavar="OUT", help="draw the graph: .svg, .pdf, .png, .dot, .graphml or .json"
    )


def _add_check(commands: Any) -> None:
    parser = _add(commands, "check", "run a program and say what there is to know about it", _check)
    _add_running(parser)
    parser.add_argument("--json", metavar="OUT", help="write the Run as JSON to a file, or - for standard output")
    parser.add_argument(
        "--fix", action="store_true", help="mend what can be mended, in the file (of -: on standard output)"
    )


def _add_running(parser: argparse.ArgumentParser) -> None:
    """Let a command say which program runs, and how."""
    parser.add_argument("file", help="a program's file, or - for standard input")
    parser.add_argument("--device", default="cpu", help="where new tensors live (see `devices`)")
    parser.add_argument("--seed", type=_seed, default=0, help="of every random generator")
    parser.add_argument("--trust", action="store_true", help="run it even if it wants more than to compute")
    parser.add_argument("--timeout", type=_positive, metavar="S", help="stop it after so many seconds")
    parser.add_argument("--memory", type=_megabytes, metavar="MB", help="let it take at most so much memory")


def _add_animate(commands: Any) -> None:
    parser = _add(commands, "animate", "run a program and picture how its gradients flow", _animate)
    _add_running(parser)
    parser.add_argument(
        "-o",
        dest="output",
        type=Path,
        metavar="FLOW",
        required=True,
        help="a moving picture (.gif, .webp, .png) or a strip of stills (.svg, .pdf)",
    )
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="of the picture")


def _add_train(commands: Any) -> None:
    parser = _add(commands, "train", "train a model without a window: the chapter's regression, or another", _train)
    parser.add_argument("--recipe", type=Path, metavar="FILE.json", help="a recipe; flags beside it win")
    for title, flags in (("the run", RUN_FLAGS), ("the model", MODEL_FLAGS), ("what is learned", TARGET_FLAGS)):
        group = parser.add_argument_group(title)
        for flag in flags:
            _add_flag(group, flag)
    parser.add_argument("--trust", action="store_true", help="use --program even if it wants more than to compute")
    parser.add_argument("--json", metavar="OUT", help="write the Outcome as JSON to a file, or - for standard output")
    parser.add_argument("--stream", action="store_true", help="write each step there too, a record a line")
    parser.add_argument("--save", type=_file, metavar="WEIGHTS.safetensors", help="write a checkpoint at the end")
    parser.add_argument("--resume", type=Path, metavar="CHECKPOINT", help="go on from a checkpoint")


def _add_flag(group: Any, flag: Flag) -> None:
    if flag.constant is not None:
        group.add_argument(f"--{flag.name}", action="store_const", const=flag.constant, help=flag.summary)
    else:
        group.add_argument(f"--{flag.name}", type=flag.read, choices=flag.choices, help=flag.summary)


def _add_screenshots(commands: Any) -> None:
    parser = _add(commands, "screenshots", "render the window to pictures, without a screen", _screenshots)
    parser.add_argument("-o", dest="folder", type=Path, metavar="DIR", help="where the pictures go")
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[], help="only these")
    parser.add_argument("--list", action="store_true", help="list their names and end")


def _add_lessons(commands: Any) -> None:
    parser = _add(commands, "lessons", "list the lessons, ours or those of a folder", _lessons)
    parser.add_argument("folder", type=Path, nargs="?", help="a folder of lessons of your own")
    parser.add_argument("--check", action="store_true", help="run each lesson's program and its solution, too")


def _window(options: argparse.Namespace) -> int:
    if options.file is not None:
        read_text(options.file)  # what cannot be read is said before a window opens
        if options.file.suffix.lower() == ".json":
            from desktop.app.viewing import view

            return view(options.file)
    from desktop.app import start

    return start(options.file)


def _run(options: argparse.Namespace) -> int:
    from desktop.headless.run import run

    return run(_program(options), timeout_s=options.timeout, json=options.json, draw=options.draw)


def _check(options: argparse.Namespace) -> int:
    from desktop.headless.check import check

    return check(_program(options), timeout_s=options.timeout, json=options.json, fix=options.fix)


def _animate(options: argparse.Namespace) -> int:
    from desktop.headless.animate import animate

    return animate(_program(options), timeout_s=options.timeout, output=options.output, theme=options.theme)


def _program(options: argparse.Namespace) -> Program:
    from desktop.headless.run import read_program

    name = "stdin" if options.file == "-" else options.file
    return Program(read_program(options.file), name, options.device, options.seed, options.memory, options.trust)


def _train(options: argparse.Namespace) -> int:
    values = {flag.name: getattr(options, flag.name.replace("-", "_")) for flag in FLAGS}
    given = {name: value for name, value in values.items() if value is not None}
    if "program" in given:
        given["program"] = read_text(Path(given["program"]))
    said = written(_recipe_file(options.recipe), given)
    recipe = _recipe(options.recipe, said)
    if options.stream and options.json is None:
        raise UsageError("--stream says what is written to --json. Say where: --json OUT, or --json -.")
    from desktop.headless.train import train

    output = {"json": options.json, "save": options.save, "stream": options.stream}
    return train(recipe, **output, resume=options.resume, given=said.keys(), trusted=options.trust)


def _recipe_file(file: Path | None) -> dict[str, Any]:
    try:
        return {} if file is None else msgspec.json.decode(read_text(file), type=dict[str, Any])
    except msgspec.ValidationError as error:
        raise UsageError(f"{file} is no recipe: {_plain(error)}") from error
    except msgspec.DecodeError as error:
        raise UsageError(f"{file} is not JSON: {error}.") from error


def _recipe(file: Path | None, written: dict[str, Any]) -> Recipe:
    try:
        return msgspec.convert(written, Recipe)
    except msgspec.ValidationError as error:
        raise UsageError(f"{file or 'The recipe'} cannot be used: {_plain(error)}") from error


def _plain(error: msgspec.ValidationError) -> str:
    """Turn "Expected `float` > 0.0 - at `$.learning_rate`" into words about the flag or field."""
    what, _, where = str(error).partition(" - at `$.")
    return f"{where.rstrip('`')}: {what}." if where else f"{what}."


def _screenshots(options: argparse.Namespace) -> int:
    from desktop.app.screenshots import names, screenshots

    if options.list:
        sys.stdout.write("".join(f"{name}\n" for name in names()))
        return 0
    if options.folder is None:
        raise UsageError("Say where the pictures shall go: screenshots -o DIR.")
    return screenshots(options.folder, options.only)


def _lessons(options: argparse.Namespace) -> int:
    from desktop.headless.lessons import lessons

    return lessons(options.folder, check=options.check)


def _devices(_options: argparse.Namespace) -> int:
    from desktop.headless.facts import devices

    return devices()


def _schema(_options: argparse.Namespace) -> int:
    from desktop.headless.facts import schema

    return schema()


def _file(text: str) -> Path:
    if text == "-":
        raise argparse.ArgumentTypeError("a checkpoint goes to a file, not to standard output")
    return Path(text)


def _seed(text: str) -> int:
    value = int(text)
    if not 0 <= value < 2**63:
        raise argparse.ArgumentTypeError("a seed is a whole number from 0 to 2**63 - 1")
    return value


def _positive(text: str) -> float:
    value = float(text)
    if not (math.isfinite(value) and value > 0):
        raise argparse.ArgumentTypeError("a time limit is a number of seconds above 0")
    return value


def _megabytes(text: str) -> int:
    value = int(text)
    if not 1 <= value < 2**40:
        raise argparse.ArgumentTypeError("a memory limit is a whole number of MiB above 0")
    return value


if __name__ == "__main__":  # how scripts start us in a process beside theirs
    sys.exit(main())
