"""Each kind of check is said in both languages, with what it is about."""

import pytest

from desktop.views.lessons.check_words import check_words
from desktop.views.lessons.conditions import EXAMPLES, check

SAID = {
    "variable loss = 1.5 ± 1e-6": ("`loss` is about `1.5`", "`loss`의 값 ≈ `1.5`"),
    "variable x = [[1, 2], [3, 4]]": ("`x` is `[[1, 2], [3, 4]]`", "`x`의 값 = `[[1, 2], [3, 4]]`"),
    "variable x.shape = [2, 3]": ("`x` has the shape `(2, 3)`", "`x`의 모양 = `(2, 3)`"),
    "variable x.dtype = float32": ("`x` has the dtype `float32`", "`x`의 자료형 = `float32`"),
    "variable x.device = meta": ("`x` is on the device `meta`", "`x`의 장치 = `meta`"),
    "variable x.requires_grad = false": ("`x` asks for no gradient", "`x`: 기울기를 요구하지 않음"),
    "variable x.is_leaf = true": ("`x` is a leaf", "`x`: 잎(leaf)"),
    "gradient of w = [1, 2] ± 1e-6": ("the gradient of `w` is about `[1, 2]`", "`w`의 기울기 ≈ `[1, 2]`"),
    "output lacks tensor(": ("the program does not print `tensor(`", "출력에 `tensor(` 없음"),
    "finding no-zero is gone": ("the finding `no-zero` is gone", "진단 `no-zero` 없음"),
    "node AddBackward0 is gone": ("the graph has no `AddBackward0`", "그래프에 `AddBackward0` 없음"),
    "node add appears 2 times": ("the graph has `add` twice", "그래프에 `add` 2개"),
    "module net has 1 parameter": ("`net` has 1 parameter", "`net`의 매개변수 1개"),
    "backward runs 3 times": ("`backward()` runs 3 times", "`backward()` 3번 실행"),
    "run fails with ValueError": ("the program fails with `ValueError`", "`ValueError` 오류로 끝남"),
}


@pytest.mark.parametrize("line", SAID)
def test_a_check_is_said_as_a_person_says_it(line: str) -> None:
    """In English and in Korean; another language is answered in English."""
    english, korean = SAID[line]
    assert check_words(check(line), "en") == english
    assert check_words(check(line), "ko") == korean
    assert check_words(check(line), "fr") == english


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_kind_has_words(line: str) -> None:
    """Whatever a teacher may write in a check is said in both languages, without a gap left open."""
    for language in ("en", "ko"):
        said = check_words(check(line), language)
        assert said
        assert "{" not in said
