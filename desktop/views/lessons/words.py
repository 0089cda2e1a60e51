"""What the gallery and the panel say themselves, in the languages of our lessons, and the fonts they say it in."""

from dataclasses import dataclass

from PySide6.QtGui import QFont

from desktop.views.theme import text_font

LANGUAGES = {"en": "English", "ko": "한국어"}
"""By code, each under the name its speakers give it."""

SIGNS = {"en": "EN", "ko": "한"}


@dataclass(frozen=True)
class Words:
    """Sentences and names of one language. `{}` stands for numbers."""

    lessons: str
    count: str
    section_count: str
    find: str
    find_tip: str
    nothing_found: str
    open_folder: str
    open_folder_tip: str
    close_folder_tip: str
    language_tip: str
    solved: str
    begun: str
    card_tip: str
    gallery: str
    gallery_tip: str
    place: str
    previous: str
    next: str
    put_back: str
    put_back_tip: str
    close_tip: str
    question: str
    hint: str
    hint_tip: str
    run_it: str
    not_yet: str
    done: str
    done_before: str
    no_question: str
    reading_folder: str
    read_again: str
    read_again_tip: str
    motto: str
    new_program: str
    new_program_tip: str
    open_file: str
    open_file_tip: str
    recent: str
    no_recent: str
    recent_tip: str
    at_start: str
    at_start_tip: str
    begin_with: str
    continue_with: str
    go_on_with: str
    begin: str
    go_on: str
    lesson_of: str
    next_lesson: str


_ENGLISH = Words(
    lessons="Lessons",
    count="{} of {} solved",
    section_count="{} of {}",
    find="Find a lesson…",
    find_tip="Words of a title or a text (Ctrl+F); ↓ goes to the cards, Enter opens the first",
    nothing_found="No lesson has these words. Try “gradient”, “shape” or “loss”.",
    open_folder="Lessons Folder…",
    open_folder_tip="Show a teacher's own lessons: folders with lesson.md and program.py",
    close_folder_tip="Show only the lessons of Chainrule again",
    language_tip="Read the lessons in this language",
    solved="Solved",
    begun="Begun",
    card_tip="Open this lesson (Enter)",
    gallery="All lessons",
    gallery_tip="Go back to the gallery",
    place="{} / {}",
    previous="Previous lesson",
    next="Next lesson",
    put_back="Put the Program Back",
    put_back_tip="Take the lesson's own program again; undo brings yours back",
    close_tip="Close the lesson and keep the program",
    question="Try this",
    hint="Hint",
    hint_tip="Show or hide a hint",
    run_it="Change the program and run it. It is looked at after each run.",
    not_yet="Not there yet. What is still missing stands below.",
    done="Solved. That is it.",
    done_before="You have solved this. Run it to see it again.",
    no_question="This lesson asks nothing. Read on, and run the program.",
    reading_folder="Reading the lessons in {}…",
    read_again="Read Again",
    read_again_tip="Read the folder anew, once you have mended it",
    motto="See autograd at work",
    new_program="New Program",
    new_program_tip="Begin an empty program (Ctrl+N)",
    open_file="Open…",
    open_file_tip="Open a program from a file (Ctrl+O)",
    recent="Recent files",
    no_recent="Programs you open or save are listed here.",
    recent_tip="Open this program",
    at_start="Show this page at start",
    at_start_tip="Without the tick Chainrule opens on the program's page",
    begin_with="Begin here",
    continue_with="Continue with",
    go_on_with="Next",
    begin="Begin",
    go_on="Continue",
    lesson_of="Lesson {} of {}",
    next_lesson="Next Lesson",
)
_KOREAN = Words(
    lessons="수업",
    count="{1}개 중 {0}개 해결",
    section_count="{1}개 중 {0}개",
    find="수업 찾기…",
    find_tip="제목이나 글에 나오는 말로 찾습니다(Ctrl+F). ↓로 카드로 가고 Enter로 첫 수업을 엽니다",
    nothing_found="이 말이 나오는 수업이 없습니다. “기울기”, “모양”, “손실”로 찾아보세요.",
    open_folder="수업 폴더 열기…",
    open_folder_tip="선생님이 만든 수업을 봅니다. lesson.md와 program.py가 든 폴더들입니다",
    close_folder_tip="Chainrule의 수업만 다시 봅니다",
    language_tip="이 언어로 수업을 읽습니다",
    solved="해결",
    begun="진행 중",
    card_tip="이 수업을 엽니다(Enter)",
    gallery="모든 수업",
    gallery_tip="수업 목록으로 돌아갑니다",
    place="{} / {}",
    previous="이전 수업",
    next="다음 수업",
    put_back="처음 프로그램으로",
    put_back_tip="수업의 원래 프로그램을 다시 가져옵니다. 실행 취소하면 고친 것이 돌아옵니다",
    close_tip="수업을 닫고 프로그램은 그대로 둡니다",
    question="해 보기",
    hint="힌트",
    hint_tip="힌트를 보이거나 감춥니다",
    run_it="프로그램을 고치고 실행하세요. 실행할 때마다 확인합니다.",
    not_yet="아직 아닙니다. 남은 것은 아래에 있습니다.",
    done="해결했습니다. 바로 그것입니다.",
    done_before="이미 해결한 문제입니다. 실행하면 다시 확인합니다.",
    no_question="이 수업에는 문제가 없습니다. 글을 읽고 프로그램을 실행해 보세요.",
    reading_folder="{}의 수업을 읽는 중…",
    read_again="다시 읽기",
    read_again_tip="고친 뒤에 폴더를 다시 읽습니다",
    motto="자동 미분을 눈으로 봅니다",
    new_program="새 프로그램",
    new_program_tip="빈 프로그램을 시작합니다(Ctrl+N)",
    open_file="열기…",
    open_file_tip="파일에서 프로그램을 엽니다(Ctrl+O)",
    recent="최근 파일",
    no_recent="열거나 저장한 프로그램이 여기에 보입니다.",
    recent_tip="이 프로그램을 엽니다",
    at_start="시작할 때 이 화면 보기",
    at_start_tip="끄면 Chainrule은 프로그램 화면으로 시작합니다",
    begin_with="여기서 시작하세요",
    continue_with="이어서 하기",
    go_on_with="다음 수업",
    begin="시작",
    go_on="계속",
    lesson_of="수업 {1}개 중 {0}번째",
    next_lesson="다음 수업",
)
_WORDS = {"en": _ENGLISH, "ko": _KOREAN}
_HANGUL = (
    "NanumBarunGothic",
    "NanumGothic",
    "Noto Sans CJK KR",
    "Noto Sans KR",
    "Apple SD Gothic Neo",
    "Malgun Gothic",
    "UnDotum",
    "Baekmuk Dotum",
)


def words(language: str) -> Words:
    """Give what is said in a language; English where it is none of ours."""
    return _WORDS.get(language, _ENGLISH)


def reading_font(language: str, points: float = 10.0) -> QFont:
    """Give the font of a language's texts: for Korean one that has Hangul and Latin letters of one hand."""
    font = text_font(points)
    if language == "ko":
        font.setFamilies([*_HANGUL, *font.families()])
        font.setPointSizeF(points + 0.5)  # Hangul stands smaller in its square
    return font
