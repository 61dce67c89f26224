"""A page in a real browser, examined by axe-core: no violation of WCAG 2.1 AA, on a phone and on a desk."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

import browser
import papers
import pytest
from browser import Seen

from exports.document_html import html_of
from exports.report import document_of
from models.clock import Clock
from models.language import speaking
from models.store import open_plan

pytestmark = pytest.mark.skipif(bool(browser.LACKING), reason=browser.LACKING)

PHONE, DESK = 320, 1280
PAGES: Final = (("fi", PHONE), ("sv", PHONE), ("en", DESK))
WEEKLY: Final = (("week 9", PHONE), ("week 9", DESK))
DAY: Final = date(2018, 10, 19)
BROKEN: Final = ("broken", PHONE)


def broken() -> str:
    """A page without a language, with pale text and something wider than a phone."""
    page = html_of(papers.whole("en"))
    for whole, worse in (
        ('<html lang="en">', "<html>"),
        ("--ink-quiet: #565656", "--ink-quiet: #bbbbbb"),
        ("<main>", '<main><p style="width: 500px">wide</p>'),
    ):
        assert page.count(whole) == 1
        page = page.replace(whole, worse)
    return page


def of_the_sample(path: Path) -> str:
    """The weekly page of week 9, in Finnish."""
    with open_plan(path, clock=Clock(DAY), person="tester") as plan, speaking("fi"):
        return html_of(document_of(plan.weekly.page(9)))


@pytest.fixture(scope="module")
def seen(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, int], Seen]:
    """What the browser found; it starts once."""
    folder = tmp_path_factory.mktemp("browser")
    frames = [(html_of(papers.whole(language)), width) for language, width in PAGES]
    weekly = of_the_sample(Path(shutil.copyfile(sample_template, folder / "plan.db")))
    frames += [(weekly, width) for _page, width in WEEKLY]
    answers = browser.seen([*frames, (broken(), PHONE)], folder)
    return dict(zip([*PAGES, *WEEKLY, BROKEN], answers, strict=True))


EACH = pytest.mark.parametrize("page", [*PAGES, *WEEKLY], ids=lambda page: f"{page[0]}-{page[1]}")


@EACH
def test_axe_finds_no_violation(seen: Mapping[tuple[str, int], Seen], page: tuple[str, int]) -> None:
    assert seen[page].violations == ()


@EACH
def test_a_page_is_read_without_scrolling_sideways(
    seen: Mapping[tuple[str, int], Seen], page: tuple[str, int]
) -> None:
    assert seen[page].overflow == 0


@EACH
def test_a_reader_may_space_the_text(seen: Mapping[tuple[str, int], Seen], page: tuple[str, int]) -> None:
    assert seen[page].overflow_spaced == 0


def test_a_broken_page_is_found(seen: Mapping[tuple[str, int], Seen]) -> None:
    found = {each.partition(":")[0] for each in seen[BROKEN].violations}
    assert found == {"html-has-lang", "color-contrast"}


def test_a_page_wider_than_a_phone_is_found(seen: Mapping[tuple[str, int], Seen]) -> None:
    assert seen[BROKEN].overflow > 100
