"""The help of a command, in the reader's language and as wide as the terminal."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Sequence

import click

from models.language import _
from tracker.cli.grammar import COMMON, Documented, Group

WIDEST = 100
"""Lines longer than this many cells are hard to read."""


def help_text(command: Documented, ctx: click.Context) -> str:
    """Usage, what it does, its commands or options, the common options, examples."""
    width = min(shutil.get_terminal_size().columns, WIDEST)
    pieces = [piece for param in command.params for piece in param.get_usage_pieces(ctx)]
    if isinstance(command, Group):
        pieces.append(_("COMMAND …"))
    usage = " ".join([ctx.command_path, *pieces, _("[options]")])
    blocks = [usage]
    blocks += [
        textwrap.fill(_(text), width, break_on_hyphens=False)
        for text in (command.summary, command.help)
        if text
    ]
    if isinstance(command, Group):
        rows = [(name, _(entry.summary)) for name, entry in command.entries.items()]
        blocks.append(_section(_("Commands"), rows, width))
    own = [p for p in command.params if isinstance(p, click.Option) and p not in COMMON]
    if own:
        blocks.append(_section(_("Options"), _options(own), width))
    common = [*_options(COMMON), ("--help", _("Show this help."))]
    blocks.append(_section(_("Options of every command"), common, width))
    if command.examples:
        heading = _("Examples:")
        blocks.append("\n".join([heading, *(f"  {line}" for line in command.examples)]))
    return "\n\n".join(blocks)


def _options(options: Iterable[click.Parameter]) -> list[tuple[str, str]]:
    rows = []
    for option in options:
        if isinstance(option, click.Option) and not option.hidden:
            names = ", ".join(sorted(option.opts, key=len))
            rows.append(
                (
                    f"{names} {option.metavar}" if option.metavar else names,
                    _(option.help) if option.help else "",
                )
            )
    return rows


def _section(title: str, rows: Sequence[tuple[str, str]], width: int) -> str:
    left = min(max(len(name) for name, _text in rows), 28) + 4
    lines = [f"{title}:"]
    for name, text in rows:
        wrapped = textwrap.wrap(text, max(width - left, 20), break_on_hyphens=False) or [""]
        first = f"  {name}".ljust(left)
        if len(first) > left or not first.endswith(" "):
            lines.append(first)
            first = " " * left
        lines += [first + wrapped[0], *(" " * left + line for line in wrapped[1:])]
    return "\n".join(line.rstrip() for line in lines)
