"""Parts of a zipped document, after the whole was found harmless: in size, in shape, and in what it would start."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from uuid import UUID

from quantriet.documents.rules.limits import (
    LARGEST_PART,
    LARGEST_RATIO,
    LARGEST_UNPACKED,
    MOST_ENTRIES,
    ORDINARY_SIZE,
    CannotExtract,
)

_ENTRY = b"PK\x01\x02"  # stands before every entry of the directory
_SYMLINK = 0o120000
_COMPOUND, _HEADER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 512
_ARCHIVES = (".zip", ".jar", ".rar", ".7z", ".gz")
_PROGRAMS = re.compile(r"vbaProject|vbaData|(?:^|/)Basic/|(?:^|/)Scripts/|activeX|\.(?:exe|js|vbs|bat)$", re.I)
_EMBEDDED = re.compile(r"oleObject|(?:^|/)embeddings/[^/]*\.bin$", re.I)
# A formula of MathType beside its picture. Those of Equation 3.0 stay out: its program had a hole (CVE-2017-11882) by
# which such files took over computers, and Microsoft withdrew it.
_FORMULA = UUID("0002CE03-0000-0000-C000-000000000046").bytes_le
# A link that is followed when the document is opened; a hyperlink is followed only by a person.
_FETCHED = re.compile(rb"relationships/(?:attachedTemplate|oleObject|frame|subDocument|image)\"")
_LINK = re.compile(rb"<[^<>]*TargetMode\s*=\s*[\"']External[\"'][^<>]*>")


class Parts:
    """The parts of one archive by name; raises CannotExtract where it is not what it says."""

    def __init__(self, raw: bytes, main: str, media: str) -> None:
        self._media = media
        if raw.count(_ENTRY) > MOST_ENTRIES:  # counted before a directory of millions is read
            raise CannotExtract("too_large", media)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as problem:
            raise CannotExtract("unreadable", media) from problem
        entries = self._archive.infolist()
        self._names = [entry.filename for entry in entries]
        if self._names.count(main) != 1:
            raise CannotExtract("wrong_name", media)
        self._refuse_size(entries, len(raw))
        self._refuse_shape(entries)
        self._refuse_active()

    def read(self, name: str) -> bytes:
        """One part; the size its entry claims may be a lie."""
        try:
            with self._archive.open(name) as part:
                content = part.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as problem:
            raise CannotExtract("unreadable", self._media) from problem
        except Exception as problem:  # each way of packing breaks in its own way
            raise CannotExtract("unreadable", self._media) from problem
        if len(content) > LARGEST_PART:
            raise CannotExtract("too_large", self._media)
        return content

    def like(self, pattern: str) -> list[str]:
        """The names of the parts that fit a pattern."""
        return [name for name in self._names if re.fullmatch(pattern, name)]

    def _refuse_size(self, entries: Iterable[zipfile.ZipInfo], packed: int) -> None:
        unpacked = sum(entry.file_size for entry in entries)
        swollen = unpacked > ORDINARY_SIZE and unpacked > LARGEST_RATIO * packed
        overlapping = sum(entry.compress_size for entry in entries) > packed
        if unpacked > LARGEST_UNPACKED or swollen or overlapping:
            raise CannotExtract("too_large", self._media)

    def _refuse_shape(self, entries: Iterable[zipfile.ZipInfo]) -> None:
        if any(entry.flag_bits & 1 for entry in entries):
            raise CannotExtract("encrypted", self._media)
        if len(set(self._names)) < len(self._names) or any(_leads_out(entry) for entry in entries):
            raise CannotExtract("unreadable", self._media)
        if any(name.lower().endswith(_ARCHIVES) for name in self._names):
            raise CannotExtract("wrong_name", self._media)

    def _refuse_active(self) -> None:
        if any(_PROGRAMS.search(name) for name in self._names):
            raise CannotExtract("active", self._media)
        if any(not _is_formula(self.read(name)) for name in self._names if _EMBEDDED.search(name)):
            raise CannotExtract("active", self._media)
        for name in self.like(r".*\.rels"):
            if any(_FETCHED.search(link.group()) for link in _LINK.finditer(self.read(name))):
                raise CannotExtract("active", self._media)


def _is_formula(raw: bytes) -> bool:
    """Whether an embedded object belongs to the program for formulas: the root of its directory says whose it is."""
    if raw[:8] != _COMPOUND or len(raw) < _HEADER:
        return False
    shift, directory = int.from_bytes(raw[30:32], "little"), int.from_bytes(raw[48:52], "little")
    root = (directory + 1 << shift) if shift in (9, 12) else len(raw)
    return raw[root + 80 : root + 96] == _FORMULA


def _leads_out(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry would be written outside of its folder."""
    name = entry.filename.replace("\\", "/")
    is_link = (entry.external_attr >> 16) & 0o170000 == _SYMLINK
    return is_link or name.startswith("/") or ".." in name.split("/") or name[1:2] == ":"
