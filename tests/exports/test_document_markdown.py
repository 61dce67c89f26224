"""A document as Markdown: what people wrote is shown as they wrote it, by a real reader of Markdown."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from exports.document import Bullets, Column, Document, Lit, Paragraph, Section, Table
from exports.document_markdown import escaped, markdown_of
from models.rules.words import Light

READER = MarkdownIt("commonmark", {"html": True, "linkify": True}).enable(
    ["table", "strikethrough", "linkify"]
)
FEARED = re.compile(r"<(?!/?(p|h1|h2|ul|li|br|hr|table|thead|tbody|tr|th|td)\b)")
"""A tag that no part of a document makes."""
EVIL = [
    "<script>alert(1)</script>",
    "[a](http://example.fi)",
    "![a](x.png)",
    "<b>bold</b>",
    "**bold** _it_ `code` ~~gone~~",
    "a | b | c",
    "ends in \\",
    "\\| both",
    "# heading",
    "- list",
    "1. list",
    "1) list",
    "+ list",
    "> quote",
    "===",
    "---",
    ":--",
    "&lt;b&gt; &#60;",
    "[ref]: http://x.fi",
    "see https://example.fi/x or www.example.fi",
    "=cmd()",
    "$x$ {{ y }} @name",
    "    code",
    "```",
]


def made(text: str) -> Document:
    """A document that says a text in every place."""
    rows = Table(
        text, [Column(text), Column("n", is_number=True)], [[text, text], [Lit(Light.RED, text), "1"]]
    )
    section = Section("key", text, [Paragraph(text), Bullets([text, text]), rows, rows])
    return Document(text, "en", [text, text], [section], [text])


def shown(markdown: str) -> str:
    return READER.render(markdown)


def texts(shown: str) -> list[str]:
    """What stands between the tags, as a person reads it."""
    return [html.unescape(each).strip() for each in re.split(r"<[^>]*>", shown) if each.strip()]


@pytest.mark.parametrize("text", EVIL)
def test_what_looks_like_markup_is_shown_as_text(text: str) -> None:
    told = shown(markdown_of(made(text)))
    assert not FEARED.search(told), told


@pytest.mark.parametrize("text", EVIL)
def test_every_place_shows_the_text_as_it_was_written(text: str) -> None:
    found = [each for each in texts(shown(markdown_of(made(text)))) if each not in ("n", "1")]
    wanted = " ".join(text.split())
    assert {each.removeprefix("■ ") for each in found} == {wanted}


@pytest.mark.parametrize("text", EVIL)
def test_no_text_makes_a_part_or_a_row_of_its_own(text: str) -> None:
    told = shown(markdown_of(made(text)))
    assert [told.count(tag) for tag in ("<h1>", "<h2>", "<li>", "<tr>", "<td", "<hr")] == [1, 1, 2, 6, 8, 1]


@given(st.text(alphabet=st.sampled_from("ab1 \\`*_{}[]()<>#+-.!|~&;:/=\"'$@w"), min_size=1, max_size=30))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    wanted = " ".join(text.split())
    if wanted:
        (found,) = texts(shown(escaped(text))) or [""]
        assert found == wanted


def test_a_table_looks_like_one() -> None:
    rows = Table("Caption", [Column("Name"), Column("Days", is_number=True)], [["a", "7"]])
    told = markdown_of(Document("Plan", "en", [], [Section("key", "Part", [rows])]))
    assert told == "# Plan\n\n## Part\n\n| Name | Days |\n| --- | ---: |\n| a | 7 |\n"


def test_lines_of_a_paragraph_stay_lines() -> None:
    told = markdown_of(Document("Plan", "en", [], [Section("key", "Part", [Paragraph("one\n\ntwo")])]))
    assert told.endswith("one\\\ntwo\n")
