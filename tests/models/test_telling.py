"""Edits in words: ids and titles, fields by their labels, values in words and dates, what undo did and kept."""

from __future__ import annotations

from datetime import date

from builders import START, Office, day

from models.edits import Edit, membership, removal
from models.history import Reversal
from models.language import speaking
from models.rules.fields import EXISTS
from models.telling import Names, edits_text, in_order, names_for, reversal_text, told


def sentence(office: Office, *edits: Edit) -> str:
    """The first of some edits in words."""
    return told(edits, Names([office.plan.state()], edits=edits))[0].sentence


def of(office: Office, field: str, old: object, new: object) -> Edit:
    """An edit of A1.1, which is there."""
    return Edit("milestone", office.uid("milestone", "A1.1"), field, old, new)  # type: ignore[arg-type]


def test_a_word_is_told_as_people_say_it(office: Office) -> None:
    office.add("A1.1")
    edit = of(office, "status", "not_started", "in_progress")
    assert sentence(office, edit) == "A1.1 status: not started → in progress"


def test_a_date_is_told_in_the_readers_form(office: Office) -> None:
    office.add("A1.1")
    edit = of(office, "forecast", date(2018, 10, 19), date(2018, 10, 22))
    with speaking("sv"):
        assert sentence(office, edit).endswith("19.10.2018 → 22.10.2018")


def test_a_flag_is_told_as_yes_or_no(office: Office) -> None:
    office.add("A1.1")
    assert sentence(office, of(office, "trend", False, True)).endswith("no → yes")


def test_a_number_is_told_as_a_number(office: Office) -> None:
    office.add("A1.1")
    assert sentence(office, of(office, "weight", 1, 13)) == "A1.1 weight: 1 → 13"


def test_a_value_that_was_empty_is_told_by_the_new_one(office: Office) -> None:
    office.add("A1.1")
    assert sentence(office, of(office, "note", None, "[/b] =1+1")) == "A1.1 note: [/b] =1+1"


def test_a_value_that_becomes_empty_is_told_by_the_old_one(office: Office) -> None:
    office.add("A1.1")
    assert sentence(office, of(office, "note", "Old", None)) == "A1.1 note: Old →"


def test_a_text_of_one_language_says_which(office: Office) -> None:
    office.add("A1.1")
    assert sentence(office, of(office, "title_fi", None, "Uusi")) == "A1.1 title (fi): Uusi"


def test_an_owner_is_told_by_the_role(office: Office) -> None:
    office.add("A1.1")
    owner = office.add_row("owner", id="CTO", role_en="Chief Technology Officer")
    edit = of(office, "owner", None, owner.uid)
    assert sentence(office, edit) == "A1.1 owner: Chief Technology Officer"


def test_a_division_is_told_by_its_id(office: Office) -> None:
    office.add("A1.1")
    sote, kasko = office.uid("division", "SOTE"), office.uid("division", "KASKO")
    assert sentence(office, of(office, "division", sote, kasko)) == "A1.1 division: SOTE → KASKO"


def test_a_member_of_a_set_is_named(office: Office) -> None:
    initiative = office.row("initiative", "A1")
    (edit,) = membership("initiative", initiative, "supporting", [office.uid("division", "KASKO")])
    assert sentence(office, edit) == "A1 supporting division KASKO: no → yes"


def test_a_created_row_is_told_in_one_line_where_it_is_told_briefly(office: Office) -> None:
    edits = office.milestone_edits("A1.7")
    lines = told(edits, Names([office.plan.state()], edits=edits), briefly=True)
    assert [line.sentence for line in lines] == ["A1.7 milestone: created"]


def test_a_created_row_is_told_field_by_field_otherwise(office: Office) -> None:
    edits = office.milestone_edits("A1.7")
    assert len(told(edits, Names([office.plan.state()], edits=edits))) == len(edits)


def test_a_removed_row_keeps_its_id_and_title(office: Office) -> None:
    milestone = office.add("A1.1")
    before = office.plan.state()
    office.remove("A1.1")
    (line,) = told([removal("milestone", milestone)], Names([office.plan.state(), before]))
    assert (line.id, line.title, line.new) == ("A1.1", "Title of A1.1", "removed")


def test_a_row_that_is_gone_is_known_by_its_history(office: Office) -> None:
    office.add("A1.1")
    office.remove("A1.1")
    edits = [edit for revision in reversed(office.plan.history()) for edit in revision.edits]
    names = Names([office.plan.state()], edits=edits)
    removed = next(edit for edit in edits if edit.field == EXISTS and edit.new is False)
    assert told([removed], names)[0].id == "A1.1"


def test_a_row_that_came_back_is_told_so(office: Office) -> None:
    office.add("A1.1")
    assert sentence(office, of(office, EXISTS, False, True)) == "A1.1 milestone: brought back"


