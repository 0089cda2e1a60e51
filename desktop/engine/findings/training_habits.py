"""Habits of training loops that cost memory, or the training itself."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from torch import nn

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import fix, line_before, method, replaced, within
from desktop.engine.findings.growth import names_holding_roots
from desktop.engine.findings.log import PASSES, Event
from desktop.engine.findings.loop_state import carried_names, cut_off
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.syntax import dotted, last_name
from desktop.records.finding import Fix
from desktop.records.graph import Graph, Node
from desktop.records.text import Span

_GROWING = 4
"""Passes in a row, each through a larger graph that holds an earlier one, from which on a graph is said to grow."""

_BY_MODE = (nn.modules.batchnorm._NormBase, nn.modules.dropout._DropoutNd, nn.MultiheadAttention, nn.RReLU)


def retained_history(case: Case) -> Iterator[Remark]:
    """Find sums of losses that keep each one's graph."""
    names = [name for event in case.log.of("pass") for name in event.facts["holding"]]
    names += names_holding_roots(case.namespaces, ())
    for name in dict.fromkeys(names):
        addition = _addition(case, name)
        if addition is None:
            continue
        statement, added = addition
        yield Remark(
            case.syntax.span(statement),
            f"{name} {'adds up' if isinstance(statement, ast.AugAssign | ast.Assign) else 'keeps'} tensors with their "
            "graphs.",
            "As long as it lives, it holds every graph that was ever added, and memory grows with each round. Add the "
            "value alone: loss.detach(), or loss.item() for a plain number.",
            fix("Add the value alone", method(case.syntax, added, "detach()")) if added is not None else None,
        )


def _addition(case: Case, name: str) -> tuple[ast.stmt, ast.expr | None] | None:
    """Find `name += loss`, `name = name + loss` or `name.append(loss)`, and what is added where it is one tensor."""
    for each in case.syntax.every(ast.stmt):
        added: ast.expr | None = None
        if isinstance(each, ast.AugAssign) and isinstance(each.op, ast.Add) and dotted(each.target) == name:
            added = each.value
        elif isinstance(each, ast.Assign) and len(each.targets) == 1 and dotted(each.targets[0]) == name:
            value = each.value
            if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add) and dotted(value.left) == name:
                added = value.right
        elif isinstance(each, ast.Expr) and isinstance(each.value, ast.Call) and each.value.args:
            appends = last_name(each.value.func) == "append" and isinstance(each.value.func, ast.Attribute)
            if appends and dotted(each.value.func) == f"{name}.append":
                added = each.value.args[0]
        if added is not None:
            return each, added if dotted(added) or isinstance(added, ast.Call | ast.BinOp) else None
    return None


def growing_graph(case: Case) -> Iterator[Remark]:
    """Find loops whose graph reaches back further with each round."""
    passes: dict[Span | None, list[Event]] = defaultdict(list)
    for event in case.log.of("pass"):
        passes[event.span].append(event)
    for span, events in passes.items():
        sizes = [event.facts["nodes"] for event in events]
        grows = all(small < large for small, large in pairwise(sizes))
        loop = case.syntax.loop(node) if (node := case.syntax.at(span)) is not None else None
        if len(events) >= _GROWING and grows and all(event.facts["known"] for event in events[1:]):
            yield Remark(
                span,
                f"The graph grows with each pass: {', '.join(map(str, sizes[:6]))} nodes.",
                "Each round computes on what the round before left, with its whole history, so passes become slower "
                "and memory fills up. Cut it off where a round begins: state = state.detach().",
                cut_off(case, loop, carried_names(case, loop)),
            )


def eval_records(case: Case) -> Iterator[Remark]:
    """Find evaluations in eval mode that autograd records for nobody."""
    told = _idle_evaluations(case)
    yield from (_recorded_in_vain(case, each, case.nodes_at(each)) for each in told)
    if told or not any(not event.facts["mode"] for event in case.log.of("mode")):
        return
    off = {name for name, module in case.modules if not module.training}
    stepped = {step.node for flow in case.flows for step in flow.steps}
    for graph in case.graphs:
        for root in graph.roots:
            inside = [] if root in stepped else _made_in(graph, root, off, stepped)
            if inside:
                span = next((node.span for node in inside if node.span is not None), None)
                yield _recorded_in_vain(case, span, tuple(node.id for node in inside[:64]))


def _recorded_in_vain(case: Case, span: Span | None, nodes: tuple[str, ...]) -> Remark:
    return Remark(
        span,
        "eval() does not turn gradients off: a graph is recorded here, and no backward uses it.",
        "eval() changes how layers such as dropout and batch normalisation compute, and nothing else. Where no "
        "gradient is wanted, with torch.no_grad() saves the memory and the time of recording.",
        _without_recording(case, span),
        nodes=nodes,
    )


