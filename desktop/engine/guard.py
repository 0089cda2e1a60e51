"""Run a program so that nothing it does, or left for us to look at, costs the engine or the next run anything."""

import traceback

import msgspec

from desktop.engine.as_new import AsNew
from desktop.engine.holdings import Holdings
from desktop.engine.limits import memory_allowed, memory_message
from desktop.engine.run import Report, not_run, run
from desktop.engine.streams import ignore_interrupts
from desktop.records.files import UsageError
from desktop.records.run import Failure, Program, Run

NOT_RECORDED = "NotRecorded"


class Guard:
    """Runs programs one after the other, each as if it were the first; made once torch is warm. Thread: the main."""

    def __init__(self) -> None:
        self._as_new = AsNew()

    def run(self, program: Program, report: Report, holdings: Holdings | None = None) -> Run:
        """Run a program within the memory there is, and give a Run whatever it does short of ending the process."""
        allowed_mb = memory_allowed(program.memory_mb)
        bound = msgspec.structs.replace(program, memory_mb=allowed_mb)
        try:
            ended = self._run(bound, report, holdings)
        except UsageError as error:
            return not_run(program, Failure("UsageError", str(error), None, ""))
        except KeyboardInterrupt:
            failure = Failure("Stopped", "The program was stopped while its record was written.", None, "")
            return msgspec.structs.replace(not_run(program, failure), status="stopped")
        except BaseException as error:  # noqa: BLE001 # what a program left may raise anything when it is looked at
            return not_recorded(program, error)
        return _name_limit(ended, allowed_mb)

    def _run(self, program: Program, report: Report, holdings: Holdings | None) -> Run:
        # The names that `except` clauses know an error by may be among those the program deleted.
        try:
            return run(program, report, holdings)
        finally:
            ignore_interrupts()
            self._as_new.put_back()


def not_recorded(program: Program, error: BaseException) -> Run:
    """Give the record of a program whose record could not be written, which `error` prevented."""
    reason = "".join(traceback.format_exception_only(error)).strip()
    message = f"The program ended, but what it left could not be recorded: {reason[:300]}"
    return not_run(program, Failure(NOT_RECORDED, message, None, "".join(traceback.format_exception(error))[-4000:]))


def _name_limit(run: Run, allowed_mb: int | None) -> Run:
    """Name the bound on memory in the message of a program that ran into it."""
    if run.status != "stopped" or run.error is None or run.error.type == "Stopped":
        return run
    error = msgspec.structs.replace(run.error, message=memory_message(run.error.message, allowed_mb))
    return msgspec.structs.replace(run, error=error)
