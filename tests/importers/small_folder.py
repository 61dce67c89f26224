"""A small plan of three milestones as CSV files, for the tests of what reads them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from importers.folder import read_folder, with_charter
from models.clock import Clock
from models.errors import FileRefused
from models.loading import load
from models.plan import Plan
from models.store import create

FILES = {
    "divisions": "code,name_fi,headcount,kind\nSOTE,Sosiaali- ja terveystoimiala,14 699,toimiala\n"
    "KESKE,Keskushallinto,,keskushallinto\n",
    "streams": "id,fi\nA,Palvelut\nB,Data\n",
    "owners": "code,role_fi,division\nCDO,Digitalisaatiojohtaja,KESKE\nCIO,Tietohallintojohtaja,\n",
    "initiatives": "id,stream,fi,lead,supporting,owner,mode,priority,publicity,secrecy_reason\n"
    "A1,A,Ajanvaraus,SOTE,KESKE,CDO,joint,1,Julkinen,\nA2,A,Asiointi,SOTE,,CIO,division,2,Ei-julkinen,\n",
    "milestones": "id,initiative,division,fi,weight,baseline_due,added_to_scope\n"
    "A1.1,A1,SOTE,Ensimmäinen,3,2018-09-14,no\nA1.2,A1,KESKE,Toinen,5,2018-10-01,no\n"
    "A1.3,A1,SOTE,Kolmas,2,,yes\n",
    "events": "event_id,date,week,day_no,milestone_id,kind,field,old,new,reason\n"
    "E1,2018-08-20,1,1,A1.1,created,due,,2018-09-14,\n"
    "E2,2018-08-20,1,1,A1.2,created,due,,2018-09-21,\n"
    "E3,2018-08-22,1,3,A1.1,status,status,in_progress,blocked,funding\n"
    "E4,2018-08-24,1,5,A1.2,due_changed,due,2018-09-21,2018-10-01,supplier\n"
    "E5,2018-08-31,2,12,*,baseline_confirmed,baseline,,confirmed,\n"
    "E6,2018-09-04,3,16,A1.1,status,status,blocked,done,\n"
    "E7,2018-09-06,3,18,A1.3,created,due,,2018-11-01,scope_added\n"
    "E8,2018-09-10,4,22,A2,owner_changed,owner,,CIO,decision D04\n",
    "dependencies": "id,waiting,provider,kind,fi\nX1,A1.2,A1.1,hard,Jotain\n",
    "decisions": "id,needed,made,fi,outcome\nD1,2018-09-01,2018-09-05,Mitä,approved\n",
    "confirmations": "date,milestone_id,source,reference\n2018-09-07,A1.2,round,coordinator\n",
    "handoffs": "handoff_id,week,division,sent,due,returned,rows_sent,rows_changed,conflicts,note\n"
    "H1,2,SOTE,2018-08-29,2018-09-04,2018-09-05,4,2,1,late\nH2,3,SOTE,2018-09-05,2018-09-11,,4,,,never\n",
}


def write_small_folder(path: Path) -> Path:
    """Writes the files into a new folder."""
    path.mkdir()
    for name, text in FILES.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


def replace(folder: Path, name: str, old: str, new: str) -> None:
    """Changes one place of a file."""
    path = folder / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in {name}.csv"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@contextmanager
def loaded(folder: Path, **options: Any) -> Iterator[Plan]:
    """The plan of a folder, made beside it."""
    read = read_folder(folder, **options)
    path = folder.parent / f"plan-{len(list(folder.parent.iterdir()))}.db"
    until = options.get("until")
    with create(path, read.charter, clock=Clock(until), person="loader", history_from=read.first_day) as plan:
        load(plan, with_charter(read.batches, plan.charter().uid), reason="folder", until=until)
        yield plan


def refused(folder: Path) -> str:
    """The sentence with which a folder is refused."""
    with pytest.raises(FileRefused) as error, loaded(folder):
        pass
    return error.value.sentence


def milestone(plan: Plan, visible_id: str, day: date | None = None) -> Any:
    return plan.state(day).find("milestone", visible_id)
