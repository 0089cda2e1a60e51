"""What a lesson's check asks of a run, said as a person says it, in the languages of our lessons."""

from desktop.records.lesson import (
    BackwardRan,
    Check,
    FindingIs,
    GradientIs,
    ModuleHas,
    NodeIs,
    OutputHas,
    RunEnds,
    VariableIs,
)

_ENGLISH = {
    "value": "`{name}` is `{expected}`",
    "nearly": "`{name}` is about `{expected}`",
    "shape": "`{name}` has the shape `{expected}`",
    "dtype": "`{name}` has the dtype `{expected}`",
    "device": "`{name}` is on the device `{expected}`",
    "requires_grad true": "`{name}` asks for its gradient",
    "requires_grad false": "`{name}` asks for no gradient",
    "is_leaf true": "`{name}` is a leaf",
    "is_leaf false": "`{name}` is no leaf",
    "gradient": "the gradient of `{name}` is `{expected}`",
    "gradient nearly": "the gradient of `{name}` is about `{expected}`",
    "printed": "the program prints `{name}`",
    "not printed": "the program does not print `{name}`",
    "found": "the finding `{name}` appears",
    "not found": "the finding `{name}` is gone",
    "node": "the graph has `{name}`",
    "no node": "the graph has no `{name}`",
    "nodes": "the graph has `{name}` {count}",
    "parameters": "`{name}` has {parameters}",
    "passes": "`backward()` runs {count}",
    "finishes": "the program runs to its end",
    "fails": "the program fails with `{name}`",
}
_KOREAN = {
    "value": "`{name}`의 값 = `{expected}`",
    "nearly": "`{name}`의 값 ≈ `{expected}`",
    "shape": "`{name}`의 모양 = `{expected}`",
    "dtype": "`{name}`의 자료형 = `{expected}`",
    "device": "`{name}`의 장치 = `{expected}`",
    "requires_grad true": "`{name}`: 기울기를 요구함",
    "requires_grad false": "`{name}`: 기울기를 요구하지 않음",
    "is_leaf true": "`{name}`: 잎(leaf)",
    "is_leaf false": "`{name}`: 잎(leaf)이 아님",
    "gradient": "`{name}`의 기울기 = `{expected}`",
    "gradient nearly": "`{name}`의 기울기 ≈ `{expected}`",
    "printed": "출력에 `{name}` 있음",
    "not printed": "출력에 `{name}` 없음",
    "found": "진단 `{name}` 있음",
    "not found": "진단 `{name}` 없음",
    "node": "그래프에 `{name}` 있음",
    "no node": "그래프에 `{name}` 없음",
    "nodes": "그래프에 `{name}` {number}개",
    "parameters": "`{name}`의 {parameters}",
    "passes": "`backward()` {count} 실행",
    "finishes": "프로그램이 끝까지 실행됨",
    "fails": "`{name}` 오류로 끝남",
}
_FORMS = {"en": _ENGLISH, "ko": _KOREAN}


def check_words(check: Check, language: str) -> str:
    """Say what a check asks for, code in backticks; a language that has no words of ours is answered in English."""
    form, name, count = _asked(check)
    known = language if language in _FORMS else "en"
    expected = check.text.partition(" = ")[2].partition("±")[0].strip()
    if form == "shape":
        expected = f"({expected.strip('[]')})"
    counts = {"number": count, "count": _times(count, known), "parameters": _parameters(count, known)}
    return _FORMS[known][form].format(name=name, expected=expected, **counts)


def _asked(check: Check) -> tuple[str, str, int]:  # noqa: PLR0911 # one line for each kind of condition
    """Give the form of words for a check, whom it is about, and how many."""
    match check.condition:
        case VariableIs() as wanted:
            return _form_for(wanted), wanted.name, 0
        case GradientIs(leaf, tolerance=tolerance):
            return ("gradient nearly" if tolerance else "gradient"), leaf, 0
        case OutputHas(text, present):
            return ("printed" if present else "not printed"), text, 0
        case FindingIs(rule, present):
            return ("found" if present else "not found"), rule, 0
        case NodeIs(name, count):
            return ("node" if count is None else "nodes" if count else "no node"), name, count or 0
        case ModuleHas(name, parameters):
            return "parameters", name, parameters
        case BackwardRan(times):
            return "passes", "", times
        case RunEnds(error):
            return ("fails" if error else "finishes"), error, 0


def _form_for(wanted: VariableIs) -> str:
    if wanted.aspect == "value":
        return "nearly" if wanted.tolerance else "value"
    return f"{wanted.aspect} {wanted.word}" if wanted.aspect in {"requires_grad", "is_leaf"} else wanted.aspect


def _times(count: int, language: str) -> str:
    if language == "ko":
        return f"{count}번"
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _parameters(count: int, language: str) -> str:
    return f"매개변수 {count}개" if language == "ko" else f"{count} parameter{'' if count == 1 else 's'}"
