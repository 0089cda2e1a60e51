"""Ask every rule about a run."""

import logging
from collections.abc import Container

from desktop.engine.findings import (
    backward_errors,
    consent,
    conversions,
    cuda,
    devices_and_dtypes,
    gradients,
    in_place,
    indexing,
    joining,
    layer_inputs,
    leaves_and_modules,
    legacy,
    module_calls,
    not_called,
    numpy_functions,
    optimizer,
    optimizer_arguments,
    out_of_graph,
    products,
    reshaping,
    saved_weights,
    shapes,
    single_numbers,
    targets,
    training_habits,
    uninitialized,
    unpacking,
)
from desktop.engine.findings.case import Case
from desktop.engine.findings.rule import Rule
from desktop.records.finding import Finding

RULES: tuple[Rule, ...] = (
    *shapes.RULES,
    *products.RULES,
    *leaves_and_modules.RULES,
    *uninitialized.RULES,
    *optimizer.RULES,
    *backward_errors.RULES,
    *in_place.RULES,
    *training_habits.RULES,
    *legacy.RULES,
    *gradients.RULES,
    *devices_and_dtypes.RULES,
    *cuda.RULES,
    *joining.RULES,
    *reshaping.RULES,
    *layer_inputs.RULES,
    *indexing.RULES,
    *targets.RULES,
    *single_numbers.RULES,
    *saved_weights.RULES,
    *optimizer_arguments.RULES,
    *module_calls.RULES,
    *not_called.RULES,
    *unpacking.RULES,
    *numpy_functions.RULES,
    *out_of_graph.RULES,
    *conversions.RULES,
    *consent.RULES,
)
_MOST_OF_A_RULE = 20
_ORDER = {"error": 0, "warning": 1, "hint": 2}


def examine(case: Case, asked: Container[str] | None = None) -> tuple[Finding, ...]:
    """Give the findings of all rules, or of those `asked` by their identifiers: errors first, then in the text's order.

    A rule that stumbles over a person's strange object says nothing; the others are heard nevertheless.
    """
    found = [finding for rule in RULES if asked is None or rule.identifier in asked for finding in _ask(rule, case)]
    return tuple(sorted(dict.fromkeys(found), key=_place))


def _ask(rule: Rule, case: Case) -> list[Finding]:
    try:
        return rule.findings(case)[:_MOST_OF_A_RULE]
    except Exception:  # a program's own class may raise from wherever it is asked
        logging.getLogger(__name__).debug("The rule %s failed", rule.identifier, exc_info=True)
        return []


def _place(finding: Finding) -> tuple[int, int, int]:
    line, column = (finding.span.line, finding.span.column) if finding.span is not None else (0, 0)
    return _ORDER[finding.severity], line, column
