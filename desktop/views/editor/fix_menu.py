"""The menu of what can be mended on a line."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from desktop.records.finding import Finding


def offer_fixes(
    parent: QWidget, findings: Sequence[Finding], place: QPoint, chosen: Callable[[Finding], object]
) -> None:
    """Open a menu of the fixes at a place on the screen, the first highlighted; where there is none, do nothing."""
    fixable = [(finding, finding.fix) for finding in findings if finding.fix is not None]
    if not fixable:
        return
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    for finding, fix in fixable:
        action = menu.addAction(fix.title)
        action.setToolTip(finding.message)
        action.triggered.connect(lambda _=False, finding=finding: chosen(finding))
    menu.setActiveAction(menu.actions()[0])
    menu.popup(place)
