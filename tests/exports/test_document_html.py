"""A document as HTML: what a screen reader finds in it, what its colours are, and that user text stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import product

import papers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from lxml.html import HtmlElement

from exports.document import Bullets, Column, Figure, Lit, Paragraph, Section, Table
from exports.document_html import html_of, template_text
from models.language import LANGUAGES
from models.rules.text import visible
from models.rules.words import SHAPES, Light

TABLE = Table("Caption", (Column("Name"), Column("Weight", is_number=True)), [("a", "1"), ("b", "2")])
LONG = replace(TABLE, columns=(Column("Name", gives_way=True), Column("Weight", is_number=True)))


def read(page: str) -> HtmlElement:
    return lxml_html.document_fromstring(page)


def of(*blocks: Paragraph | Bullets | Table | Figure) -> HtmlElement:
    return read(html_of(papers.small(*blocks)))


@pytest.fixture(scope="module")
def page() -> str:
    return html_of(papers.whole("fi"))


@pytest.fixture(scope="module")
def tree(page: str) -> HtmlElement:
    return read(page)


# What a screen reader finds.


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_its_language(language: str) -> None:
    assert read(html_of(papers.small(language=language))).get("lang") == language


def test_a_page_has_one_first_heading_which_is_its_title(tree: HtmlElement) -> None:
    assert [each.text for each in tree.iter("h1")] == [tree.findtext(".//title")]


def test_each_section_has_a_heading_that_can_be_linked_to(tree: HtmlElement) -> None:
    wanted = [(each.key, each.title) for each in papers.whole("fi").sections]
    assert [(each.get("id"), each.text) for each in tree.iter("h2")] == wanted


def test_a_page_has_a_header_a_main_part_and_a_footer(tree: HtmlElement) -> None:
    assert [each.tag for each in tree.find("body")] == ["header", "nav", "main", "footer"]


def test_the_contents_lead_to_each_section(tree: HtmlElement) -> None:
    assert [each.get("href") for each in tree.iter("a")] == [f"#{each.get('id')}" for each in tree.iter("h2")]


def test_the_contents_are_named_in_the_language_of_the_document(tree: HtmlElement) -> None:
    assert tree.find(".//nav").get("aria-label") == "Sisällys"


def test_each_table_has_a_caption(tree: HtmlElement) -> None:
    tables = list(tree.iter("table"))
    assert [bool(each.findtext("caption")) for each in tables] == [True] * 5


def test_each_header_of_a_table_says_what_it_heads(tree: HtmlElement) -> None:
    heads = {
        (each.getparent().getparent().tag, each.get("scope"), each.get("role")) for each in tree.iter("th")
    }
    assert heads == {("thead", "col", "columnheader"), ("tbody", "row", "rowheader")}


def test_a_table_without_row_headers_has_none() -> None:
    tree = of(replace(TABLE, has_row_headers=False))
    assert tree.findall(".//tbody//th") == []


def test_a_header_without_words_is_no_header() -> None:
    tree = of(replace(TABLE, columns=(Column(""), Column("Weight"))))
    assert [each.tag for each in tree.find(".//thead/tr")] == ["td", "th"]


def test_numbers_are_marked_in_head_and_body() -> None:
    assert [each.tag for each in of(TABLE).find_class("number")] == ["th", "td", "td"]


def test_no_id_is_there_twice(tree: HtmlElement) -> None:
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_what_a_label_points_to_is_there(tree: HtmlElement) -> None:
    named = set(tree.xpath("//@aria-labelledby"))
    assert named
    assert named <= set(tree.xpath("//@id"))


def test_a_table_with_long_text_is_stacked_on_a_phone() -> None:
    assert [each.get("data-label") for each in of(LONG).find_class("stacks")[0].iter("td")] == [
        "Weight",
        "Weight",
    ]


def test_a_wide_table_of_figures_can_be_scrolled_by_keyboard() -> None:
    wide = replace(TABLE, columns=[Column(str(n)) for n in range(5)], rows=[list("abcde")])
    assert of(wide).find_class("scroll")[0].get("tabindex") == "0"


def test_a_caption_that_repeats_the_heading_is_for_screen_readers_alone() -> None:
    tree = of(replace(TABLE, caption="Part"))
    assert tree.find(".//caption").get("class") == "unseen"


@pytest.mark.parametrize("light", Light)
def test_a_light_is_a_word_beside_a_shape(light: Light) -> None:
    tree = of(replace(TABLE, rows=[("a", Lit(light, "the word"))]))
    cell = tree.find(".//tbody//td")
    assert cell.text_content() == f"{SHAPES[light][0]} the word"


def test_a_shape_is_not_read_out() -> None:
    tree = of(replace(TABLE, rows=[("a", Lit(Light.RED, "red"))]))
    assert tree.find_class("shape")[0].get("aria-hidden") == "true"


def test_no_light_has_its_word_and_no_shape() -> None:
    cell = of(replace(TABLE, rows=[("a", Lit(None, "all done"))])).find(".//tbody//td")
    assert (cell.text_content(), cell.find_class("shape")) == ("all done", [])


def test_a_figure_is_a_picture_with_a_name_and_the_table_beside_it() -> None:
    svg = "<svg role='img'><title>old</title><desc>old</desc><rect/></svg>"
    figure = of(Figure("What it shows", svg, TABLE)).find_class("figure")[0]
    picture = figure.find(".//svg")
    assert (picture.get("role"), [each.text for each in picture]) == ("img", ["What it shows", None])
    assert figure.find(".//table") is not None


def test_a_picture_without_a_name_gets_one() -> None:
    figure = of(Figure("What it shows", '<svg role="img"><rect/></svg>', TABLE)).find_class("figure")[0]
    assert figure.findtext(".//title") == "What it shows"


def test_a_figure_without_a_picture_is_its_table() -> None:
    figure = of(Figure("", "", TABLE)).find_class("figure")[0]
    assert (figure.find(".//svg"), figure.findtext(".//caption")) == (None, "Caption")


def test_a_short_document_has_neither_contents_nor_footer() -> None:
    assert [each.tag for each in of(TABLE).find("body")] == ["header", "main"]


class Balance(HTMLParser):
    """Finds elements that are closed in another order than they were opened."""

    VOID = {"meta"}

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass


def test_every_element_is_closed_where_it_was_opened(page: str) -> None:
    balance = Balance()
    balance.feed(page)
    assert (balance.open, balance.wrong) == ([], [])


# Nothing from elsewhere.


def test_a_page_forbids_what_it_does_not_hold(tree: HtmlElement) -> None:
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy
    assert "script" not in policy


def test_a_page_has_no_scripts_and_asks_for_nothing(tree: HtmlElement) -> None:
    assert not [each.tag for each in tree.iter("script", "link", "img", "iframe", "object", "form", "base")]
    assert not [
        name for each in tree.iter() for name in each.attrib if name in ("src", "style") or name[:2] == "on"
    ]


def test_the_style_asks_for_nothing() -> None:
    assert not re.search(r"url\(|@import|@font-face|https?:", template_text())


# User text is text.


@pytest.mark.parametrize("text", papers.HOSTILE)
def test_what_a_person_typed_is_shown_as_it_was_typed(text: str) -> None:
    table = Table(text, (Column(text), Column(text, gives_way=True)), [(text, Lit(Light.RED, text))])
    document = replace(
        papers.small(Paragraph(text), Bullets([text]), table, Figure(text, "<svg></svg>", table))
    )
    document = replace(
        document,
        title=text,
        lead=[text],
        footer=[text],
        sections=[Section("a", text, document.sections[0].blocks)] * 4,
    )
    tree = read(html_of(document))
    shown = visible(text)
    places = ("title", "h1", "h2", "li", "p", "caption", "th", "desc")
    found = {each.text_content() for tag in places for each in tree.iter(tag)} - {""}
    assert found == {shown}


@settings(max_examples=8)
@given(st.lists(st.text(max_size=60), min_size=20, max_size=20))
def test_any_text_is_text_property(texts: list[str]) -> None:
    plain = html_of(
        papers.small(Bullets("x" * 20), Table("x", (Column("x"), Column("y")), [("x", "x")] * 20))
    )
    page = html_of(
        papers.small(Bullets(texts), Table("x", (Column("x"), Column("y")), [("x", each) for each in texts]))
    )
    assert re.findall("<[a-z/!]+", page) == re.findall("<[a-z/!]+", plain)


def test_lines_of_a_paragraph_stand() -> None:
    assert of(Paragraph("one\ntwo")).find_class("text")[0].text == "one\ntwo"


# Contrast.


def luminance(colour: str) -> float:
    """As WCAG reckons it, of a colour such as `#1a1a1a`."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


COLOURS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", template_text()))
INKS = [name for name in COLOURS if name.startswith("ink")]
PAPERS = [name for name in COLOURS if name.startswith("paper")]


def test_contrast_is_reckoned_as_in_the_standard() -> None:
    assert (contrast("#ffffff", "#000000"), round(contrast("#767676", "#ffffff"), 2)) == (21, 4.54)


@pytest.mark.parametrize(("ink", "paper"), list(product(INKS, PAPERS)))
def test_every_text_stands_out_from_every_background(ink: str, paper: str) -> None:
    assert contrast(COLOURS[ink], COLOURS[paper]) >= 4.5


def styled(name: str) -> Iterator[str]:
    style = template_text().partition("<style>")[2].partition("</style>")[0]
    yield from re.findall(rf"[^-]{name}: ([^;]+);", style)


def test_no_colour_of_text_is_outside_the_tested_ones() -> None:
    tested = {f"var(--{name})" for name in INKS} | {COLOURS[name] for name in INKS} | {"inherit"}
    assert set(styled("color")) <= tested
    assert set(styled("background")) == {f"var(--{name})" for name in PAPERS}
