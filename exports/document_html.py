"""A document as one HTML page without scripts and outside resources, by the shipped template or a person's own.

A template is a person's file and may be wrong in any way: it is run in a sandbox, with a limit to what it may go
through and write, and whatever is wrong ends in one sentence with its file and line.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import BaseLoader, TemplateError, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from exports.document import Bullets, Document, Figure, Lit, Paragraph, Table
from models.errors import ExportFailed
from models.language import _, number_text, speaking
from models.rules.text import visible
from models.rules.words import SHAPES

if TYPE_CHECKING:
    from jinja2 import Environment

SHIPPED: Final = "document.html.j2"
"""The name by which a template may extend the shipped one."""

MOST_STEPS: Final = 2_000_000
"""Turns of loops and calls in one page: a plan of 10,000 milestones takes a tenth of it."""
MOST_CHARACTERS: Final = 50_000_000
"""Of one page."""
MOST_BYTES: Final = 1_000_000
"""Of a template."""


def template_text() -> str:
    """The shipped template, for a person to change."""
    return (Path(__file__).parent / "templates" / SHIPPED).read_text(encoding="utf-8")


def html_of(document: Document, template: Path | None = None) -> str:
    """The document as a page of HTML in its own language.

    Args:
        template: a person's own, in UTF-8; the shipped one unless given.

    Raises:
        ExportFailed: the template cannot be read, or does not make a page.
    """
    source = template_text() if template is None else _read(template)
    name = SHIPPED if template is None else str(template)
    environment = _Sandbox(_Templates(name, source))
    with speaking(document.language):
        words = {"contents": _("Contents")}
    try:
        return _page(environment.get_template(name), document=document, words=words)
    except Exception as error:
        # Whatever a template can raise: what Jinja does, but also a division by zero or a missing argument.
        if template is None:
            raise
        raise ExportFailed(_told(template.name, error, name)) from error


def _page(template: Any, **values: object) -> str:
    """What a template writes, as long as it is not endless."""
    pieces, length = [], 0
    for piece in template.generate(**values):
        pieces.append(piece)
        length += len(piece)
        if length > MOST_CHARACTERS:
            raise _TooMuch(
                _("the page grows beyond {limit} characters").format(limit=number_text(MOST_CHARACTERS))
            )
    return "".join(pieces) + "\n"


# A person's template.


def _read(path: Path) -> str:
    name = visible(path.name)
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ExportFailed(
            _("The template {file} cannot be read ({reason}): give the path of a template.").format(
                file=visible(str(path)), reason=getattr(error, "strerror", None) or error
            )
        ) from error
    if len(content) > MOST_BYTES:
        raise ExportFailed(
            _("{file} is larger than {limit} bytes and no template: give the path of a template.").format(
                file=name, limit=number_text(MOST_BYTES)
            )
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ExportFailed(
            _("{file}, line {line}: the template is not UTF-8; save it as UTF-8.").format(
                file=name, line=line
            )
        ) from error


def _told(file: str, error: Exception, name: str) -> str:
    """The sentence for what went wrong with a template, with the line where it did."""
    if isinstance(error, TemplateNotFound):
        reason = _("it asks for {name}, and there is only {shipped} beside it").format(
            name=visible(str(error.name)), shipped=SHIPPED
        )
    elif isinstance(error, RecursionError):
        reason = _("it calls itself without end")
    elif isinstance(error, MemoryError):
        reason = _("it needs more memory than there is")
    else:
        reason = visible(" ".join(str(error).split()).rstrip(".") or type(error).__name__)
    line = _line_of(error, name)
    sentence = (
        _(
            "{file}, line {line}: the template makes no page: {reason}. Nothing was written; mend the template."
        )
        if line
        else _("{file}: the template makes no page: {reason}. Nothing was written; mend the template.")
    )
    return sentence.format(file=visible(file), line=line, reason=reason)


def _line_of(error: Exception, name: str) -> int:
    """The line of the template at which it went wrong; 0 where nobody can say."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    lines = [
        line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == name
    ]
    return lines[-1] if lines else 0


class _TooMuch(TemplateError):
    """A template that goes through more, or writes more, than any page needs."""


class _Templates(BaseLoader):
    """The one template in use, and the shipped one that it may extend."""

    def __init__(self, name: str, source: str) -> None:
        self._sources = {SHIPPED: template_text(), name: source} if name != SHIPPED else {SHIPPED: source}

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if template not in self._sources:
            raise TemplateNotFound(template)
        return self._sources[template], template, lambda: True


class _Sandbox(ImmutableSandboxedEnvironment):
    """Runs a template with no way to files, to the program's insides or to text that is not escaped."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(
            loader=loader, autoescape=True, undefined=StrictUndefined, finalize=_shown, cache_size=0
        )
        self._steps = 0
        # With it a person's text could become HTML.
        del self.filters["safe"]
        self.filters |= {"picture": _picture, "shape": _shape, "counted": self._counted}
        kinds = {"paragraph": Paragraph, "bullets": Bullets, "table": Table, "figure": Figure, "light": Lit}
        self.tests |= {word: _is_a(kind) for word, kind in kinds.items()}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The template as a tree, in which every loop counts its turns."""
        tree = super()._parse(source, name, filename)
        for each in tree.find_all(nodes.EvalContextModifier):
            raise TemplateSyntaxError(_("autoescape cannot be changed"), each.lineno, name, filename)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, "counted", [], [], None, None, lineno=loop.lineno)
        return tree

    def _counted(self, values: Iterable[object]) -> Iterator[object]:
        for value in values:
            self._step()
            yield value

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise _TooMuch(_("it takes more than {limit} steps").format(limit=number_text(MOST_STEPS)))

    def call(self, *arguments: Any, **named: Any) -> Any:
        self._step()
        return super().call(*arguments, **named)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuses what makes a text or a number of unbounded size out of two small ones."""
        if operator == "**" or (
            operator in "*%" and not all(isinstance(one, int | float) for one in (left, right))
        ):
            raise SecurityError(_("{sign} is for numbers alone").format(sign=operator))
        return super().call_binop(context, operator, left, right)


def _is_a(kind: type) -> Callable[[object], bool]:
    return lambda value: isinstance(value, kind)


def _shown(value: object) -> object:
    """What is written out: a text without characters that would hide or turn something."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _shape(lit: Lit) -> str:
    """The shape of a cell's light; nothing where it has none."""
    return SHAPES[lit.light][:1]


_NAMES: Final = re.compile(r"<title>.*?</title>(<desc>.*?</desc>)?", re.DOTALL)


def _picture(figure: Figure) -> Markup:
    """The picture of a figure, named by what it shows: browsers and PDF readers read its title out."""
    title = f"<title>{escape(visible(figure.alt))}</title>"
    svg, count = _NAMES.subn(lambda _found: title, figure.svg, count=1)
    return Markup(svg if count else figure.svg.replace(">", f">{title}", 1))
