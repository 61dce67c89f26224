"""The published schema: what the program made it of, what it lets through, and what it does not."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from exports.data_json import write_json
from exports.schema import schema, schema_text
from models import language
from models.clock import Clock
from models.store import open_plan

PUBLISHED = Path(__file__).parents[2] / "docs" / "plan.schema.json"


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(schema(), format_checker=FormatChecker())


@pytest.fixture(scope="module")
def exported(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The sample's export, with few of its edits; copy it before you change it."""
    path = tmp_path_factory.mktemp("exported") / "plan.json"
    with open_plan(sample_template, clock=Clock(), person="tester") as plan:
        write_json(plan, path)
    return json.loads(path.read_text(encoding="utf-8"))


def faults(found: Any) -> list[str]:
    return [error.json_path for error in validator().iter_errors(found)]


def test_the_published_schema_is_the_one_that_the_program_makes() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == schema_text()


def test_it_is_a_schema_of_the_draft_that_it_names() -> None:
    Draft202012Validator.check_schema(schema())


def test_it_is_english_whatever_the_reader_speaks() -> None:
    language.use("fi")
    assert schema_text() == PUBLISHED.read_text(encoding="utf-8")


def test_the_export_of_the_sample_is_valid(exported: Any) -> None:
    assert faults(exported) == []


WRONG: dict[str, tuple[Callable[[Any], Any], str]] = {
    "an unknown member": (lambda found: found.update(extra=1), "$"),
    "a missing array": (lambda found: found.pop("decisions"), "$"),
    "an earlier version": (lambda found: found.update(version=1), "$.version"),
    "a day in Finnish": (lambda found: found.update(day="19.10.2018"), "$.day"),
    "a day that is none": (lambda found: found["plan"].update(start="2018-02-31"), "$.plan.start"),
    "an unknown status": (
        lambda found: found["milestones"][0].update(status="asleep"),
        "$.milestones[0].status",
    ),
    "a weight that is too heavy": (
        lambda found: found["milestones"][0].update(weight=14),
        "$.milestones[0].weight",
    ),
    "a row without its uid": (lambda found: found["initiatives"][0].pop("uid"), "$.initiatives[0]"),
    "an unknown field": (lambda found: found["owners"][0].update(email="x"), "$.owners[0]"),
    "a seal of another length": (
        lambda found: found["snapshots"][0].update(seal="ab"),
        "$.snapshots[0].seal",
    ),
    "a person by login": (lambda found: found["history"][0].update(person="a b"), "$.history[0].person"),
    "a reference without its uid": (
        lambda found: reference(found).pop("new_uid"),
        "$.history[0].edits[0]",
    ),
}


def reference(found: Any) -> Any:
    """Makes the first edit one of a reference, and answers with it."""
    edit = found["history"][0]["edits"][0]
    edit.update(kind="milestone", field="owner", old_uid=None, new_uid="u", old=None, new="CDO")
    return edit


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_export_is_not_valid_and_the_place_is_named(exported: Any, case: str) -> None:
    spoil, place = WRONG[case]
    found = {**exported, "history": exported["history"][:1], "confirmations": []}
    found = copy.deepcopy(found)
    spoil(found)
    assert faults(found) == [place]


def test_a_reference_with_its_uid_is_valid(exported: Any) -> None:
    found = copy.deepcopy({**exported, "history": exported["history"][:1]})
    reference(found)
    assert faults(found) == []
