"""Scans for the tests: our own texts, drawn at 300 dots an inch."""

import io
import subprocess
import sys

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject, StreamObject

from quantriet.documents.rules.ocr import PACKAGES, is_installed
from tests.house.source import ROOT

needs_tesseract = pytest.mark.skipif(
    not is_installed(), reason=f"Tesseract with Vietnamese is missing: apt-get install -y {PACKAGES}"
)
_WIDTH, _HEIGHT = 2481, 3509  # dots of A4


def picture_of(text: str, kind: str = "png") -> bytes:
    """A page with the text as a picture."""
    command = [sys.executable, "-m", "tests.documents.draw", kind]
    done = subprocess.run(command, input=text.encode(), cwd=ROOT, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return done.stdout


def scan_of(*texts: str) -> bytes:
    """A .pdf whose pages are photographs of these texts, as an office scanner makes it."""
    writer = PdfWriter()
    for text in texts:
        page = writer.add_blank_page(595, 842)
        picture = writer._add_object(_photograph(picture_of(text, "jpeg")))
        drawn = DecodedStreamObject()
        drawn.set_data(b"595 0 0 842 0 0 cm /P Do")
        page[NameObject("/Contents")] = writer._add_object(drawn)
        known = DictionaryObject({NameObject("/P"): picture})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): known})
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _photograph(raw: bytes) -> StreamObject:
    picture = StreamObject()
    picture._data = raw
    names = {"Type": "XObject", "Subtype": "Image", "ColorSpace": "DeviceRGB", "Filter": "DCTDecode"}
    numbers = {"Width": _WIDTH, "Height": _HEIGHT, "BitsPerComponent": 8}
    picture.update({NameObject(f"/{key}"): NameObject(f"/{value}") for key, value in names.items()})
    picture.update({NameObject(f"/{key}"): NumberObject(value) for key, value in numbers.items()})
    return picture
