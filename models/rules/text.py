"""How a person's text is compared, cleaned and carried through a workbook, and what it may not hold."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cache

from models.language import LANGUAGES, N_, _, number_text, speaking
from models.rules.fields import MAX_TEXT


class Problem(StrEnum):
    """What a text holds that neither a plan nor a workbook can keep."""

    CONTROL = "control-character"
    BIDI = "bidi-override"
    SURROGATE = "lone-surrogate"
    LENGTH = "too-long"


# U+FFFE and U+FFFF stand here because XML cannot write them; so does DEL.
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff"
_BIDI = "\u202a-\u202e\u2066-\u2069"
_FORBIDDEN = re.compile(f"(?P<control>[{_CONTROL}])|(?P<bidi>[{_BIDI}])|(?P<surrogate>[\ud800-\udfff])")

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")

_NO_BREAK = "\u00a0\u2007\u202f"
_JOINERS = "\u200c\u200d\u200e\u200f\u061c"
_NOISE = "\u180e\u200b\u2060-\u2064\ufeff"
_NO_WIDTH = re.compile(f"[{_JOINERS}{_NOISE}]")
_SEEN_AS_NOISE = re.compile(f"[{_NOISE}]")
_BLANK_LINE_END = re.compile(r"[^\S\n]+\n")
_BLANKS = str.maketrans(dict.fromkeys(_NO_BREAK + "\t", " "))

_NEEDS_WORK = re.compile(rf"[\r\t{_NO_BREAK}{_JOINERS}{_NOISE}]|_x|\A\s|\s\Z|\s\n")
"""Most texts need no work at all; one search says so, five times cheaper than the work."""


def decoded(text: str) -> str:
    """The text a workbook means where it writes `_xHHHH_` for a character, read once, from left to right."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)


def outgoing(text: str) -> str:
    """A text as it goes into a workbook; what a workbook may not hold is left out (see `problem_in`)."""
    if text.isascii() and text.isprintable() and "_x" not in text:
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = unicodedata.normalize("NFC", _FORBIDDEN.sub("", text))
    return _LOOKS_ESCAPED.sub("_x005F_", text)


def normalised(text: str) -> str:
    """The form in which two texts are compared: equal here means that nobody edited anything.

    `_xHHHH_` is decoded until none is left: programs differ in whether they keep the escape of an escape, and
    that is no edit. Idempotent.
    """
    if _NEEDS_WORK.search(text) is None:
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    text = _plain(text)
    while (after := _plain(decoded(text))) != text:
        text = after
    return text


def _plain(text: str) -> str:
    text = _NO_WIDTH.sub("", _lines(text).translate(_BLANKS))
    return unicodedata.normalize("NFC", _trimmed(text))


def tidied(text: str) -> str:
    """A text as it is kept: NFC, LF, no tabs, no blanks around it or at a line's end, no zero-width noise.

    Unlike `normalised` it leaves what carries meaning: no-break spaces, and the joiners inside emoji.
    """
    if _NEEDS_WORK.search(text) is not None:
        text = _trimmed(_SEEN_AS_NOISE.sub("", _lines(text).replace("\t", " ")))
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _trimmed(text: str) -> str:
    return _BLANK_LINE_END.sub("\n", text).strip()


def utf16_units(text: str) -> int:
    """The length of a text as workbooks count it: an emoji outside the first plane counts two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def problem_in(text: str, max_units: int = MAX_TEXT) -> Problem | None:
    """The first thing in a text, typed or read, that cannot be kept, or None."""
    if (found := _FORBIDDEN.search(text)) is not None:
        return {"control": Problem.CONTROL, "bidi": Problem.BIDI}.get(str(found.lastgroup), Problem.SURROGATE)
    # No character takes more than two units, so short texts need not be counted.
    if len(text) * 2 > max_units and utf16_units(text) > max_units:
        return Problem.LENGTH
    return None


def sentence(problem: Problem, max_units: int = MAX_TEXT) -> str:
    """What to tell the person who typed or sent the text, in the current language."""
    match problem:
        case Problem.CONTROL:
            return _("The text holds a control character: delete it and type the place again.")
        case Problem.BIDI:
            return _(
                "The text holds a mark that turns the direction of writing: type the place again without it."
            )
        case Problem.SURROGATE:
            return _("The text holds half of a character: delete it and type the place again.")
        case Problem.LENGTH:
            return _("The text is longer than {limit} characters: shorten it.").format(
                limit=number_text(max_units)
            )


def visible(text: str) -> str:
    """A text that may be shown anywhere: what cannot be kept is written out, as in `<U+001B>`."""
    return _FORBIDDEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


# The lengths are those of the standard; without them a long text would be searched again from each of its letters.
_ADDRESS = re.compile(r"[^\s@<>()\[\]\",;:]{1,64}@[^\s@<>()\[\]\",;:]{1,255}\.\w{2,}")


def without_addresses(text: str) -> str:
    """A text that may leave the office: its e-mail addresses are left out, and it says so in their places."""
    if "@" not in text:
        return text
    return _ADDRESS.sub(lambda _found: _(_LEFT_OUT), text)


def with_addresses(text: str, sent: str) -> str:
    """A text that came back, with the addresses of the one that was sent in the places where they were left out."""
    addresses = _ADDRESS.findall(sent) if "@" in sent else []
    if not addresses or len(_marks().findall(text)) != len(addresses):
        return text
    return _marks().sub(lambda _found: addresses.pop(0), text)


_LEFT_OUT = N_("[e-mail address left out]")


@cache
def _marks() -> re.Pattern[str]:
    """What stands for an address, in every language."""
    found = []
    for language in LANGUAGES:
        with speaking(language):
            found.append(re.escape(_(_LEFT_OUT)))
    return re.compile("|".join(found))
