"""The zip container of a workbook, read by hand: no part is unpacked further than it may be, none to disk."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from importers import refusals

MAX_ENTRIES: Final = 2_000
MAX_PART: Final = 60 * 1024 * 1024
"""The largest part, in bytes once unpacked."""
MAX_TOTAL: Final = 120 * 1024 * 1024
"""All parts together, in bytes once unpacked; the file itself cannot be larger either."""
MAX_RATIO: Final = 200
"""How many times its packed size a part may grow."""
RATIO_COUNTS_FROM: Final = 256 * 1024
"""Smaller parts may grow as they like: a printer's settings are mostly zeros."""
CHUNK: Final = 64 * 1024

_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_SIZES_FOLLOW = 0x8
_UTF8 = 0x800
_STORED, _DEFLATED = 0, 8
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF


@dataclass(frozen=True)
class Entry:
    """One part as the container's directory lists it."""

    name: str
    method: int
    crc: int
    packed: int
    """Bytes in the file."""
    size: int
    """Bytes once unpacked."""
    header: int
    """Where its local header begins."""
    start: int
    """Where its bytes begin."""


def key_of(name: str) -> str:
    """How names of parts are compared: without a leading slash, with forward slashes, whatever the case."""
    return name.replace("\\", "/").lstrip("/").casefold()


class Package:
    """The parts of one file, found by name and unpacked a piece at a time."""

    def __init__(self, data: bytes, file: str) -> None:
        """Reads the directory; raises FileRefused (damaged, encrypted or bomb) where it cannot be trusted."""
        self.data = data
        self.file = file
        self.entries: dict[str, Entry] = {}
        """By `key_of` their names, in the order of the directory."""
        for entry in _directory(data, file):
            if "\0" in entry.name or key_of(entry.name) in self.entries:
                raise refusals.damaged(file, entry.name)
            self.entries[key_of(entry.name)] = entry
        self._check_sizes()
        self._check_overlap()

    def _check_sizes(self) -> None:
        entries = self.entries.values()
        if sum(entry.size for entry in entries) > MAX_TOTAL:
            raise refusals.bomb(self.file)
        for entry in entries:
            grown = entry.size > MAX_RATIO * max(entry.packed, 1) and entry.size > RATIO_COUNTS_FROM
            if entry.size > MAX_PART or grown:
                raise refusals.bomb(self.file)

    def _check_overlap(self) -> None:
        before = 0
        for entry in sorted(self.entries.values(), key=lambda entry: entry.header):
            if entry.header < before:
                raise refusals.damaged(self.file, entry.name)
            before = entry.start + entry.packed

    def __contains__(self, name: str) -> bool:
        return key_of(name) in self.entries

    def entry(self, name: str) -> Entry:
        """The entry of a part named in the package, escaped or not; raises FileRefused if there is none."""
        entry = self.entries.get(key_of(name)) or self.entries.get(key_of(unquote(name)))
        if entry is None:
            raise refusals.part_missing(self.file, name)
        return entry

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part's bytes, piece by piece; raises FileRefused when its size or its checksum lies."""
        entry = self.entry(name)
        size, crc = 0, 0
        try:
            for piece in self._unpacked(entry):
                size += len(piece)
                if size > entry.size:
                    break
                crc = zlib.crc32(piece, crc)
                yield piece
        except zlib.error as error:
            raise refusals.damaged(self.file, entry.name) from error
        if size != entry.size or crc != entry.crc:
            raise refusals.damaged(self.file, entry.name)

    def _unpacked(self, entry: Entry) -> Iterator[bytes]:
        packed = memoryview(self.data)[entry.start : entry.start + entry.packed]
        if entry.method == _STORED:
            for place in range(0, len(packed), CHUNK):
                yield bytes(packed[place : place + CHUNK])
            return
        inflate = zlib.decompressobj(-15)
        for place in range(0, len(packed), CHUNK):
            rest: bytes | memoryview = packed[place : place + CHUNK]
            while piece := inflate.decompress(rest, CHUNK):
                yield piece
                rest = inflate.unconsumed_tail
            if inflate.eof and place + CHUNK < len(packed):
                raise zlib.error("bytes follow the stream")
        if not inflate.eof or inflate.unused_data:
            raise zlib.error("the stream ends early or late")


