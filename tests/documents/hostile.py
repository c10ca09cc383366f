"""Files that mean harm, each made here."""

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from uuid import UUID

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BODY = f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>Kế hoạch 12-KH/TU</w:t></w:r></w:p></w:body></w:document>'
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def archive(*parts: tuple[str | zipfile.ZipInfo, bytes], body: str = _BODY) -> bytes:
    """A .docx with more in it than a text."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that occur twice
        file.writestr("word/document.xml", body)
        for name, content in parts:
            file.writestr(name, content)
    return written.getvalue()


def linked(kind: str) -> bytes:
    """A .docx that fetches something when it is opened."""
    link = f'<Relationship Id="r1" Type="{_LINKS}/{kind}" Target="http://example.org/x" TargetMode="External"/>'
    return archive(("word/_rels/document.xml.rels", f"<Relationships>{link}</Relationships>".encode()))


def body(content: str, declared: str = "") -> bytes:
    """A .docx of this content."""
    return archive(body=f'{declared}<w:document xmlns:w="{WORD}">{content}</w:document>')


def laughs() -> bytes:
    """Entities that grow out of each other."""
    levels = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    return body("<w:t>&a11;</w:t>", f'<!DOCTYPE d [<!ENTITY a0 "ha">{levels}]>')


def overlapping() -> bytes:
    """Many entries of the directory that all mean the same packed bytes."""
    raw = archive(("word/media/big.bin", bytes(5_000_000)))
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        at = file.start_dir
    directory, end = raw[at:-22], raw[-22:]
    second = directory[directory.rindex(b"PK\x01\x02") :]
    copies = [second.replace(b"big.bin", b"%07d" % i) for i in range(1500)]
    whole = directory + b"".join(copies)
    counts = struct.pack("<HHII", 1502, 1502, len(whole), at)
    return raw[:at] + whole + end[:8] + counts + end[20:]


def named(name: str, mode: int = 0) -> zipfile.ZipInfo:
    """An entry that would be written elsewhere."""
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


def encrypted_entry() -> bytes:
    """The mark of a password on every entry."""
    raw = bytearray(archive())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(sign) + place] |= 1
    return bytes(raw)


def pdf(change: Callable[[PdfWriter], None] = lambda writer: None) -> bytes:
    """A PDF of one page, changed."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    change(writer)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def launching(writer: PdfWriter) -> None:
    """A program is started when the file is opened."""
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject({
        NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe"),
    })  # fmt: skip


def scripted(writer: PdfWriter) -> None:
    """A script of the file itself."""
    act = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x()")})
    scripts = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("a"), act])})
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): scripts})


def clicking(writer: PdfWriter) -> None:
    """A place on the page runs a script."""
    act = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x()")})
    note = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): act})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([note])


def raw_pdf(*objects: str) -> bytes:
    """A PDF of these objects, with a directory."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n"
    return out + end.encode() + b"%%EOF"


def many_pages(number: int, said: int) -> bytes:
    """The same page, again and again; the count it says may be a lie."""
    kids = "3 0 R " * number
    return raw_pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {said} >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
    )


def circle() -> bytes:
    """A tree of pages that holds itself."""
    return raw_pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>",
        "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>",
    )


def stream_circle() -> bytes:
    """A stream whose length is told by an object inside itself."""
    return raw_pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        "<< /Type /ObjStm /N 1 /First 4 /Length 4 0 R /Filter /FlateDecode >>\nstream\nx\nendstream",
    )


def swollen_page() -> bytes:
    """A page whose content unpacks to very much more than it is."""
    packed = zlib.compress(b"BT (x) Tj ET " * 30_000_000, 9)

    def change(writer: PdfWriter) -> None:
        from pypdf.generic import StreamObject

        stream = StreamObject()
        stream._data = packed
        stream[NameObject("/Filter")] = NameObject("/FlateDecode")
        stream[NameObject("/Length")] = NumberObject(len(packed))
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)

    return pdf(change)


def png(width: int, height: int) -> bytes:
    """The head of a picture, of any size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


def jpeg(width: int, height: int) -> bytes:
    """The head of a photograph, of any size."""
    return b"\xff\xd8\xff\xe0\x00\x04JF\xff\xc0" + struct.pack(">HBHHB", 8, 8, height, width, 1) + bytes(20)


def tiff(*, circle: bool = False, width: int = 60_000) -> bytes:
    """A scan of one page; in a circle, its next page is itself."""
    tags = struct.pack("<HHIHH", 256, 3, 1, width, 0) + struct.pack("<HHIHH", 257, 3, 1, width, 0)
    return b"II*\x00" + struct.pack("<I", 8) + struct.pack("<H", 2) + tags + struct.pack("<I", 8 if circle else 0)


def embedded(owner: str) -> bytes:
    """An embedded object of the program with this number, as it lies in a .docx: head, and the root of a directory."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + (9).to_bytes(2, "little") + bytes(16)
    return head + (0).to_bytes(4, "little") + bytes(460) + bytes(80) + UUID(owner).bytes_le + bytes(32)
