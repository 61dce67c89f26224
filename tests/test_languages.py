"""Every sentence that a person can see exists in Finnish and Swedish too."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from models import language

ROOT = Path(__file__).parent.parent
PACKAGES = ("tracker", "screens", "importers", "exports", "models")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
PLACE = re.compile(r"\{([a-z_0-9]*)[^}]*\}")


def used_messages() -> set[str | tuple[str, ...]]:
    """The messages in the sources: a text, or the two forms of one that counts."""
    found: set[str | tuple[str, ...]] = set()
    for package in PACKAGES:
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT / package, [("**.py", "python")], keywords=KEYWORDS
        ):
            found.add(message)
    return found


def catalogue(code: str) -> Catalog:
    with (language.LOCALE / code / "LC_MESSAGES" / "tracker.po").open("rb") as file:
        return read_po(file, locale=code)


@pytest.mark.parametrize("code", ["fi", "sv"])
def test_every_message_is_translated(code: str) -> None:
    known = {
        (entry.id if isinstance(entry.id, str) else entry.id[0]): entry
        for entry in catalogue(code)
        if entry.id and (all(entry.string) if isinstance(entry.string, tuple) else entry.string)
    }
    missing = [
        message
        for message in used_messages()
        if (message if isinstance(message, str) else message[0]) not in known
    ]
    assert not missing, f"{len(missing)} messages lack a translation: {sorted(map(str, missing))[:20]}"


@pytest.mark.parametrize("code", ["fi", "sv"])
def test_a_translation_has_the_places_of_its_message(code: str) -> None:
    wrong = []
    for entry in catalogue(code):
        ids = (entry.id,) if isinstance(entry.id, str) else entry.id
        strings = (entry.string,) if isinstance(entry.string, str) else entry.string
        places = {place for text in ids for place in PLACE.findall(text)}
        wrong += [text for text in strings if text and set(PLACE.findall(text)) - places]
        # The last form, the plural, must say all of them.
        if entry.id and strings[-1] and set(PLACE.findall(strings[-1])) != set(PLACE.findall(ids[-1])):
            wrong.append(strings[-1])
    assert not wrong


def test_no_message_hides_in_a_formatted_string() -> None:
    """Python 3.11 shows Babel no call inside an f-string, so such a message would never be translated."""
    wrong = []
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    wrong += [
                        f"{path.name}:{call.lineno}"
                        for call in ast.walk(node)
                        if isinstance(call, ast.Call)
                        and isinstance(call.func, ast.Name)
                        and call.func.id in KEYWORDS
                        and isinstance(call.args[0], ast.Constant)
                    ]
    assert not wrong


def test_no_message_is_put_together_before_it_is_translated() -> None:
    wrong = []
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id in KEYWORDS
                    and node.args
                    and isinstance(node.args[0], (ast.JoinedStr, ast.BinOp))
                ):
                    wrong.append(f"{path.name}:{node.lineno}")
    assert not wrong


@pytest.mark.parametrize(
    ("code", "written"), [("fi", "9.10.2018"), ("sv", "9.10.2018"), ("en", "2018-10-09")]
)
def test_a_date_follows_the_language(code: str, written: str) -> None:
    with language.speaking(code):
        assert language.date_text(date(2018, 10, 9)) == written


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_a_written_date_is_read_back(code: str) -> None:
    with language.speaking(code):
        assert language.parse_date(language.date_text(date(2018, 2, 28))) == date(2018, 2, 28)


@pytest.mark.parametrize(
    "text", ["1/2/2018", "31.2.2018", "2018-13-01", "1999-12-31", "2101-01-01", "ensi viikolla", ""]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert language.parse_date(text) is None


def test_a_language_spoken_for_one_piece_of_work_ends_with_it() -> None:
    before = language.current()
    with language.speaking("sv"):
        assert language.current() == "sv"
    assert language.current() == before


@pytest.mark.parametrize(
    "message", ["dropped", "Dropped", "dropped {weight}", "{dropped} dropped.", "dropped so far"]
)
def test_what_was_dropped_has_one_word_in_swedish(message: str) -> None:
    assert "gick inte vidare" in str(catalogue("sv")[message].string).lower()
