"""The signs that screens and charts are drawn with, and the ASCII that stands for each where they are lacking."""

from __future__ import annotations

from typing import Final

ASCII_SIGNS: Final[dict[str, str]] = {
    # Lights, marks and bars.
    "■": "#", "▲": "^", "●": "o", "○": ".", "▼": "v", "►": ">", "▾": "v", "▸": ">", "◂": "<", "✓": "x",
    "█": "#", "▒": "+", "░": "-", "◐": "?", "×": "x", "≠": "/",
    # Lines of charts, frames of windows.
    "━": "#", "┃": "#", "┏": "#", "┓": "#", "┗": "#", "┛": "#", "•": ".", "┊": ":", "═": "=", "╱": "/",
    "─": "-", "│": "|", "┌": "+", "┐": "+", "└": "+", "┘": "+", "┤": "+", "├": "+", "┬": "+", "┴": "+",
    "╭": "+", "╮": "+", "╰": "+", "╯": "+", "▌": "|",
    # The roadmap: its marks, bars, walls and closed weeks.
    "◆": "@", "◇": "*", "╳": "/", "≈": "~", "┄": "-", "║": "|",
    # Parts of blocks, with which scroll bars end between two cells.
    **dict.fromkeys("▁▂▃▄▅▆▇▉▊▋▍▎▏", " "),
    # Punctuation and arrows.
    "·": " ", "−": "-", "–": "-", "—": "-", "…": "~", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'",
    "→": ">", "←": "<", "↑": "^", "↓": "v", "\N{NO-BREAK SPACE}": " ",
}  # fmt: skip
"""Each sign of one cell and its stand-in of one cell."""

_TABLE: Final = str.maketrans(ASCII_SIGNS)


def with_ascii_signs(text: str) -> str:
    """The text with stand-ins for all signs, as long as before; letters stay, `ä` too."""
    return text if text.isascii() else text.translate(_TABLE)
