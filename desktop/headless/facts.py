"""`devices` and `schema`: what there is to choose from, and the shape of what we write."""

import json
import sys

import msgspec

from desktop.records.run import Run
from desktop.records.training import Outcome, Recipe

_GIB = 1024**3


def devices() -> int:
    """Print a line for each device torch offers here: its name, what it is, its memory."""
    from desktop.engine.devices import devices as offered  # noqa: PLC0415 # torch takes its time

    for device in offered():
        memory = "" if device.memory is None else f"  {device.memory / _GIB:.1f} GiB"
        sys.stdout.write(f"{device.name:<8}  {device.title}{memory}\n")
    return 0


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
