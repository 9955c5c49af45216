"""The person that a journal makes, and their CEUs."""

from datetime import date
from typing import Any

import pytest

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Held
from mecoder_cli.planner import Planner
from mecoder_cli.record.journal import Event, Log, fold
from mecoder_cli.record.letters import draft
from mecoder_cli.record.standing import Standing, standing
from mecoder_cli.record.units import Cycle, cycle_of

DAY = date(2026, 11, 23)


def journal(*entries: tuple[str, dict[str, Any]]) -> tuple[Event, ...]:
    return tuple(Event(n, "2026-11-01T10:00", kind, data) for n, (kind, data) in enumerate(entries, 1))


def person(pathway: Pathway, *entries: tuple[str, dict[str, Any]], day: date = DAY) -> Standing:
    return standing(pathway, fold(journal(*entries)), day)


def said(question: str, value: Any) -> tuple[str, dict[str, Any]]:
    return ("answered", {"question": question, "value": value})


def logged(record: str, **data: Any) -> tuple[str, dict[str, Any]]:
    if "start" in data:
        data["from"] = data.pop("start")
    return ("logged", {"record": record, **data})


def log(entry: tuple[str, dict[str, Any]]) -> Log:
    return fold(journal(entry)).entries[0]


def passed(exam: str, grants: str, day: str) -> tuple[str, dict[str, Any]]:
    return logged("exam", exam=exam, grants=grants, date=day, result="pass")


def units(body: str, number: float, day: str, *categories: str) -> tuple[str, dict[str, Any]]:
    more = {"categories": list(categories)} if categories else {}
    return logged("ceu", body=body, units=number, date=day, title=f"{number} {day} {categories}", **more)


def cycle(pathway: Pathway, body: str, *entries: tuple[str, dict[str, Any]], day: date = DAY) -> Cycle:
    ledger = fold(journal(*entries))
    found = standing(pathway, ledger, day)
    return cycle_of(pathway, pathway.bodies[body], found.profile, ledger.entries, day)


# --- answers ---------------------------------------------------------------------------------------------


def test_jobs_answer_for_months_and_employment(pathway: Pathway) -> None:
    """Neither is typed; a job that ended leaves nobody employed."""
    found = person(pathway, logged("job", employer="A", start="2025-01-01", to="2025-12-31"))
    assert found.profile.answers["experience_months"] == 12
    assert found.profile.answers["employed"] is False
    assert set(found.computed) == {"experience_months", "employed"}
    assert person(pathway, logged("job", employer="A", start="2026-01-01")).profile.answers["employed"] is True


def test_typed_months_give_way_to_entries_and_that_is_said(pathway: Pathway) -> None:
    """Only entries can be proven."""
    found = person(pathway, said("experience_months", 30), logged("job", employer="A", start="2026-01-01"))
    assert found.profile.answers["experience_months"] == 10
    assert any("30 months" in note and "Log the earlier jobs" in note for note in found.notes)


def test_entries_dated_later_do_not_count_yet(pathway: Pathway) -> None:
    """Advice for an earlier day knows nothing of what came after."""
    entry = passed("CPC", "CPC-A", "2026-10-01")
    assert person(pathway, entry).profile.held("credentials") == (Held("CPC-A", date(2026, 10, 1)),)
    assert person(pathway, entry, day=date(2026, 9, 1)).profile.held("credentials") == ()


def test_taking_the_a_off_keeps_the_day_of_certification(pathway: Pathway) -> None:
    """CEUs count from the day the exam was passed, whatever the credential is called later."""
    done = ("done", {"step": "convert-cpc-a", "date": "2026-11-01"})
    found = person(pathway, passed("CPC", "CPC-A", "2025-10-01"), done)
    assert found.profile.held("credentials") == (Held("CPC", date(2025, 10, 1)),)


def test_cases_need_their_score(pathway: Pathway) -> None:
    """All cases without a score are not done; the score asked for is named."""
    assert (
        person(pathway, logged("practicode", cases=600, score=71, date="2026-01-01")).profile.answers["practicode"]
        == "done"
    )
    short = person(pathway, logged("practicode", cases=600, date="2026-01-01"))
    assert short.profile.answers["practicode"] == "started"
    assert any("70 or more" in note for note in short.notes)
    assert (
        person(pathway, logged("practicode", cases=599, score=90, date="2026-01-01")).profile.answers["practicode"]
        == 599
    )