def _directory(data: bytes, file: str) -> Iterator[Entry]:
    """The entries of the central directory, each compared with its local header."""
    count, place, end = _directory_place(data, file)
    if count > MAX_ENTRIES:
        raise refusals.bomb(file)
    first = place
    for _number in range(count):
        if place + _CENTRAL.size > end or data[place : place + 4] != b"PK\1\2":
            raise refusals.damaged(file)
        fields = _CENTRAL.unpack_from(data, place)
        (flags, method), (crc, packed, size), lengths = fields[3:5], fields[7:10], fields[10:13]
        place += _CENTRAL.size
        raw_name = data[place : place + lengths[0]]
        extra = data[place + lengths[0] : place + lengths[0] + lengths[1]]
        place += sum(lengths)
        if place > end:
            raise refusals.damaged(file)
        try:
            name = raw_name.decode("utf-8" if flags & _UTF8 else "cp437")
            size, packed, header = _sizes64(extra, size, packed, fields[16])
        except (UnicodeDecodeError, struct.error) as error:
            raise refusals.damaged(file) from error
        if flags & _ENCRYPTED:
            raise refusals.encrypted(file)
        if method not in (_STORED, _DEFLATED) or (method == _STORED and packed != size):
            raise refusals.damaged(file, name)
        entry = Entry(name, method, crc, packed, size, header, 0)
        yield _with_start(data, file, entry, raw_name, first)
    if place != end:
        raise refusals.damaged(file)


def _directory_place(data: bytes, file: str) -> tuple[int, int, int]:
    """How many entries the central directory holds, where it begins and where it ends."""
    end = data.rfind(b"PK\5\6", max(0, len(data) - _END.size - _FULL16))
    if end < 0 or end + _END.size > len(data):
        raise refusals.incomplete(file)
    _mark, disk, first_disk, here, count, size, place, comment = _END.unpack_from(data, end)
    if end + _END.size + comment != len(data) or disk != first_disk or here != count:
        raise refusals.damaged(file)
    locator = end - _LOCATOR64.size
    if locator >= 0 and data[locator : locator + 4] == b"PK\6\7":
        record = _LOCATOR64.unpack_from(data, locator)[2]
        if record + _END64.size != locator or data[record : record + 4] != b"PK\6\6":
            raise refusals.damaged(file)
        count64, size64, place64 = _END64.unpack_from(data, record)[7:10]
        agrees = count in (count64, _FULL16) and size in (size64, _FULL32) and place in (place64, _FULL32)
        if not agrees:
            raise refusals.damaged(file)
        count, size, place, end = count64, size64, place64, record
    if place + size != end:
        raise refusals.damaged(file)
    return count, place, end


def _sizes64(extra: bytes, size: int, packed: int, header: int) -> tuple[int, int, int]:
    """The sizes and the place of an entry, where they are too large for their own fields or said to be."""
    values = [size, packed, header]
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, place)
        place += 4
        if kind == 1:
            wide = iter(struct.unpack_from(f"<{length // 8}Q", extra, place))
            values = [next(wide, value) if value == _FULL32 else value for value in values]
        place += length
    return values[0], values[1], values[2]


def _with_start(data: bytes, file: str, entry: Entry, raw_name: bytes, directory: int) -> Entry:
    """The entry with the place of its bytes; refuses it where its local header tells another story."""
    if entry.header + _LOCAL.size > directory or data[entry.header : entry.header + 4] != b"PK\3\4":
        raise refusals.damaged(file, entry.name)
    fields = _LOCAL.unpack_from(data, entry.header)
    flags, method, crc, packed, size, name_length, extra_length = *fields[2:4], *fields[6:11]
    if flags & _ENCRYPTED:
        raise refusals.encrypted(file)
    name_at = entry.header + _LOCAL.size
    start = name_at + name_length + extra_length
    agrees = data[name_at : name_at + name_length] == raw_name and method == entry.method
    if not flags & _SIZES_FOLLOW:
        agrees = agrees and crc == entry.crc
        agrees = agrees and packed in (entry.packed, _FULL32) and size in (entry.size, _FULL32)
    if not agrees or start + entry.packed > directory:
        raise refusals.damaged(file, entry.name)
    return Entry(entry.name, method, entry.crc, entry.packed, entry.size, entry.header, start)
