"""Coverage: which question of the plan has evidence, of which kind and from which divisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from models.rules.records import Decision, Initiative, Question, natural_key
from models.rules.state import PlanState


@dataclass(frozen=True)
class QuestionCoverage:
    """The evidence for one question, that for its parts included."""

    question: Question
    initiatives: tuple[Initiative, ...]
    """Those that work on it."""
    decisions: tuple[Decision, ...]
    """Those made by the day; one that is still open answers nothing."""
    divisions: tuple[str, ...]
    """The uids of the divisions from which evidence comes, in the order of the plan: those that lead or support one of
    the initiatives, or lead the one to which a decision belongs."""

    @property
    def is_bare(self) -> bool:
        """Whether there is no evidence at all."""
        return not (self.initiatives or self.decisions)

    @property
    def is_one_sided(self) -> bool:
        """Whether all evidence comes from one division."""
        return not self.is_bare and len(self.divisions) == 1


def coverage(state: PlanState) -> tuple[QuestionCoverage, ...]:
    """The questions of the plan: those without evidence first, then those with evidence of one division only.

    Of the kinds of evidence it counts those that the plan records: initiatives and decisions.
    """
    found = [_of(question, within, state) for question, within in _with_parts(state.questions)]
    found.sort(
        key=lambda each: (not each.is_bare, not each.is_one_sided, natural_key(each.question.id)),
    )
    return tuple(found)


def _with_parts(questions: Iterable[Question]) -> list[tuple[Question, frozenset[str]]]:
    """Each question with the uids of itself and of all its parts."""
    parts: defaultdict[str | None, list[str]] = defaultdict(list)
    found = list(questions)
    for question in found:
        parts[question.parent].append(question.uid)

    def within(uid: str) -> frozenset[str]:
        reached, waiting = {uid}, [uid]
        while waiting:
            # What was met already is not followed again, so that a circle of parts ends.
            new = [each for each in parts[waiting.pop()] if each not in reached]
            reached.update(new)
            waiting += new
        return frozenset(reached)

    return [(question, within(question.uid)) for question in found]


def _of(question: Question, within: frozenset[str], state: PlanState) -> QuestionCoverage:
    initiatives = tuple(each for each in state.initiatives if each.questions & within)
    decisions = tuple(
        each
        for each in state.decisions
        if each.question in within and each.made is not None and each.made <= state.day
    )
    divisions = {uid for each in initiatives for uid in (each.lead, *each.supporting)}
    for decision in decisions:
        initiative = state.get("initiative", decision.initiative)
        if initiative is not None:
            divisions.add(initiative.lead)
    return QuestionCoverage(
        question,
        initiatives,
        decisions,
        tuple(each.uid for each in state.divisions if each.uid in divisions),
    )
