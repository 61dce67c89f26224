"""What commands and options are made of: the common options, values with sentences of their own, lazy groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import click

from models.errors import UsageError
from models.language import LANGUAGES, N_, _
from tracker.cli.session import Session, day_from

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def option_name(param: click.Parameter | None) -> str:
    """How a sentence names an option or an argument."""
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return (param.metavar or param.human_readable_name).strip("[]…") if param is not None else "tracker"


def nearest(said: str, known: Sequence[str]) -> str | None:
    """The known word that is most like what was said; None where none is much like it."""
    from difflib import get_close_matches

    by_folded = {word.casefold(): word for word in known}
    found = get_close_matches(said.casefold(), list(by_folded), n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


class Day(click.ParamType):  # type: ignore[type-arg]
    """A date in ISO form or as d.m.yyyy."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; raises UsageError."""
        return value if isinstance(value, date) else day_from(str(value), option_name(param))


class OneOf(click.Choice):  # type: ignore[type-arg]
    """A word of a list."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word; raises UsageError that names the nearest one, or all."""
        words = [str(word) for word in self.choices]
        found = next((word for word in words if word.casefold() == str(value).casefold()), None)
        if found is not None:
            return found
        if near := nearest(str(value), words):
            raise UsageError(
                _("{where}: “{text}” is not on the list; did you mean “{near}”?").format(
                    where=option_name(param), text=value, near=near
                )
            )
        raise UsageError(
            _("{where}: “{text}” is not on the list; choose one of {words}.").format(
                where=option_name(param), text=value, words=", ".join(words)
            )
        )


class PathText(click.ParamType):  # type: ignore[type-arg]
    """The path of a file or a folder, as it was given; shells complete it as such."""

    name = "path"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Leaves it to the shell, which knows its files."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


class Whole(click.ParamType):  # type: ignore[type-arg]
    """A whole number within limits."""

    name = "number"

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; raises UsageError."""
        text = "".join(str(value).split())
        if text.isascii() and text.isdigit() and len(text) < 12 and self.low <= int(text) <= self.high:
            return int(text)
        raise UsageError(
            _("{where}: “{text}” is no whole number from {low} to {high}.").format(
                where=option_name(param), text=value, low=self.low, high=self.high
            )
        )


def _keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def keep(ctx: click.Context, _param: click.Parameter, value: Any) -> None:
        # Given before the subcommand and not after it, an option stands as it was given.
        if value is not None and value is not False:
            setattr(ctx.ensure_object(Session), name, value)

    return keep


def _common(field: str, flag: str, help: str, **more: Any) -> click.Option:
    return click.Option(
        [f"common_{field}", flag], help=help, expose_value=False, callback=_keep(field), **more
    )


COMMON: Final = (
    _common(
        "plan",
        "--plan",
        N_("The plan's file; else TRACKER_PLAN, else the one opened last."),
        type=PathText(),
        metavar="PATH",
    ),
    _common("as_json", "--json", N_("Answer in JSON, with codes and ISO dates."), is_flag=True),
    _common(
        "as_of", "--as-of", N_("The plan as it was known on that day; nothing is changed."), type=Day(), metavar="DATE"
    ),
    _common(
        "today", "--today", N_("Set the program's clock; else TRACKER_TODAY, else today."), type=Day(), metavar="DATE"
    ),
    _common(
        "language", "--language", N_("Language of the answer."), type=OneOf(LANGUAGES), metavar="|".join(LANGUAGES)
    ),
)  # fmt: skip
"""The options that every command takes, before and after its name."""


only_ascii = click.option(
    "--ascii",
    is_flag=True,
    expose_value=False,
    callback=_keep("only_ascii"),
    help=N_("Draw with ASCII signs alone."),
)
"""For what draws: the screens and the chart."""


class Documented(click.Command):
    """What commands and groups share: the common options, a translated help, faults that know their command."""

    summary: str = ""
    """What it does, in one English sentence; the group that knows it says so."""
    examples: Sequence[str] = ()
    """Lines that a person can copy."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        if self.callback is not None and self.help == self.callback.__doc__:
            self.help = None  # Click takes the docstring, which is written for those who read the code.
        self.params = [*self.params, *COMMON]
        self.examples = examples
        self.context_settings = {"help_option_names": ["-h", "--help"], **self.context_settings}

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parses; a fault knows the command at which it happened."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def get_help(self, ctx: click.Context) -> str:
        """The help, translated."""
        from tracker.cli.help import help_text

        return help_text(self, ctx)

    def get_short_help_str(self, limit: int = 45) -> str:
        """What shells show beside a completion."""
        return _(self.summary) if self.summary else ""


class Command(Documented):
    """A command of the program."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parses; a word too many is a fault with a sentence of its own."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise UsageError(
                _("{command} does not know what to do with “{text}”; see {command} --help.").format(
                    command=ctx.command_path, text=rest[0]
                )
            )
        return rest


@dataclass(frozen=True)
class Entry:
    """Where a command of a group is found."""

    target: str
    """`module:name`, imported when the command is given."""
    summary: str
    """What it does, in one English sentence; `_()` translates it."""


class Group(Documented, click.Group):
    """A group whose commands are imported when they are given."""

    def __init__(self, *args: Any, entries: Mapping[str, Entry], **more: Any) -> None:
        super().__init__(*args, **more)
        self.entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which they are declared."""
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports the command's module."""
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        module, _colon, name = entry.target.partition(":")
        found = getattr(import_module(module), name)
        if not isinstance(found, (Command, Group)):
            raise TypeError(f"{entry.target} is no command of this program")
        found.summary = entry.summary
        return found

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The names that begin so, without importing what is behind them."""
        from click.shell_completion import CompletionItem

        own = [
            CompletionItem(name, help=_(entry.summary))
            for name, entry in self.entries.items()
            if name.startswith(incomplete)
        ]
        return [*own, *click.Command.shell_complete(self, ctx, incomplete)]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Finds the command; raises UsageError that suggests the nearest one."""
        name = args[0]
        if name in self.entries or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        from tracker.cli.usage import no_such_command

        raise no_such_command(name, ctx, list(self.entries))


def say_what(ctx: click.Context) -> None:
    """For a group that does nothing by itself: raises UsageError that names its commands."""
    if ctx.invoked_subcommand is None:
        names = ", ".join(ctx.command.list_commands(ctx)) if isinstance(ctx.command, Group) else ""
        raise UsageError(
            _("{command} needs to know what to do: {words}.").format(command=ctx.command_path, words=names)
        )
