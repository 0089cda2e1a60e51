"""Draw each lesson's picture anew, from the graph of its own program: `python tests/lessons/draw_pictures.py [NAME …]`.

Run it when a program of resources/lessons or the painters changed.
"""

import io
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image, ImageChops

from desktop.engine.run import run
from desktop.export import draw_graph
from desktop.headless.run import graph_to_draw
from desktop.locate import resource
from desktop.records.files import write_atomically
from desktop.records.flow_part import flow_part
from desktop.records.graph import Graph
from desktop.records.run import Program, Run
from desktop.views.grouping import Groups, fold
from desktop.views.lessons.reading import own_lessons
from desktop.views.theme import DARK, LIGHT, Theme

RATIO = 1.5
COLOURS = 64
"""A graph has few colours: with a palette a picture takes a third of its bytes."""

MOST_NODES = 40
PICTURES = (("picture.png", LIGHT), ("picture-dark.png", DARK))


def main(names: list[str]) -> None:
    """Draw the pictures of the lessons named, or of all."""
    for lesson in own_lessons().lessons:
        if not names or lesson.name in names:
            graph = picture_graph(run(Program(lesson.program, "program.py")))
            place = resource("lessons", f"{lesson.number:02d}-{lesson.name}")
            for file, theme in PICTURES:
                write_atomically(place / file, picture(graph, theme))
            sys.stdout.write(f"{lesson.name}: {len(graph.nodes)} nodes\n")


def picture_graph(outcome: Run) -> Graph:
    """Choose what a run's picture shows: its graph, of a large one as far as the last pass went."""
    graph = graph_to_draw(outcome)
    if graph is None:
        raise SystemExit("A lesson's program leaves no graph to draw.")
    return flow_part(graph, outcome.flows[-1]) if len(graph.nodes) > MOST_NODES else graph


def picture(graph: Graph, theme: Theme) -> bytes:
    """Draw a graph as a PNG with a palette."""
    groups = Groups(graph)
    drawing = fold(graph, groups, groups.initial(), saved=False)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "picture.png")
        draw_graph(drawing, path, theme, ratio=RATIO)
        with Image.open(path) as drawn:
            small = _trimmed(drawn.convert("RGB")).quantize(COLOURS, dither=Image.Dither.NONE)
    data = io.BytesIO()
    small.save(data, "PNG", optimize=True)
    return data.getvalue()


def _trimmed(drawn: Image.Image) -> Image.Image:
    """Take the empty margin away: a card has little room, and a margin of its own."""
    ground = Image.new("RGB", drawn.size, drawn.getpixel((0, 0)))
    return drawn.crop(ImageChops.difference(drawn, ground).getbbox())


if __name__ == "__main__":
    main(sys.argv[1:])
