"""A person's own template: it changes the page, and whatever is wrong with it ends in one sentence."""

from __future__ import annotations

from pathlib import Path

import papers
import pytest

from exports import document_html
from exports.document import Figure, Paragraph, Table
from exports.document_html import html_of, template_text
from models.errors import ExportFailed
from models.language import speaking

DOCUMENT = papers.small(Paragraph("<b>text</b>"), Figure("alt", "<svg></svg>", Table("c", (), [])))


@pytest.fixture
def template(tmp_path: Path) -> Path:
    return tmp_path / "own.html.j2"


def made(template: Path, text: str) -> str:
    template.write_text(text, encoding="utf-8")
    return html_of(DOCUMENT, template)


def refused(template: Path, text: str) -> str:
    with pytest.raises(ExportFailed) as caught:
        made(template, text)
    return caught.value.sentence


def test_the_shipped_template_handed_out_and_given_back_makes_the_same_page(template: Path) -> None:
    assert made(template, template_text()) == html_of(DOCUMENT)


def test_a_template_with_the_name_of_the_shipped_one_is_ones_own(tmp_path: Path) -> None:
    assert made(tmp_path / document_html.SHIPPED, "own") == "own\n"


def test_a_template_can_change_a_part_of_the_shipped_one(template: Path) -> None:
    text = '{% extends "document.html.j2" %}{% block style %}{{ super() }} h1 { color: navy; }{% endblock %}'
    assert made(template, text) == html_of(DOCUMENT).replace("\n</style>", " h1 { color: navy; }\n</style>")


def test_a_block_of_ones_own_can_lay_out_tables_as_the_shipped_one_does(template: Path) -> None:
    text = (
        '{% extends "document.html.j2" %}'
        "{% block sections %}{{ table_of(document.sections[0].blocks[1].table, 'x', '') }}{% endblock %}"
    )
    assert '<caption id="x">c</caption>' in made(template, text)


def test_a_mark_of_byte_order_is_not_shown(template: Path) -> None:
    template.write_bytes(b"\xef\xbb\xbfown")
    assert html_of(DOCUMENT, template) == "own\n"


def test_user_text_is_escaped_in_a_template_of_ones_own_too(template: Path) -> None:
    assert made(template, "{{ document.sections[0].blocks[0].text }}") == "&lt;b&gt;text&lt;/b&gt;\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a\n{% if %}", 2, "Expected an expression"),
        ("{% for x in document.sections %}\n\n", 1, "Unexpected end of template"),
        ("a\n\n{{ documnt.title }}", 3, "'documnt' is undefined"),
        ("\n{{ document.titel }}", 2, "no attribute 'titel'"),
        ("\n{{ document.title|safe }}", 2, "No filter named 'safe'"),
        (
            "\n{% autoescape false %}{{ document.title }}{% endautoescape %}",
            2,
            "autoescape cannot be changed",
        ),
        ("\n{{ document.title.__class__ }}", 2, "access to attribute '__class__' of 'str' object is unsafe"),
        ("\n{{ ''.__class__.__mro__ }}", 2, "is unsafe"),
        ("\n{{ 1 / 0 }}", 2, "division by zero"),
        ("\n{{ 'a' * 1000000000 }}", 2, "* is for numbers alone"),
        ("\n{{ 9 ** 9 ** 9 }}", 2, "** is for numbers alone"),
        ('\n{% include "/etc/passwd" %}', 2, "there is only document.html.j2 beside it"),
        ("{% macro m() %}\n{{ m() }}{% endmacro %}{{ m() }}", 2, "it calls itself without end"),
        ("\n{{ range(9999999) }}", 2, "Range too big"),
        ("\n{{ document|picture }}", 2, "'Document' object has no attribute"),
    ],
)
def test_a_wrong_template_ends_in_a_sentence_with_its_line(
    template: Path, text: str, line: int, said: str
) -> None:
    sentence = refused(template, text)
    assert sentence.startswith(f"own.html.j2, line {line}: the template makes no page: ")
    assert said in sentence


def test_a_sentence_is_one_line_in_the_language_of_the_reader(template: Path) -> None:
    with speaking("sv"):
        sentence = refused(template, "{{ x }}")
    assert (
        sentence
        == "own.html.j2, rad 1: mallen ger ingen sida: 'x' is undefined. Ingenting skrevs; rätta mallen."
    )


def test_a_template_that_goes_on_without_end_is_stopped(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_html, "MOST_STEPS", 5000)
    loops = "{% for a in range(99) %}{% for b in range(99) %}{% endfor %}{% endfor %}"
    assert "it takes more than 5,000 steps" in refused(template, loops)


def test_a_template_that_calls_without_end_is_stopped(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_html, "MOST_STEPS", 500)
    calls = "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(20) }}"
    assert "it takes more than 500 steps" in refused(template, calls)


def test_a_page_that_grows_without_end_is_stopped(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_html, "MOST_CHARACTERS", 5000)
    text = "{% for a in range(999) %}0123456789{% endfor %}"
    assert "the page grows beyond 5,000 characters" in refused(template, text)


def test_a_template_that_is_not_utf_8_says_where(template: Path) -> None:
    template.write_bytes("one\nkäyttö".encode("latin-1"))
    with pytest.raises(ExportFailed, match=r"^own\.html\.j2, line 2: the template is not UTF-8"):
        html_of(DOCUMENT, template)


def test_a_template_that_is_missing_is_named(template: Path) -> None:
    with pytest.raises(ExportFailed, match=r"The template .*own\.html\.j2 cannot be read \(No such file"):
        html_of(DOCUMENT, template)


def test_a_folder_is_no_template(tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match="cannot be read"):
        html_of(DOCUMENT, tmp_path)


def test_a_huge_file_is_no_template(template: Path) -> None:
    template.write_bytes(b"x" * 1_000_001)
    with pytest.raises(ExportFailed, match="larger than 1,000,000 bytes"):
        html_of(DOCUMENT, template)
