"""`train` without a window: its lines, its JSON, its checkpoints, its exit statuses."""

import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import pytest
import safetensors.torch
import torch
from safetensors import safe_open

from desktop.engine.checkpoint import read_checkpoint
from desktop.engine.training import Training
from desktop.engine.training import train as engine_train
from desktop.headless.train import train
from desktop.records.files import UsageError
from desktop.records.recipe import Function, ProgramModel
from desktop.records.training import Outcome, Recipe, TrainingStep

CHECKOUT = Path(__file__).parents[2]
SHORT = Recipe(iterations=120, epochs=3)
EASY = Recipe(iterations=200, learning_rate=0.05)


def outcome_in(path: Path) -> Outcome:
    """Decode the JSON that a run wrote."""
    return msgspec.json.decode(path.read_bytes(), type=Outcome)


def without_seconds(outcome: Outcome) -> Outcome:
    """Set the times aside, so that two runs compare by their numbers."""
    epochs = tuple(msgspec.structs.replace(epoch, seconds=0.0) for epoch in outcome.epochs)
    return msgspec.structs.replace(outcome, seconds=0.0, epochs=epochs)


def trained(recipe: Recipe) -> Outcome:
    """Train without the command."""
    training = Training(recipe)
    while not training.finished:
        training.advance(100)
    return without_seconds(training.outcome())


def run(
    recipe: Recipe,
    *,
    json: Path | str | None = None,
    save: Path | None = None,
    resume: Path | None = None,
    given: Sequence[str] = (),
    stream: bool = False,
) -> int:
    """Call the command with what a test does not say left out."""
    json = None if json is None else str(json)
    return train(recipe, json=json, save=save, resume=resume, given=given, stream=stream)


def test_a_line_an_epoch(capsys: pytest.CaptureFixture[str]) -> None:
    """Standard output holds one line an epoch with average loss, true y and predicted y in columns."""
    assert run(SHORT) == 1
    printed = capsys.readouterr()
    lines = printed.out.splitlines()
    epochs = trained(SHORT).epochs
    assert [line.split() for line in lines] == [
        f"epoch {e.epoch} average loss {e.average_loss:#.6g} true y 0.9000 predicted y {e.predicted:.4f}".split()
        for e in epochs
    ]
    assert len({line.index("true y") for line in lines}) == 1
    assert printed.err.startswith("Not reached: the average loss is ")


def test_reaching_the_threshold_is_status_0(capsys: pytest.CaptureFixture[str]) -> None:
    """A reached threshold ends with status 0 and says so."""
    assert run(EASY) == 0
    assert capsys.readouterr().err.startswith("Reached: the average loss is ")


def test_json_to_standard_output_stands_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """With `--json -` standard output decodes as one Outcome, and the lines go to standard error."""
    run(SHORT, json="-")
    printed = capsys.readouterr()
    assert without_seconds(msgspec.json.decode(printed.out, type=Outcome)) == trained(SHORT)
    assert printed.err.count("average loss") == 4


def test_json_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file holds the Outcome; the lines stay on standard output."""
    run(SHORT, json=tmp_path / "outcome.json")
    assert without_seconds(outcome_in(tmp_path / "outcome.json")) == trained(SHORT)
    assert capsys.readouterr().out.count("\n") == 3


def test_a_stream_holds_a_record_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each step is a line as the generator gives it, the outcome the last; a file and standard output alike."""
    run(SHORT, json=tmp_path / "stream.jsonl", stream=True)
    capsys.readouterr()
    run(SHORT, json="-", stream=True)
    for lines in ((tmp_path / "stream.jsonl").read_text().splitlines(), capsys.readouterr().out.splitlines()):
        *steps, outcome = lines
        decoded = [msgspec.json.decode(step, type=TrainingStep) for step in steps]
        expected = list(engine_train(SHORT))
        assert [step.losses for step in decoded] == [step.losses for step in expected]
        assert [step.parameters for step in decoded] == [step.parameters for step in expected]
        assert without_seconds(msgspec.json.decode(outcome, type=Outcome)) == trained(SHORT)