def test_courses_are_not_added_up(pathway: Pathway) -> None:
    """The longest counts: no source says that two short ones make a long one."""
    found = person(
        pathway, logged("course", hours=50, date="2026-01-01"), logged("course", hours=60, date="2026-02-01")
    )
    assert found.profile.answers["course_hours"] == 60
    assert found.profile.answers["training"] == "completed"
    assert any("not added" in note for note in found.notes)


def test_an_answer_that_no_longer_fits_is_left_out_and_said(pathway: Pathway) -> None:
    """Knowledge may change; a stale answer is asked again rather than misread."""
    found = person(pathway, said("target", "blacksmith"), said("diploma", True))
    assert "target" not in found.profile.answers
    assert found.profile.answers["diploma"] is True
    assert any("no longer fits" in note and "blacksmith" in note for note in found.notes)


def test_later_words_win(pathway: Pathway) -> None:
    """A step done, then another answer: the answer; the other way round: the step."""
    done = ("done", {"step": "choose-training", "date": "2026-10-01"})
    assert person(pathway, done, said("training", "completed")).profile.answers["training"] == "completed"
    assert person(pathway, said("training", "none"), done).profile.answers["training"] == "enrolled"


def test_paying_dues_settles_that_day_only(pathway: Pathway) -> None:
    """The next ones fall due a year later; when all is reported a new cycle begins."""
    base = [passed("CPC", "CPC", "2024-06-01"), logged("membership", body="AAPC", renews="2027-01-31")]
    planner = Planner(pathway)

    def dues(*more: tuple[str, dict[str, Any]], day: date = DAY, id_: str = "renew-aapc") -> list[date]:
        found = person(pathway, *base, *more, day=day)
        return [d.due for d in planner.plan(found.profile, day).deadlines if d.id == id_]

    paid = ("done", {"step": "renew-aapc", "date": "2026-11-20", "settles": [{"body": "AAPC", "due": "2027-01-31"}]})
    assert dues() == [date(2027, 1, 31)]
    assert dues(paid) == [date(2028, 1, 31)]
    after = date(2027, 2, 1)
    assert dues(paid, day=after, id_="earn-ceus") == [date(2027, 1, 31)], "CEUs are missing: the cycle is not over"
    assert dues(paid, units("AAPC", 36, "2026-05-01"), day=after) == [date(2028, 1, 31)]


# --- CEUs --------------------------------------------------------------------------------------------------

AAPC_MEMBER = (passed("CPC", "CPC", "2020-03-01"), logged("membership", body="AAPC", renews="2027-03-31"))


def test_only_the_present_cycle_counts(pathway: Pathway) -> None:
    """No carrying over; the renewal month is told apart, the day the cycle ends counts."""
    found = cycle(
        pathway, "AAPC", *AAPC_MEMBER, units("AAPC", 5, "2025-03-31"), units("AAPC", 7, "2025-04-01"),
        units("AAPC", 2, "2025-03-10"), units("AAPC", 3, "2024-01-01"), units("AAPC", 1.5, "2026-10-01"),
    )  # fmt: skip
    assert (found.start, found.end) == (date(2025, 3, 31), date(2027, 3, 31))
    assert (found.earned, found.other, found.either) == (8.5, 10, 7)
    assert (found.needed, found.missing) == (36, 27.5)


def test_ceus_before_the_first_credential_are_refused(pathway: Pathway) -> None:
    """They do not count, and that is told."""
    found = cycle(
        pathway, "AAPC", passed("CPC", "CPC-A", "2026-01-10"), logged("membership", body="AAPC", renews="2027-12-31"),
        units("AAPC", 4, "2026-01-09"), units("AAPC", 6, "2026-01-10"),
    )  # fmt: skip
    assert (found.earned, found.early, found.is_first) == (6, 4, True)


def test_more_credentials_more_ceus(pathway: Pathway) -> None:
    """36, 40, 44 by their number, and so many in the subject of each."""
    found = cycle(
        pathway,
        "AAPC",
        *AAPC_MEMBER,
        passed("CPMA", "CPMA", "2021-01-01"),
        passed("CGSC", "CGSC", "2022-01-01"),
        units("AAPC", 5, "2026-01-01", "CPMA"),
    )
    assert found.needed == 44
    assert {(s.id, s.needed, s.earned) for s in found.sorts} == {("CPMA", 16, 5), ("CGSC", 8, 0)}


