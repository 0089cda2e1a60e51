"""Frames around open groups: what they hold, what they leave out, and where their titles stand."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, QRectF

from desktop.records.graph import Graph, Node, NodeKind
from desktop.records.placement import PlacedEdge, PlacedNode, Placement
from desktop.views.drawing import Drawing, DrawnNode, Group, OpenGroup, SavedTensor
from desktop.views.graph.camera import Sight
from desktop.views.graph.frame_tabs import HEIGHT
from desktop.views.graph.frames import Frame
from desktop.views.graph.graph_picture import GraphPicture

Spots = dict[str, tuple[float, float]]
Build = Callable[..., GraphPicture]
KINDS: dict[str, NodeKind] = {"w": "leaf", "x": "input"}


@pytest.fixture
def build(qapp: object) -> Build:
    """Place boxes of 100×50 at spots, in open groups: "a/b" is group b in group a. `links` are pairs of ids."""

    def picture(spots: Spots, groups: dict[str, tuple[str, ...]], links: tuple[str, ...] = ()) -> GraphPicture:
        nodes: list[DrawnNode] = [_node(name) for name in dict.fromkeys(spot.partition("'")[0] for spot in spots)]
        opened = tuple(
            OpenGroup(Group(path, "Module", path.replace("/", "."), members), path.count("/"), members)
            for path, members in groups.items()
        )
        placed = tuple(
            PlacedNode(spot.partition("'")[0], x, y, 100, 50, int("'" in spot)) for spot, (x, y) in spots.items()
        )
        edges = tuple(_edge(*link.split("-")) for link in links)
        drawing = Drawing(Graph((), (), ()), (), tuple(nodes), (), opened, {})
        return GraphPicture(drawing, Placement(placed, edges, (2000, 2000)))

    return picture


def test_a_frame_stands_around_its_members(build: Build) -> None:
    """It holds them with some room around, and nothing else."""
    picture = build({"n1": (100, 100), "n2": (300, 200), "n3": (100, 400)}, {"g": ("n1", "n2")})
    frame = picture.frame_of("g")
    assert frame is not None
    assert frame.contains(QRectF(50, 75, 300, 150))
    assert not frame.intersects(picture.rect(2))
    assert picture.frame_of("other") is None


def test_frames_nest_with_growing_margins(build: Build) -> None:
    """A frame holds the frames in it, even where both begin at the same box."""
    spots = {"n1": (100, 100), "n2": (100, 200), "n3": (100, 300)}
    picture = build(spots, {"g/h/i": ("n1",), "g": ("n1", "n2", "n3"), "g/h": ("n1", "n2")})
    outer, middle, inner = (picture.frame_of(name) for name in ("g", "g/h", "g/h/i"))
    assert outer is not None
    assert middle is not None
    assert inner is not None
    assert outer.adjusted(1, 1, -1, -1).contains(middle)
    assert middle.adjusted(1, 1, -1, -1).contains(inner)
    assert [len(frame.around) for frame in picture.frames.frames] == [0, 1, 2]


def test_a_box_of_others_is_cut_out(build: Build) -> None:
    """The outline leaves out a box that stands at the side of all members beside it, and holds every member."""
    spots = {"n1": (100, 100), "n2": (100, 200), "n3": (300, 300), "stranger": (300, 100)}
    (frame,) = build(spots, {"g": ("n1", "n2", "n3")}).frames.frames
    assert frame.shape is not None
    assert not frame.shape.intersects(QRectF(250, 75, 100, 50))
    for x, y in ((100, 100), (100, 200), (300, 300)):
        assert frame.shape.contains(QRectF(x - 50, y - 25, 100, 50))


def test_boxes_side_by_side_are_cut_out_together(build: Build) -> None:
    """Along strangers of different heights in one row the outline runs straight."""
    spots = {"n1": (500, 100), "n2": (100, 200), "n3": (500, 300), "stranger": (100, 300), "other": (250, 310)}
    (frame,) = build(spots, {"g": ("n1", "n2", "n3")}).frames.frames
    assert frame.shape is not None
    upper = [y for x in range(60, 300, 20) if (y := _lowest(frame, x)) is not None]
    assert len(set(upper)) == 1


def test_where_others_stand_between_members_no_outline_is_drawn(build: Build) -> None:
    """A shape that holds a stranger would lie: each member gets a halo, and the title stands at the topmost."""
    spots = {"n1": (100, 200), "stranger": (300, 200), "n2": (500, 200), "n3": (500, 100)}
    (frame,) = build(spots, {"g": ("n1", "n2", "n3")}).frames.frames
    assert frame.shape is None
    assert frame.loose.tolist() == [0, 2, 3]
    assert frame.corner[0] < 450 < frame.corner[0] + 50
    assert frame.corner[1] < 75


def test_a_halo_is_drawn_once(build: Build) -> None:
    """What stands in a frame within has that frame to tell of it."""
    spots = {"n1": (100, 200), "stranger": (300, 200), "n2": (500, 200), "n3": (500, 300)}
    outer, _ = build(spots, {"g": ("n1", "n2", "n3"), "g/h": ("n2", "n3")}).frames.frames
    assert outer.shape is None
    assert outer.loose.tolist() == [0]


def test_a_leaf_is_framed_where_it_is_used(build: Build) -> None:
    """Of a shared leaf only the boxes beside members are held, whether it is a member or not."""
    spots = {"n1": (100, 200), "n2": (900, 200), "w": (100, 100), "w'": (900, 100)}
    links = ("n1-w", "n2-w'")
    for members in (("n1", "w"), ("n1",)):
        (frame,) = build(spots, {"g": members}, links).frames.frames
        assert frame.boxes.tolist() == [0, 2]
        assert frame.shape is not None


def test_what_others_use_too_is_framed_with_its_own_group(build: Build) -> None:
    """A leaf that is drawn once stays where it is a member, and is no guest where it is used from elsewhere as well."""
    spots = {"n1": (100, 200), "w": (100, 100), "n2": (900, 200)}
    links = ("n1-w", "n2-w")
    (frame,) = build(spots, {"g": ("n1",)}, links).frames.frames
    assert frame.boxes.tolist() == [0]
    (frame,) = build(spots, {"g": ("n1", "w")}, links).frames.frames
    assert frame.boxes.tolist() == [0, 1]


def test_a_saved_tensor_is_framed_with_its_owner(build: Build) -> None:
    """It hangs there."""
    spots = {"n1": (100, 200), "saved": (230, 200), "n2": (100, 300)}
    (frame,) = build(spots, {"g": ("n1", "n2")}, ("n1-saved",)).frames.frames
    assert frame.boxes.tolist() == [0, 1, 2]


def test_groups_that_share_a_parameter_stand_side_by_side(build: Build) -> None:
    """Neither is in the other, both are in what holds both."""
    spots = {"w": (100, 100), "n1": (100, 200), "n2": (100, 400)}
    frames = build(spots, {"g": ("w", "n1", "n2"), "g/a": ("w", "n1"), "g/b": ("w", "n2")}).frames.frames
    assert [frame.around for frame in frames] == [(), (0,), (0,)]


def test_groups_of_which_nothing_is_drawn_have_no_frame(build: Build) -> None:
    """And they do not count for those around others."""
    picture = build({"n1": (100, 100)}, {"none": (), "g": ("n1",), "g/h": ("n1",)})
    assert [frame.group.id for frame in picture.frames.frames] == ["g", "g/h"]
    assert [frame.around for frame in picture.frames.frames] == [(), (0,)]


def test_a_title_is_found_under_its_tab(build: Build) -> None:
    """On the frame's upper left corner; titles of frames that begin together stand side by side."""
    picture = build({"n1": (100, 100), "n2": (100, 200)}, {"g": ("n1", "n2"), "g/h": ("n1",)})
    outer, inner = picture.tabs().seen(Sight(picture.bounds(), 1.0))
    assert not outer.rect.intersects(inner.rect)
    assert picture.frame_at(outer.rect.center()) == "g"
    assert picture.frame_at(inner.rect.center()) == "g/h"
    assert picture.frame_at(QPointF(100, 100)) is None
    assert outer.title == "g"
    assert inner.title == "h"


