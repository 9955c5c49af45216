"""A dozen stored people, and what they are told as days pass without news."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Plan
from mecoder_cli.planner import Planner
from mecoder_cli.record.journal import Event, fold
from mecoder_cli.record.standing import standing

START = date(2026, 11, 23)
DAYS = 400
NEWCOMER = {
    "diploma": True, "credentials": [], "memberships": [], "training": "none", "employed": False, "experience_months": 0,
    "ma_resident_since": "2010-05-01", "college_degree": "none", "age": 38,
}  # fmt: skip
APPRENTICE = {
    "target": "outpatient-coder", "diploma": True, "credentials": [{"id": "CPC-A", "earned": "2026-10-01"}],
    "memberships": [{"id": "AAPC", "renews": "2028-09-30"}], "training": "completed", "course": "college-certificate",
    "course_hours": 80, "practicode": "none", "employed": False, "experience_months": 0, "ceus": {"AAPC": 0},
}  # fmt: skip
CODER = {
    **APPRENTICE, "role": "outpatient-coder", "credentials": [{"id": "CPC", "earned": "2024-10-01"}], "employed": True, "experience_months": 30,
    "ceus": {"AAPC": 10},
}  # fmt: skip
JOB = {"record": "job", "employer": "Clinic", "from": "2026-11-02"}
Journal = tuple[dict[str, Any], tuple[dict[str, Any], ...]]
PEOPLE: dict[str, Journal] = {
    "newcomer who may have free college": ({**NEWCOMER, "target": "outpatient-coder"}, ()),
    "newcomer with a bachelor's degree": ({**NEWCOMER, "target": "outpatient-coder", "college_degree": "bachelor"}, ()),
    "newcomer to the hospital": ({**NEWCOMER, "target": "inpatient-coder"}, ()),
    "in a course": (
        {**NEWCOMER, "target": "outpatient-coder", "training": "enrolled", "course": "self-paced", "course_ends": "2027-06-01"}, (),
    ),
    "apprentice without a job": (APPRENTICE, ()),
    "apprentice with a job": (APPRENTICE, (JOB,)),
    "apprentice with a job and no course hours": ({**APPRENTICE, "course_hours": 0}, (JOB,)),
    "apprentice with half of Practicode": ({**APPRENTICE, "practicode": "started"}, (JOB, {"record": "practicode", "cases": 300, "date": "2026-11-20"})),
    "CPC-A by work alone": ({**APPRENTICE, "course_hours": 0, "practicode": "none"}, ({**JOB, "from": "2025-06-02"},)),
    "coder who wants risk adjustment": ({**CODER, "target": "risk-adjustment-coder"}, ({**JOB, "from": "2024-05-01"},)),
    "coder who wants to lead": ({**CODER, "target": "revenue-cycle-manager"}, ({**JOB, "from": "2024-05-01"},)),
    "whose exam failed": (
        {**NEWCOMER, "target": "outpatient-coder", "training": "completed", "course": "self-paced", "course_hours": 90,
         "memberships": [{"id": "AAPC", "renews": "2028-09-30"}], "ceus": {"AAPC": 0}},
        ({"record": "exam", "exam": "CPC", "grants": "CPC", "date": "2026-11-20", "result": "fail"},),
    ),
}  # fmt: skip


class Told(NamedTuple):
    """What somebody is told on a day."""

    day: date
    next: tuple[str, str]
    route: str
    finish: date
    plan: Plan


def told(pathway: Pathway, planner: Planner, person: Journal, start: date = START, days: int = DAYS) -> Iterator[Told]:
    """Yield what is told on each day, for as long as there is a plan without a question."""
    answers, entries = person
    events = [("answered", {"question": key, "value": value}) for key, value in answers.items()]
    events += [("logged", entry) for entry in entries]
    ledger = fold([Event(n, f"{start}T10:00", kind, data) for n, (kind, data) in enumerate(events, 1)])
    assert not ledger.misfits, ledger.misfits
    for passed in range(days + 1):
        day = start + timedelta(days=passed)
        plan = planner.plan(standing(pathway, ledger, day).profile, day)
        if plan.finish is None or not plan.routes:
            return
        action = plan.next_action
        yield Told(
            day, (action.id, action.way or "") if action else ("", ""), plan.routes[0].id, plan.finish.likely, plan
        )