def test_a_confirmation_is_one_line_about_its_milestone(office: Office) -> None:
    milestone = office.add("A1.1")
    revision = office.plan.confirm([milestone.uid])
    lines = told(revision.told, Names([office.plan.state()], edits=revision.edits))
    assert [line.sentence for line in lines] == ["A1.1 confirmation: no change"]


def test_a_field_of_an_older_form_keeps_its_name(office: Office) -> None:
    office.add("A1.1")
    assert sentence(office, of(office, "colour", "red", "blue")) == "A1.1 colour: red → blue"


def test_a_word_of_an_older_form_keeps_its_code(office: Office) -> None:
    office.add("A1.1")
    assert sentence(office, of(office, "status", "paused", "done")) == "A1.1 status: paused → done"


def test_many_edits_are_told_by_three_and_how_many_more(office: Office) -> None:
    office.add("A1.1")
    edits = [of(office, "weight", n, n + 1) for n in range(1, 6)]
    line = edits_text(told(edits, Names([office.plan.state()])))
    assert line == "A1.1 weight: 1 → 2; A1.1 weight: 2 → 3; A1.1 weight: 3 → 4 and 2 more"


def test_a_comparison_begins_with_what_the_plan_is_about(office: Office) -> None:
    office.add("A1.2")
    office.add("A1.10")
    wanted = [("milestone", "A1.10"), ("owner", "CDO"), ("milestone", "A1.2"), ("initiative", "A1")]
    edits = [Edit(kind, office.uid(kind, name), EXISTS, None, True) for kind, name in wanted]
    lines = in_order(told(edits, Names([office.plan.state()])))
    assert [line.id for line in lines] == ["A1", "A1.2", "A1.10", "CDO"]


def test_the_fields_of_a_row_stand_as_in_its_form(office: Office) -> None:
    office.add("A1.1")
    edits = [of(office, name, None, None) for name in ("forecast", "note", "status", "title_en")]
    lines = in_order(told(edits, Names([office.plan.state()])))
    assert [line.edit.field for line in lines] == ["title_en", "status", "note", "forecast"]


def sentence_of(office: Office, reversal: Reversal) -> str:
    plan = office.plan
    return reversal_text(reversal, names_for(plan, plan.state(), (*reversal.of.told, *reversal.kept)))


def test_an_undo_names_what_it_took_back(office: Office) -> None:
    office.add("A1.1")
    office.set("A1.1", weight=8)
    reversal = office.plan.undo()
    assert sentence_of(office, reversal) == "Undone: A1.1 weight: 1 → 8."


def test_an_undo_leaves_the_programs_own_dates_untold(office: Office) -> None:
    office.add("A1.1")
    office.at(day(3)).set("A1.1", forecast=day(50))
    reversal = office.plan.undo()
    assert sentence_of(office, reversal).count("A1.1") == 1


def test_an_undo_names_what_it_kept_apart_from_what_it_took_back(office: Office) -> None:
    office.add("A1.1")
    office.set("A1.1", weight=8, note="Mine")
    with office.somebody_else() as other:
        other.set("A1.1", note="Theirs")
    text = sentence_of(office, office.plan.undo())
    assert text.startswith("Undone: A1.1 weight: 1 → 8. Kept, because it was changed since: A1.1 note")


def test_an_undo_that_could_take_nothing_back_says_so(office: Office) -> None:
    office.add("A1.1")
    office.set("A1.1", note="Mine")
    with office.somebody_else() as other:
        other.set("A1.1", note="Theirs")
    text = sentence_of(office, office.plan.undo())
    assert text.startswith("Nothing was undone, because somebody changed it since: A1.1 note")


def test_a_redo_names_what_it_did_again(office: Office) -> None:
    office.add("A1.1")
    office.set("A1.1", weight=8)
    office.plan.undo()
    assert sentence_of(office, office.plan.redo()) == "Done again: A1.1 weight: 1 → 8."


def test_taking_a_new_row_back_is_told_in_one_line(office: Office) -> None:
    assert office.plan.today == START
    office.add("A1.1")
    assert sentence_of(office, office.plan.undo()) == "Undone: A1.1 milestone: created."


def test_a_row_that_a_redo_removes_again_is_told_by_its_id(office: Office) -> None:
    office.add("A1.1")
    office.remove("A1.1")
    office.plan.undo()
    assert sentence_of(office, office.plan.redo()) == "Done again: A1.1 milestone: removed."


def test_what_an_undo_left_alone_is_told_as_it_was_changed(office: Office) -> None:
    office.add("A1.1")
    office.set("A1.1", weight=3)
    with office.somebody_else() as other:
        other.set("A1.1", weight=5)
    text = sentence_of(office, office.plan.undo())
    assert text == "Nothing was undone, because somebody changed it since: A1.1 weight: 1 → 3."