def test_what_a_model_prints_stays_out_of_the_json(capsys: pytest.CaptureFixture[str]) -> None:
    """With `--json -` a person's own prints go to standard error."""
    text = (
        "from torch import nn\nclass Net(nn.Linear):\n    def forward(self, x):\n"
        "        print('forward')\n        return super().forward(x)\n"
    )
    run(Recipe(iterations=2, epochs=1, model=ProgramModel(text, "Net", "3, 1")), json="-")
    printed = capsys.readouterr()
    assert msgspec.json.decode(printed.out, type=Outcome).epochs
    assert "forward" in printed.err


def test_a_model_that_wants_more_than_to_compute_needs_trust() -> None:
    """The refusal is an error of usage that names the flag; with consent the run goes on."""
    text = "import os\nfrom torch import nn\nclass Net(nn.Linear):\n    home = os.getcwd\n"
    recipe = Recipe(iterations=2, epochs=1, model=ProgramModel(text, "Net", "3, 1"))
    with pytest.raises(UsageError, match=r"needs consent.* add --trust"):
        run(recipe)
    assert train(recipe, json=None, save=None, resume=None, trusted=True) == 1


def test_weights_are_saved_for_other_programs(tmp_path: Path) -> None:
    """Any reader of safetensors finds the weights by the model's names, and the recipe in the metadata."""
    save = tmp_path / "weights.safetensors"
    run(SHORT, save=save)
    tensors = safetensors.torch.load_file(save)
    linear = torch.nn.Linear(3, 1)
    linear.load_state_dict({name: tensors[f"linear.{name}"] for name in ("weight", "bias")})
    assert tuple(linear.weight.flatten().tolist()) == trained(SHORT).parameters["linear.weight"]
    with safe_open(save, framework="pt") as file:
        assert msgspec.json.decode(file.metadata()["recipe"], type=Recipe) == SHORT


