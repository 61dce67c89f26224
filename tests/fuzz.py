"""Damages workbooks for a long time: `make fuzz`, or `python -m tests.fuzz 20000 1`.

Plan workbooks and hand-offs, as four clients save them, are damaged in their bytes, their zip and their XML. Every
damaged file must be refused, or read and compared with the plan, within 20 seconds, with nothing on standard output,
no other exception, and an answer that a script can read.
"""

from __future__ import annotations

import contextlib
import io
import json
import multiprocessing
import random
import signal
import sys
import tempfile
import time
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from models.errors import FileRefused
from models.plan import Plan
from tests.clients import clients

LIMIT_S = 20.0
CHANCES = 3
"""So many mutations one file gets at most."""


class TookTooLong(BaseException):
    """Not an Exception: the importer takes those for damage of the file."""


@dataclass(frozen=True)
class World:
    """What the damaged files are made of and compared with."""

    seeds: Mapping[str, bytes]
    """Sound files, by who saved them."""
    compared: Mapping[str, Any]
    """By the id of a sent file: what a return of it is compared with."""


def world_of(plan: Plan, folder: Path) -> World:
    """A plan workbook and a hand-off of a plan that holds the sample, edited and saved by several clients."""
    from importers.incoming import Compared
    from models.handoff import plan_file
    from tests.importers.returned import HandoffWorkbook, Workbook

    whole = Workbook.of(plan, folder)
    whole.put("milestone", "A1.2", "note", "Changed")
    at = plan.last_revision()
    book = HandoffWorkbook.made(plan, "SOTE", folder)
    edited(book)
    sent = plan.rounds.sent_file(book.id)
    compared = {
        sent.id: Compared(plan.inbox.standing(sent.id, sent.revision), sent),
        plan_file(at): Compared(plan.inbox.standing(plan_file(at), at)),
    }
    seeds = {f"hand-off, {name}": content for name, content in clients(book.content()).items()}
    return World({**seeds, "plan, openpyxl": whole.content()}, compared)


def edited(book: Any) -> None:
    """Changes, rejects, a confirmation, a copy, a lost mark and a new row, so that all of the merge is at work."""
    book.put("milestone", "A2.2", "note", "Muutettu\näö")
    book.put("milestone", "A2.3", "forecast", "ensi viikolla")
    book.put("milestone", "A6.2", "confirmed", "x")
    book.put("dependency", "X15", "need_by", date(2018, 11, 1))
    below = book.last("milestone") + 1
    book.copy("milestone", book.row("milestone", "B3.2"), below)
    book.put("milestone", below, "title", "Kopio")
    book.sheet("milestone").cell(book.row("milestone", "C7.3"), 1).value = None
    new = {"initiative": "A1", "title": "Uusi", "forecast": date(2018, 11, 5)}
    for key, value in new.items():
        book.put("milestone", below + 3, key, value)


# Damage.

