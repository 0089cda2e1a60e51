"""Why a gradient is not checked, and how a run of the program is broken off."""


class NotCheckedError(Exception):
    """One paragraph on why a gradient is not checked."""


class BreakOff(BaseException):  # no error: it ends a program that has done all we wanted of it
    """Ends a run of the program from within; no `except Exception` of the program's stands in its way."""