@pytest.mark.parametrize("momentum", [0.1, 0.0])
def test_a_resumed_run_equals_an_uninterrupted_one(tmp_path: Path, momentum: float) -> None:
    """Two epochs, saved, and two more by --epochs give the four epochs and the file of a run in one piece."""
    long = Recipe(iterations=150, epochs=4, momentum=momentum)
    short = msgspec.structs.replace(long, epochs=2)
    run(short, save=tmp_path / "half")
    run(long, resume=tmp_path / "half", save=tmp_path / "two", json=tmp_path / "two.json", given=["epochs"])
    run(long, save=tmp_path / "one", json=tmp_path / "one.json")
    assert without_seconds(outcome_in(tmp_path / "two.json")) == without_seconds(outcome_in(tmp_path / "one.json"))
    one, two = (safetensors.torch.load_file(tmp_path / name) for name in ("one", "two"))
    assert one.keys() == two.keys()
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_a_finished_run_resumed_has_nothing_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Resuming a run that reached its threshold ends at once with the same outcome and status."""
    run(EASY, save=tmp_path / "done", json=tmp_path / "first.json")
    capsys.readouterr()
    assert run(Recipe(), resume=tmp_path / "done", json=tmp_path / "again.json") == 0
    assert outcome_in(tmp_path / "again.json") == outcome_in(tmp_path / "first.json")
    assert capsys.readouterr().out == ""


def test_a_resumed_run_keeps_its_recipe(tmp_path: Path) -> None:
    """A flag that would change the numbers is refused by name; equal ones and defaults not given are fine."""
    save = tmp_path / "half"
    run(SHORT, save=save)
    with pytest.raises(UsageError, match=r"--learning-rate is 0.0001 in .* and cannot become 0.5"):
        run(Recipe(learning_rate=0.5), resume=save, given=["learning_rate"])
    assert run(Recipe(iterations=120), resume=save, given=["iterations"]) == 1


def test_ctrl_c_ends_between_iterations_and_the_run_can_go_on(tmp_path: Path) -> None:
    """SIGINT in the middle of a run: status 1, a line on how to go on, and a checkpoint that continues bit for bit."""
    save, json = tmp_path / "stopped", tmp_path / "stopped.json"
    text = (
        "import sys; from pathlib import Path; from desktop.headless.train import train; "
        "from desktop.records.training import Recipe; "
        f"sys.exit(train(Recipe(iterations=500), json={str(json)!r}, save=Path({str(save)!r}), resume=None))"
    )
    with subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        said = process.stderr.read().decode()
    assert process.returncode == 1
    assert said.startswith("Stopped by Ctrl+C in epoch ")
    assert f"--resume {save}" in said
    finished = len(outcome_in(json).epochs)
    assert 1 <= finished < 1_000
    run(Recipe(epochs=finished + 2), resume=save, json=tmp_path / "on.json", given=["epochs"])
    uninterrupted = trained(Recipe(iterations=500, epochs=finished + 2))
    assert without_seconds(outcome_in(tmp_path / "on.json")) == uninterrupted


def test_ctrl_c_keeps_a_run_that_nobody_asked_to_save(tmp_path: Path) -> None:
    """Without --save the run goes to a file of a name that is free, and the last line says how to go on from it."""
    (tmp_path / "chainrule-interrupted.safetensors").write_text("an older one")
    command = [sys.executable, str(CHECKOUT / "main.py"), "train", "--iterations", "500", "--target", "sine"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        said = process.stderr.read().decode()
    assert process.returncode == 1
    assert said.rstrip().endswith("go on with --resume chainrule-interrupted-2.safetensors.")
    assert (tmp_path / "chainrule-interrupted.safetensors").read_text() == "an older one"
    checkpoint = read_checkpoint(tmp_path / "chainrule-interrupted-2.safetensors")
    assert checkpoint.recipe == Recipe(iterations=500, target=Function("sine"))
    assert checkpoint.progress.epochs


def test_divergence_is_status_1_and_keeps_what_was_reached(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The reason goes to standard error; JSON and checkpoint hold the last finite state."""
    save, json = tmp_path / "weights", tmp_path / "outcome.json"
    assert run(Recipe(learning_rate=10), save=save, json=json) == 1
    assert "The loss became " in capsys.readouterr().err
    assert outcome_in(json).reached is False
    assert torch.isfinite(safetensors.torch.load_file(save)["linear.weight"]).all()


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "truncated": lambda data: data[: len(data) // 2],
    "a bit of a weight flipped": lambda data: data[:-1] + bytes([data[-1] ^ 1]),
    "empty": lambda _data: b"",
    "text": lambda _data: b"not a checkpoint at all",
    "a progress changed by hand": lambda data: data.replace(b'iteration\\":0', b'iteration\\":7'),
    "an older format": lambda data: data.replace(b'chainrule_checkpoint":"2"', b'chainrule_checkpoint":"0"'),
    "another program's": lambda _data: safetensors.torch.save({"linear.weight": torch.zeros(1, 3)}),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_bad_checkpoint_is_refused_and_nothing_changes(tmp_path: Path, damage: str) -> None:
    """A damaged, foreign or older file is an error of usage that names it; no output is touched."""
    good, bad, json = tmp_path / "good", tmp_path / "bad", tmp_path / "outcome.json"
    run(SHORT, save=good)
    data = DAMAGES[damage](good.read_bytes())
    assert data != good.read_bytes()
    bad.write_bytes(data)
    json.write_text("before")
    with pytest.raises(UsageError) as caught:
        run(Recipe(), resume=bad, save=bad, json=json)
    assert str(bad) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert (bad.read_bytes(), json.read_text()) == (data, "before")


def test_a_missing_checkpoint_is_refused(tmp_path: Path) -> None:
    """A missing file and a folder are named as such."""
    for path in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(UsageError, match="There is no checkpoint"):
            run(Recipe(), resume=path)


def test_an_unknown_device_is_refused() -> None:
    """The error names the devices that Torch offers."""
    with pytest.raises(UsageError, match=r"no device 'cuda:99' here. Torch offers: cpu"):
        run(Recipe(device="cuda:99"))


def test_outputs_are_checked_before_anything_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An output that cannot be written is refused before the first epoch."""
    outputs = [{"json": tmp_path / "no" / "o.json"}, {"save": tmp_path / "no" / "w"}, {"save": tmp_path}]
    for output in outputs:
        with pytest.raises(UsageError):
            run(SHORT, json=output.get("json"), save=output.get("save"))
    assert capsys.readouterr().out == ""


def test_one_file_for_two_outputs_is_refused(tmp_path: Path) -> None:
    """JSON and weights under one name would lose one of them."""
    with pytest.raises(UsageError, match="both name"):
        run(SHORT, json=tmp_path / "x", save=tmp_path / "x")


def test_a_bar_is_shown_on_a_terminal_only(capsys: pytest.CaptureFixture[str]) -> None:
    """Where standard error is no terminal, nothing but plain lines goes there."""
    run(SHORT)
    assert "\r" not in capsys.readouterr().err