_PIECES = [
    b"<",
    b"&",
    b"</c>",
    b"<f>1+</f>",
    b'r="ZZZ9999999"',
    b't="e"',
    b"\x00",
    b"1e999",
    b'"',
    b"]]>",
    b"\xff",
]
_VALUES = [
    *("", "0", "-1", "1e309", "99999999999999999999", "NaN", "true", "A1", "ZZZ9999999", "A0", "x" * 40_000),
    *(
        "s",
        "e",
        "b",
        "inlineStr",
        "str",
        "d",
        "../../x",
        "\u202e\u0007"[:1],
        "#REF!",
        "_x0007_",
        "2018-02-31",
    ),
]


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Some mutations of the bytes, of the zip's entries, or of one part's text or elements."""
    for _number in range(chance.randrange(1, CHANCES + 1)):
        # Broken bytes are refused at the gate, most other damage is met further in.
        (how,) = chance.choices((_bytes, _cut, _entries, _text, _elements), (1, 1, 1, 1, 8))
        try:
            content = how(content, chance)
        except Exception:
            # What was damaged before can be so broken that nothing more can be done to it.
            return content
    return content


def _bytes(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _number in range(chance.randrange(1, 12)):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def _cut(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    put = chance.choice([b"", b"", chance.randbytes(chance.randrange(1, 60))])
    return content[:start] + put + content[start + chance.randrange(0, 200) :]


Parts = list[tuple[str, bytes]]


def _parts(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def _packed(parts: Parts, chance: random.Random) -> bytes:
    memory = io.BytesIO()
    how = chance.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
    with warnings.catch_warnings(), zipfile.ZipFile(memory, "w", how) as archive:
        warnings.simplefilter("ignore", UserWarning)
        for part, inside in parts:
            archive.writestr(part, inside)
    return memory.getvalue()


def _entries(content: bytes, chance: random.Random) -> bytes:
    parts = _parts(content)
    place, other = chance.randrange(len(parts)), chance.randrange(len(parts))
    name, text = parts[place]
    match chance.randrange(6):
        case 0:
            del parts[place]
        case 1:
            parts[place] = (
                chance.choice([name.upper(), "../" + name, "xl/x.bin", "/" + name, name + "/"]),
                text,
            )
        case 2:
            parts[place] = (name, parts[other][1])
        case 3:
            parts.append((name, text))
        case 4:
            parts[place] = (name, text[: chance.randrange(len(text) + 1)])
        case _:
            chance.shuffle(parts)
    return _packed(parts, chance)


def _text(content: bytes, chance: random.Random) -> bytes:
    parts = _parts(content)
    place = chance.randrange(len(parts))
    name, text = parts[place]
    at = chance.randrange(max(1, len(text)))
    parts[place] = (name, text[:at] + chance.choice(_PIECES) + text[at + chance.randrange(6) :])
    return _packed(parts, chance)


def _elements(content: bytes, chance: random.Random) -> bytes:
    """Removes, doubles, moves, renames or rewrites an element or an attribute of one part."""
    parts = _parts(content)
    cells = [n for n, (name, _text) in enumerate(parts) if "sheets/" in name or "sharedStrings" in name]
    place = chance.choice(cells) if cells and chance.random() < 0.7 else chance.randrange(len(parts))
    name, text = parts[place]
    try:
        root = etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return content
    elements = [each for each in root.iter() if isinstance(each.tag, str)]
    one, other = chance.choice(elements), chance.choice(elements)
    parent = one.getparent()
    match chance.randrange(7):
        case 0 if parent is not None:
            parent.remove(one)
        case 1 if parent is not None:
            parent.insert(chance.randrange(len(parent) + 1), etree.fromstring(etree.tostring(one)))
        case 2 if one is not other and one not in other.iterancestors() and parent is not None:
            other.append(one)
        case 3:
            one.tag = other.tag
        case 4:
            one.text, other.text = other.text, one.text
        case 5 if one.attrib:
            one.attrib[chance.choice(sorted(one.attrib))] = chance.choice(_VALUES)
        case _:
            one.text = chance.choice(_VALUES)
    parts[place] = (name, etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
    return _packed(parts, chance)


# Trying.


def fault_of(world: World, seed: int) -> str | None:
    """Takes in one damaged file; what went wrong, or None."""
    chance = random.Random(seed)
    who = chance.choice(sorted(world.seeds))
    content = mutated(world.seeds[who], chance)
    out, start = io.StringIO(), time.monotonic()
    try:
        with contextlib.redirect_stdout(out), _limit():
            _take_in(world, content)
    except FileRefused as error:
        if not error.sentence.strip():
            return f"seed {seed} ({who}): refused without a sentence"
    except (Exception, TookTooLong) as error:
        return f"seed {seed} ({who}): {type(error).__name__}: {str(error)[:200]}"
    if out.getvalue():
        return f"seed {seed} ({who}): printed {out.getvalue()[:80]!r}"
    if time.monotonic() - start > LIMIT_S:
        return f"seed {seed} ({who}): took longer than {LIMIT_S:.0f} s"
    return None


def _take_in(world: World, content: bytes) -> None:
    """Opens a file and compares it with the plan, as an import does."""
    from importers.incoming import open_incoming
    from importers.proposal import Choices

    incoming = open_incoming(content, "mutated.xlsx")
    compared = world.compared.get(incoming.identity.sent_file)
    if compared is None:
        return
    answer = json.dumps(incoming.propose(compared, Choices(accept="theirs")).as_json(), ensure_ascii=False)
    shown = [
        letter for letter in answer if not letter.isprintable() and letter not in "\u00a0\u200b\ufeff\u2028"
    ]
    if any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in shown):
        raise AssertionError(f"control characters in the answer: {shown[:5]!r}")


@contextlib.contextmanager
def _limit() -> Iterator[None]:
    """Ends what takes longer than a damaged file may, where the system has alarms."""

    def ring(_number: int, _frame: object) -> None:
        raise TookTooLong(f"took longer than {LIMIT_S:.0f} s")

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, LIMIT_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


_world: World | None = None


def _enter(world: World) -> None:
    global _world
    _world = world


def _try(seed: int) -> str | None:
    assert _world is not None
    return fault_of(_world, seed)


def main() -> int:
    """Runs the mutations on all cores and prints the faults."""
    import tracker
    from tests.models.builders import loaded_plan

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sample = Path(tracker.__file__).parent / "sample"
        with loaded_plan(folder / "plan.db", sample, until=date(2018, 10, 19)) as plan:
            world = world_of(plan, folder)
    print("seeds: " + "; ".join(sorted(world.seeds)), flush=True)  # noqa: T201
    with multiprocessing.Pool(initializer=_enter, initargs=(world,)) as pool:
        found = pool.imap_unordered(_try, range(first, first + count), chunksize=50)
        faults = [fault for fault in found if fault]
    for fault in faults:
        print(fault)  # noqa: T201
    print(f"{count - len(faults)} passed, {len(faults)} failed")  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
