"""`quantriet read` prints one object a line, in order, and tells of bad files without stopping for them."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from quantriet.documents.rules.command import main_read

TEXT = "Sáng 18-1, đồng chí Lê Văn Hà, Bí thư Huyện ủy quán triệt Nghị quyết số 19-NQ/TƯ của Trung ương."


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    paths = []
    for number in range(5):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"{TEXT} Chỉ thị số {number + 10}-CT/TW.", encoding="utf-8")
        paths.append(str(path))
    return paths


def lines(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


def test_each_file_gives_one_line_in_the_order_given(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main_read([*reversed(files), "--json"]) == 0
    answers = lines(capsys.readouterr().out)
    assert [answer["file"] for answer in answers] == files[::-1]
    assert [answer["mentions"][-1]["number"] for answer in answers] == ["14", "13", "12", "11", "10"]


def test_the_line_has_the_agreed_form(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main_read([files[0], "--json", "--published", "2018-01-19"]) == 0
    (answer,) = lines(capsys.readouterr().out)
    text = Path(files[0]).read_text(encoding="utf-8")
    assert list(answer) == [
        "file",
        "published",
        "text_sha256",
        "mentions",
        "dates",
        "people",
        "duties",
        "event",
        "header",
    ]
    assert answer["published"] == "2018-01-19"
    assert answer["text_sha256"] == hashlib.sha256(text.encode()).hexdigest()
    mention = answer["mentions"][0]
    assert text[mention["start"] : mention["end"]] == mention["text"]
    assert (mention["type"], mention["number"], mention["suffix"], mention["issuer"]) == (
        "resolution",
        "19",
        "NQ/TW",
        "Trung ương",
    )
    assert answer["dates"][0]["iso_start"] == "2018-01-18"
    assert answer["people"] == [{"start": 20, "end": 29, "name": "Lê Văn Hà", "positions": ["Bí thư Huyện ủy"]}]


def test_a_bad_file_is_told_and_the_others_are_read(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    Path(files[1]).write_bytes(b"")
    assert main_read([*files, "absent.txt", "--json"]) == 1
    told = capsys.readouterr()
    assert [answer["file"] for answer in lines(told.out)] == [files[0], *files[2:]]
    assert f"{files[1]}: tệp không có nội dung" in told.err
    assert "absent.txt: không tìm thấy" in told.err


def test_without_json_it_lists_for_people(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main_read([files[0]]) == 0
    out = capsys.readouterr().out
    assert "Nhân sự: 1" in out
    assert "Lê Văn Hà: Bí thư Huyện ủy" in out


def test_it_needs_no_django(files: list[str]) -> None:
    program = (
        "import sys; from quantriet.documents.rules.command import main_read; "
        f"main_read([{files[0]!r}, '--json']); sys.exit('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
