"""A lesson's text: Markdown set for reading, code in the font and on the ground of code."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from desktop.views.lessons.words import reading_font
from desktop.views.theme import Theme, code_font, mixed, palette

_LINE_PERCENT = 138.0
_PARAGRAPH_GAP = 9.0
MARGIN = 14
_INDENT = 20
_CODE_POINTS = 9.5


class ReadingPage(QTextBrowser):
    """Shows one text at a time. A link opens in the person's browser. Thread: GUI."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._markdown = ""
        self._language = "en"
        self.setFrameShape(QFrame.Shape.NoFrame)
        # A trailing letter may hang into the margin, and no more: nothing has to be scrolled sideways.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setOpenLinks(False)
        self.anchorClicked.connect(_open)
        self.document().setDocumentMargin(MARGIN)
        self.document().setIndentWidth(_INDENT)
        self.set_theme(theme)

    def show_text(self, markdown: str, language: str) -> None:
        """Show a text from its beginning; the one that is shown stays where it was scrolled to."""
        if (markdown, language) == (self._markdown, self._language):
            return
        self._markdown, self._language = markdown, language
        self._typeset()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self.setPalette(palette(theme))
        place = self.verticalScrollBar().value()
        self._typeset()
        self.verticalScrollBar().setValue(place)

    def _typeset(self) -> None:
        document = self.document()
        self.setFont(reading_font(self._language, 10.5))
        document.setDefaultFont(reading_font(self._language, 10.5))
        github, no_html = (
            QTextDocument.MarkdownFeature.MarkdownDialectGitHub,
            QTextDocument.MarkdownFeature.MarkdownNoHTML,
        )
        document.setMarkdown(self._markdown, github | no_html)
        self._set_tables()
        block = document.begin()
        while block.isValid():
            self._set_block(block)
            block = block.next()

    def _set_block(self, block: QTextBlock) -> None:
        """Give a block its spacing, and its code the look of code."""
        cursor = QTextCursor(block)
        is_code = block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)
        shape = QTextBlockFormat()
        if is_code:
            shape.setBackground(self._code_ground())
            shape.setLeftMargin(8)
            shape.setNonBreakableLines(False)
        else:
            shape.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            if cursor.currentTable() is None:
                shape.setBottomMargin(_PARAGRAPH_GAP if block.textList() is None else _PARAGRAPH_GAP / 2)
        if is_code and not block.next().blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence):
            shape.setBottomMargin(_PARAGRAPH_GAP)
        cursor.mergeBlockFormat(shape)
        self._set_code(block, [(block.position(), block.length() - 1)] if is_code else _code_in(block))

    def _set_code(self, block: QTextBlock, places: list[tuple[int, int]]) -> None:
        look = QTextCharFormat()
        look.setFont(code_font(_CODE_POINTS))
        look.setBackground(self._code_ground())
        for start, length in places:
            cursor = QTextCursor(block)
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(look)

    def _set_tables(self) -> None:
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                shape = frame.format()
                shape.setBorder(1)
                shape.setBorderBrush(QColor(self._theme.line))
                shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                shape.setBorderCollapse(True)
                shape.setCellPadding(3)
                shape.setCellSpacing(0)
                shape.setBottomMargin(_PARAGRAPH_GAP)
                shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
                frame.setFormat(shape)

    def _code_ground(self) -> QColor:
        return mixed(self._theme.accent, self._theme.base, 0.1)


def _code_in(block: QTextBlock) -> list[tuple[int, int]]:
    """Give where code stands in a block: starts and lengths in the document."""
    found = []
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        if fragment.charFormat().fontFixedPitch():
            found.append((fragment.position(), fragment.length()))
        iterator += 1
    return found


def _open(link: QUrl) -> None:
    """Open a link in the person's browser, where it leads to the web and nowhere else."""
    if link.scheme() in {"http", "https"}:
        QDesktopServices.openUrl(link)
