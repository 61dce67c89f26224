"""One sentence for each way in which a command line can be wrong, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from models.errors import UsageError
from models.language import _
from tracker.cli.grammar import nearest, option_name


def usage_sentence(error: click.ClickException) -> str:
    """What a fault that click found means to whoever typed the line."""
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    command = ctx.command_path if ctx is not None else "tracker"
    if isinstance(error, click.NoSuchOption):
        known = [name for param in ctx.command.get_params(ctx) for name in param.opts] if ctx else []
        if near := nearest(error.option_name, known):
            return _("{command} has no option {option}; did you mean {near}?").format(
                command=command, option=error.option_name, near=near
            )
        return _("{command} has no option {option}; see {command} --help.").format(
            command=command, option=error.option_name
        )
    if isinstance(error, click.MissingParameter):
        return _("{command} needs {name}; see {command} --help.").format(
            command=command, name=option_name(error.param)
        )
    if isinstance(error, click.BadOptionUsage):
        option = ctx and next((p for p in ctx.command.get_params(ctx) if error.option_name in p.opts), None)
        if isinstance(option, click.Option) and option.is_flag:
            return _("{option} takes no value; see {command} --help.").format(
                command=command, option=error.option_name
            )
        return _("{option} needs a value; see {command} --help.").format(
            command=command, option=error.option_name
        )
    return _("The command line cannot be understood ({detail}); see {command} --help.").format(
        detail=error.format_message().rstrip("."), command=command
    )


def no_such_command(name: str, ctx: click.Context, known: Sequence[str]) -> UsageError:
    """The fault of a command that does not exist."""
    command = ctx.command_path
    if ctx.parent is None and (name.endswith(".db") or Path(name).is_file()):
        return UsageError(
            _("“{text}” is no command; to open a plan, write {command} --plan {text}.").format(
                text=name, command=command
            )
        )
    if near := nearest(name, known):
        return UsageError(
            _("{command} has no command “{text}”; did you mean “{near}”?").format(
                command=command, text=name, near=near
            )
        )
    return UsageError(
        _("{command} has no command “{text}”; see {command} --help.").format(command=command, text=name)
    )
