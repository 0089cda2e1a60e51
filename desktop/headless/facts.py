"""`devices` and `schema`: what there is to choose from, and the shape of what we write."""

import json
import sys

import msgspec

from desktop.records.run import Run
from desktop.records.training import Outcome, Recipe
from desktop.workers.engine_facts import engine_facts

_GIB = 1024**3


def devices() -> int:
    """Print a line for each device torch offers here, then how a program without consent is confined."""
    ready = engine_facts()
    for device in ready.devices:
        memory = "" if device.memory is None else f"  {device.memory / _GIB:.1f} GiB"
        sys.stdout.write(f"{device.name:<8}  {device.title}{memory}\n")
    _list("A program that runs without consent is confined:", ready.confined)
    _list("Not confined here:", ready.unconfined)
    return 0


def _list(title: str, lines: tuple[str, ...]) -> None:
    if lines:
        sys.stdout.write("\n".join(["", title, *(f"  {line}" for line in lines), ""]))


def schema() -> int:
    """Print one JSON Schema that defines Run, Outcome and Recipe."""
    _, definitions = msgspec.json.schema_components([Run, Outcome, Recipe], ref_template="#/$defs/{name}")
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Chainrule records",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in ("Run", "Outcome", "Recipe")],
        "$defs": definitions,
    }
    sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    return 0