def test_shares_of_origin_and_subject(pathway: Pathway) -> None:
    """40 and 80 percent of 20; what names no category is neither counted nor refused."""
    found = cycle(
        pathway, "AHIMA", passed("CCS", "CCS", "2025-06-01"), units("AHIMA", 5, "2026-01-01", "origin", "subject"),
        units("AHIMA", 4, "2026-02-01", "subject"), units("AHIMA", 3, "2026-03-01"),
    )  # fmt: skip
    assert found.end == date(2027, 6, 1) and found.assumed
    assert [(s.id, s.needed, s.earned, s.unsorted) for s in found.sorts] == [("origin", 8, 5, 3), ("subject", 16, 9, 3)]


def test_two_bodies_are_kept_apart(pathway: Pathway) -> None:
    """One event is logged with each body that takes it; ledgers do not mix."""
    both = (
        *AAPC_MEMBER,
        passed("CCS", "CCS", "2025-06-01"),
        units("AAPC", 2, "2026-01-01"),
        units("AHIMA", 3, "2026-01-01"),
    )
    assert cycle(pathway, "AAPC", *both).earned == 2
    assert cycle(pathway, "AHIMA", *both).earned == 3
    assert person(pathway, *both).profile.answers["ceus"] == {"AAPC": 2, "AHIMA": 3}


def test_typed_ceus_count_while_they_are_more_and_of_this_cycle(pathway: Pathway) -> None:
    """Never added to the entries, and gone with their cycle."""
    typed = (*AAPC_MEMBER, said("ceus", {"AAPC": 20}))
    assert person(pathway, *typed, units("AAPC", 4, "2026-01-01")).profile.answers["ceus"] == {"AAPC": 20}
    assert person(pathway, *typed, units("AAPC", 24.5, "2026-01-01")).profile.answers["ceus"] == {"AAPC": 24.5}
    next_cycle = (*typed, logged("membership", body="AAPC", renews="2029-03-31"))
    later = person(pathway, *next_cycle, day=date(2027, 5, 1))
    assert later.profile.answers["ceus"] == {"AAPC": 0}
    assert any("that cycle is over" in note for note in later.notes)


# --- letters -------------------------------------------------------------------------------------------------


def test_a_letter_says_what_is_missing(pathway: Pathway) -> None:
    """Blanks where the ledger is silent, and the list of what would be rejected."""
    bare = log(logged("job", employer="Clinic", start="2025-01-01"))
    found = draft(pathway.letters["employment"], bare, "", DAY)
    assert {line.split(":")[0] for line in found.refused} == {
        "the coding done and the code sets used", "the coder's name", "signed by the employer, a supervisor or HR",
    }  # fmt: skip
    assert any("________ [name] worked for Clinic from 1 January 2025" in line for line in found.lines)


def test_a_full_letter_is_not_refused(pathway: Pathway) -> None:
    """Every element that the rule asks is there, or is named as the signer's."""
    full = log(logged("job", employer="Clinic", start="2025-01-01", to="2025-12-31", hours_per_week=40, title="Coder", duties="outpatient claims", code_sets=["CPT", "ICD-10-CM"], signer="hr"))  # fmt: skip
    found = draft(pathway.letters["employment"], full, "Ana Lee", DAY)
    assert found.refused == ()
    assert not any(
        "____" in line for line in found.lines if line.startswith(("This letter", "In this time", "I confirm"))
    )
    assert len(found.on_paper) == 5


@pytest.mark.parametrize("signer", ["coworker", "my friend"])
def test_a_signer_that_the_rule_does_not_take_is_refused(pathway: Pathway, signer: str) -> None:
    """A co-worker's letter is not accepted by the newest wording."""
    event = log(logged("job", employer="C", start="2025-01-01", signer=signer, duties="d", code_sets=["CPT"]))
    assert any(
        signer in line and "may not sign" in line
        for line in draft(pathway.letters["employment"], event, "A", DAY).refused
    )


def test_a_short_course_is_refused(pathway: Pathway) -> None:
    """Below the hours of the rule the letter would prove nothing."""
    event = log(logged("course", hours=79, title="T", school="S", date="2026-01-01"))
    assert draft(pathway.letters["course"], event, "A", DAY).refused == ("80 contact hours or more: the entry says 79",)
