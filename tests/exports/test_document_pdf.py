"""A page as a PDF: tagged, named, the same each time; and a sentence where it cannot be made."""

from __future__ import annotations

import re
import shutil
import sys
import zlib
from datetime import date
from pathlib import Path
from types import ModuleType

import papers
import pytest

from exports import document_pdf
from exports.document import Paragraph
from exports.document_html import html_of
from exports.document_pdf import write_pdf
from exports.report import document_of
from models.clock import Clock
from models.errors import ExportFailed
from models.language import speaking
from models.store import open_plan

PAGE = html_of(papers.small(Paragraph("Tietosuojavaltuutetun"), language="fi"))


@pytest.fixture(scope="module")
def weasyprint() -> ModuleType:
    return pytest.importorskip(
        "weasyprint", reason="weasyprint is not installed", exc_type=(ImportError, OSError)
    )


@pytest.fixture(scope="module")
def pdf(weasyprint: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("pdf") / "page.pdf"
    write_pdf(PAGE, path)
    return path.read_bytes()


def objects(pdf: bytes) -> bytes:
    """What stands in a PDF, unpacked."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    unpacked = []
    for each in streams:
        try:
            unpacked.append(zlib.decompressobj().decompress(each))
        except zlib.error:
            unpacked.append(each)
    return pdf + b"\n".join(unpacked)


def test_a_pdf_is_tagged_for_screen_readers(pdf: bytes) -> None:
    assert re.search(rb"/Marked true", objects(pdf))
    assert b"/StructTreeRoot" in objects(pdf)


def test_a_pdf_says_that_it_is_accessible(pdf: bytes) -> None:
    assert b'pdfuaid:part="1"' in objects(pdf)


def test_a_pdf_has_the_language_of_the_page(pdf: bytes) -> None:
    assert re.search(rb"/Lang \(fi\)", objects(pdf))


def test_a_pdf_shows_its_title(pdf: bytes) -> None:
    assert re.search(rb"/DisplayDocTitle true", objects(pdf))
    assert re.search(rb"/Title \(Title\)", objects(pdf))


def test_the_same_page_gives_the_same_bytes(pdf: bytes, tmp_path: Path) -> None:
    write_pdf(PAGE, tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == pdf


def test_nothing_is_fetched(weasyprint: ModuleType, pdf: bytes, tmp_path: Path) -> None:
    (tmp_path / "style.css").write_text("h1 { display: none }", encoding="utf-8")
    (tmp_path / "picture.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    asks = (
        f'<link rel="stylesheet" href="{(tmp_path / "style.css").as_uri()}">'
        f'<link rel="attachment" href="{(tmp_path / "picture.svg").as_uri()}">'
    )
    write_pdf(PAGE.replace("</head>", asks + "</head>"), tmp_path / "asks.pdf")
    assert (tmp_path / "asks.pdf").read_bytes() == pdf


def test_without_weasyprint_a_sentence_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(ExportFailed, match=r"pipx install “tracker90\[pdf\]”, or write HTML and print"):
        write_pdf(PAGE, tmp_path / "page.pdf")


def test_without_a_library_of_the_system_a_sentence_names_it_and_nothing_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lacking(name: str) -> ModuleType:
        print("-----\nWeasyPrint could not import some external libraries.")  # noqa: T201
        raise OSError("cannot load library 'libgobject-2.0-0'")

    monkeypatch.setattr(document_pdf, "import_module", lacking)
    with pytest.raises(
        ExportFailed, match=r"library of the system \(cannot load library 'libgobject-2\.0-0'\)"
    ):
        write_pdf(PAGE, tmp_path / "page.pdf")
    assert capsys.readouterr().out == ""


def test_a_page_that_cannot_be_laid_out_is_told_in_a_sentence(
    weasyprint: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object, **_named: object) -> None:
        raise AssertionError("box\nof no kind")

    monkeypatch.setattr(weasyprint.HTML, "write_pdf", broken)
    with pytest.raises(ExportFailed, match=r"cannot be laid out \(AssertionError: box of no kind\)"):
        write_pdf(PAGE, tmp_path / "page.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_the_callers_to_tell(
    weasyprint: ModuleType, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        write_pdf(PAGE, tmp_path / "missing" / "page.pdf")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_page_of_a_busy_week_fits_two_sheets(
    weasyprint: ModuleType, sample_template: Path, tmp_path: Path, language: str
) -> None:
    path = Path(shutil.copyfile(sample_template, tmp_path / "plan.db"))
    with open_plan(path, clock=Clock(date(2018, 10, 19)), person="tester") as plan, speaking(language):
        page = html_of(document_of(plan.weekly.page(9)))
    assert len(weasyprint.HTML(string=page).render().pages) <= 2
