"""Asks a real browser: pages in frames of given widths in headless Chromium, examined by axe-core, off line."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import Any, Final

AXE: Final = os.environ.get("AXE_CORE", "")
"""The path of axe.min.js, of the npm package axe-core or of a PyPI package that carries it."""
CHROMIUM: Final = os.environ.get("CHROMIUM") or next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
LACKING: Final = (
    "Chromium is not installed"
    if not CHROMIUM
    else "AXE_CORE does not name axe.min.js of axe-core"
    if not Path(AXE).is_file()
    else ""
)
"""Why nothing can be asked here; empty where it can."""

TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")

_CSP = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
    " p { margin-bottom: 2em !important; }"
)
"""What WCAG 1.4.12 has a page bear."""


@dataclass(frozen=True)
class Seen:
    """What the browser found of one page at one width."""

    violations: tuple[str, ...]
    """Each: the rule, what it asks and the first place that breaks it."""
    overflow: int
    """Pixels by which the page is wider than its window."""
    overflow_spaced: int
    """The same with the text spaced as a reader may space it."""


def seen(pages: Sequence[tuple[str, int]], folder: Path) -> list[Seen]:
    """Pages, each with the width of its window, by one start of the browser; `folder` takes its files."""
    axe = Path(AXE).read_text(encoding="utf-8").replace("</script", "<\\/script")
    parts = [
        f"<!DOCTYPE html><title>.</title><pre id='result'></pre><script id='axe' type='text/plain'>{axe}</script>"
    ]
    for n, (page, width) in enumerate(pages):
        # A page forbids scripts, so its policy is left out of the copy into which axe is put.
        copy = escape(_CSP.sub("", page))
        parts.append(
            f"<iframe id='f{n}' width='{width}' height='900' style='border:0' srcdoc=\"{copy}\"></iframe>"
        )
    parts.append(f"<script>{_RUNNER % (json.dumps(TAGS), json.dumps(_SPACING), len(pages))}</script>")
    path = folder / "frames.html"
    path.write_text("".join(parts), encoding="utf-8")
    ran = subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={folder / 'profile'}",
            "--window-size=1400,1000",
            "--virtual-time-budget=60000",
            "--dump-dom",
            path.as_uri(),
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=240,
        check=True,
    )
    found = re.search(r'<pre id="result">(.*?)</pre>', ran.stdout, re.DOTALL)
    assert found is not None
    assert found[1], "the browser ended before axe did"
    answers: list[dict[str, Any]] = json.loads(unescape(found[1]))
    return [Seen(**{**answer, "violations": tuple(answer["violations"])}) for answer in answers]


_RUNNER = """
const tags = %s, spacing = %s, count = %d;
const wider = d => d.documentElement.scrollWidth - d.documentElement.clientWidth;
onload = async () => {
  const answers = [];
  for (let n = 0; n < count; n++) {
    const w = document.getElementById('f' + n).contentWindow, d = w.document;
    for (const each of d.querySelectorAll('details')) each.open = true;
    const script = d.createElement('script');
    script.textContent = document.getElementById('axe').textContent.replaceAll('<\\\\/script', '</' + 'script');
    d.head.append(script);
    const found = await w.axe.run(d, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']});
    const overflow = wider(d);
    const style = d.createElement('style');
    style.textContent = spacing;
    d.head.append(style);
    answers.push({
      violations: found.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes[0].html.slice(0, 200)),
      overflow: overflow, overflow_spaced: wider(d)});
  }
  document.getElementById('result').textContent = JSON.stringify(answers);
};
"""
