"""Templates, placeholders and fresh names."""

from desktop.views.editor.assignments import assignment, fill, fresh_name


def test_fresh_names_count_up() -> None:
    """A name that stands anywhere in the program is not taken again."""
    assert fresh_name("x", "") == "x"
    assert fresh_name("x", "x = 1\nprint(x2)") == "x3"
    assert fresh_name("x", "max(xs)") == "x"


def test_assignment_takes_a_fresh_target_and_an_existing_operand() -> None:
    """The target is free; «x» becomes the name assigned last where the program has no x."""
    assert assignment("y = «x» + «1»", "") == "y = «x» + «1»"
    assert assignment("y = «x» + «1»", "x = 1\ny = 2") == "y2 = «x» + «1»"
    assert assignment("y = «x».sum()", "a = 1\n    b = 2\nif b == 3: pass") == "y = «b».sum()"


def test_a_statement_keeps_its_words() -> None:
    """What assigns nothing is written as it stands."""
    assert assignment("«loss».backward()", "loss = 1") == "«loss».backward()"


def test_fill_gives_places_in_characters() -> None:
    """The marks go, and each place covers its placeholder."""
    filled = fill("y = f(«가나», 😀=«2»)")
    assert filled.text == "y = f(가나, 😀=2)"
    assert [filled.text[start:end] for start, end in filled.places] == ["가나", "2"]