def _idle_evaluations(case: Case) -> list[Span]:
    """Give the places that began graphs in eval mode of which no pass used any; passes may have gone by unseen."""
    events, used, last = defaultdict(list), case.log.used_evaluations, case.log.passes
    for event in case.log.of("evaluation"):
        events[event.span].append(event)
    idle = (span for span, each in events.items() if not any(event.facts["number"] in used for event in each))
    return [
        span
        for span in idle
        if span is not None and (last < PASSES or all(event.facts["passes"] + 2 <= last for event in events[span]))
        if not _is_gone_at_once(case, span)
    ]


def _is_gone_at_once(case: Case, span: Span) -> bool:
    """Say whether what was computed there becomes a plain number at once, so that its graph outlives nothing."""
    node = case.syntax.expression(span)
    parent = next(iter(case.syntax.around(node)), None) if node is not None else None
    return isinstance(parent, ast.Attribute) and parent.attr in ("item", "tolist")


def _made_in(graph: Graph, root: str, modules: set[str], stepped: set[str]) -> list[Node]:
    """Give the operations behind a root that were made in one of some modules and took part in no pass."""
    nodes = {node.id: node for node in graph.nodes}
    targets: dict[str, list[str]] = defaultdict(list)
    for edge in graph.edges:
        targets[edge.source].append(edge.target)
    waiting, seen, inside = [root], {root}, []
    while waiting:
        node = nodes.get(waiting.pop())
        if node is None or node.kind != "operation" or node.id in stepped:
            continue
        inside += [node] if node.module in modules else []
        fresh = [target for target in targets[node.id] if target not in seen]
        seen.update(fresh)
        waiting += fresh
    return inside


def _without_recording(case: Case, span: Span | None) -> Fix | None:
    statement = case.syntax.statement_at(span)
    if not isinstance(statement, ast.Assign | ast.Expr | ast.AugAssign | ast.Return):
        return None
    if case.syntax.enclosing(statement, ast.ClassDef) is not None:
        return None
    return fix("Evaluate without recording", within(case.syntax, statement, "with torch.no_grad():"))


def missing_train_mode(case: Case) -> Iterator[Remark]:
    """Find training that goes on in eval mode after an evaluation."""
    steps = case.log.of("step")
    told = set()
    for event in case.log.of("pass"):
        for switch in event.facts["switched_off"]:
            module = switch.facts["module"]()
            if (
                module is None
                or switch.span in told
                or not any(isinstance(each, _BY_MODE) for each in module.modules())
            ):
                continue
            if any(
                step.turn > event.turn and step.facts["optimizer"].parameters & switch.facts["parameters"]
                for step in steps
            ):
                told.add(switch.span)
                yield Remark(
                    switch.span,
                    "Training goes on in eval mode: nothing switches back to train().",
                    "From here on dropout drops nothing and batch normalisation neither uses nor updates the batch's "
                    "statistics, in training too. Call train() before training goes on.",
                    _back_to_train(case, switch.span),
                )


def _back_to_train(case: Case, span: Span | None) -> Fix | None:
    call = case.syntax.expression(span)
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    owner = dotted(call.func.value)
    loop = case.syntax.loop(call)
    if not owner or loop is None:
        return None
    return fix(f"Begin each round with {owner}.train()", line_before(case.syntax, loop.body[0], f"{owner}.train()"))


def softmaxed_twice(case: Case) -> Iterator[Remark]:
    """Find probabilities that go into a loss which takes the softmax itself."""
    for event in case.log.of("cross entropy"):
        yield Remark(
            event.span,
            "cross_entropy is given the output of a softmax.",
            "cross_entropy takes the softmax itself, and of probabilities it can never come near 0 (with 2 classes not "
            "below 0.31) and its gradients are small. Give it the scores before the softmax.",
            _unsoftened(case, event),
        )


def _unsoftened(case: Case, event: Event) -> Fix | None:
    call = case.syntax.expression(event.facts["made"])
    title = "Leave the softmax out"
    if isinstance(call, ast.Call) and last_name(call.func) == "softmax":
        is_function = dotted(call.func).partition(".")[0] in ("torch", "F", "nn", "softmax")
        inner = call.args[0] if is_function and call.args else None
        if not is_function and isinstance(call.func, ast.Attribute):
            inner = call.func.value
        if inner is not None:
            return fix(title, replaced(case.syntax, call, case.syntax.code(inner)))
    made = list(case.syntax.calls("Softmax"))
    if len(made) != 1:
        return None
    owner = dotted(made[0].func).rpartition(".")[0]
    return fix(title, replaced(case.syntax, made[0], f"{owner}.Identity()" if owner else "torch.nn.Identity()"))


RULES = (
    Rule("retained-history", "warning", retained_history),
    Rule("in-loop-graph-growth", "warning", growing_graph),
    Rule("eval-is-not-no-grad", "hint", eval_records),
    Rule("missing-train-mode", "warning", missing_train_mode),
    Rule("softmax-before-cross-entropy", "warning", softmaxed_twice),
)