def test_titles_grow_as_they_do_on_maps(build: Build) -> None:
    """From afar a title keeps its size on the screen while its frame is large, and is gone once the frame is small."""
    spots = {f"n{row}": (100.0, 100.0 * row) for row in range(1, 20)}
    picture = build(spots, {"g": tuple(spots), "g/h": ("n19",)})
    assert len(list(picture.tabs().seen(Sight(picture.bounds(), 1.0)))) == 2
    (far,) = picture.tabs().seen(Sight(picture.bounds(), 0.35))
    assert far.rect.height() * 0.35 > 0.7 * HEIGHT
    assert picture.frame_at(far.rect.topLeft() + QPointF(1, 1), 0.35) == "g"
    assert list(picture.tabs().seen(Sight(picture.bounds(), 0.02))) == []


def test_only_frames_that_can_be_seen_are_looked_at(build: Build) -> None:
    """Those in sight that are wide enough, outer ones first."""
    picture = build({"n1": (100, 100), "n2": (400, 200)}, {"g": ("n1", "n2"), "g/h": ("n1",)})
    everything = picture.bounds()
    frames = picture.frames
    assert frames.touching(everything, 1.0) == list(frames.frames)
    widest = max(frame.area().width() for frame in frames.frames)
    assert [frame.area().width() for frame in frames.touching(everything, widest)] == [widest]
    assert frames.touching(everything.translated(5_000, 0), 1.0) == []


def _lowest(frame: Frame, x: float) -> int | None:
    """Find where the outline ends below at some x."""
    assert frame.shape is not None
    inside = [y for y in range(400) if frame.shape.contains(QPointF(x, y))]
    return inside[-1] if inside else None


def _node(name: str) -> DrawnNode:
    return SavedTensor(name, "n1", "self") if name == "saved" else Node(name, "", KINDS.get(name, "operation"))


def _edge(source: str, target: str) -> PlacedEdge:
    name, prime, _ = target.partition("'")
    return PlacedEdge(source, name, 0, int(bool(prime)), ((0.0, 0.0), (0.0, 0.0), (0.0, 0.0), (0.0, 0.0)))
