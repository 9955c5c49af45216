"""The planner's small parts one by one, at their edges."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from mecoder_cli.domain.conditions import (
    ALWAYS,
    NO,
    UNKNOWN,
    YES,
    All,
    Answer,
    AnyOf,
    Atom,
    Not,
    atoms,
    compare,
    evaluate,
)
from mecoder_cli.domain.facts import Range
from mecoder_cli.domain.firm import Firm, months_between
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Deadline, Node
from mecoder_cli.domain.profile import Held, Profile
from mecoder_cli.domain.renewals import (
    add_months,
    as_held,
    ceus_needed,
    cycle_end,
    deadlines,
    held_with,
    most_urgent,
    unwatched,
)
from mecoder_cli.knowledge import check
from mecoder_cli.planner import Planner
from mecoder_cli.planner.budget import Accounts
from mecoder_cli.planner.charges import Times
from mecoder_cli.planner.outcomes import fixed
from mecoder_cli.planner.recall import Recall, state_of
from mecoder_cli.planner.schedule import REMEMBERED, Route, Scheduler, left_of, next_start, remember, study_order
from mecoder_cli.planner.situation import Reader, Situation, verdict
from mecoder_cli.planner.whys import lines_of, shortfall
from mecoder_cli.routes.simulate import _spread

DAY = date(2026, 11, 24)
EXAMPLE = Path(__file__).parents[2] / "data" / "example.yaml"


@pytest.fixture(scope="module")
def example() -> Pathway:
    return check(EXAMPLE.read_bytes(), "example.yaml")


def atom(question: str, op: str, value: Any) -> Atom:
    return Atom(question, op, value, f"{question} {op} {value}", question, ())


class Said:
    """Answers given outright."""

    def __init__(self, unsure: tuple[str, ...] = (), **answers: "Answer") -> None:
        self._answers, self._unsure = answers, unsure

    def known(self, question: str) -> "Answer | None":
        return self._answers.get(question)

    def is_unsure(self, question: str) -> bool:
        return question in self._unsure


# --- conditions ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("op", "value", "yes", "no"),
    [
        ("is", "a", ["a"], ["b"]), ("is not", "a", ["b"], ["a"]), ("is", True, [True], [False]),
        (">=", 12, [12, 13], [11, 0]), (">", 12, [13], [12, 11]), ("<=", 12, [12, 11], [13]), ("<", 12, [11], [12, 13]),
        ("includes", ("A", "B"), [frozenset({"A"}), frozenset({"B", "C"})], [frozenset(), frozenset({"C"})]),
    ],
)  # fmt: skip
def test_comparisons(op: str, value: Any, yes: list[Any], no: list[Any]) -> None:
    """Each on both sides of its edge."""
    assert [compare(atom("q", op, value), answer) for answer in yes] == [True] * len(yes)
    assert [compare(atom("q", op, value), answer) for answer in no] == [False] * len(no)


def test_three_valued_logic() -> None:
    """Kleene's tables: unknown wins only where the known parts do not settle the matter."""
    yes, no, open_ = atom("y", "is", True), atom("n", "is", True), atom("o", "is", True)
    said = Said(y=True, n=False)
    assert [evaluate(one, said) for one in (yes, no, open_)] == [YES, NO, UNKNOWN]
    for parts, both, either in (
        ((yes, yes), YES, YES), ((yes, no), NO, YES), ((yes, open_), UNKNOWN, YES), ((no, open_), NO, UNKNOWN),
        ((no, no), NO, NO), ((open_, open_), UNKNOWN, UNKNOWN), ((), YES, NO),
    ):  # fmt: skip
        assert evaluate(All(parts, ""), said) == both
        assert evaluate(AnyOf(parts, ""), said) == either
    assert [evaluate(Not(one, ""), said) for one in (yes, no, open_)] == [NO, YES, UNKNOWN]
    unsure = atom("u", "unsure", True)
    assert (evaluate(unsure, Said(("u",))), evaluate(unsure, said)) == (YES, NO)
    nested = All((yes, Not(AnyOf((no, open_), ""), "")), "")
    assert list(atoms(nested)) == [yes, no, open_]


# --- reading a person ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2025, 11, 24), date(2026, 11, 24), 12), (date(2025, 11, 25), date(2026, 11, 24), 11),
        (date(2026, 1, 31), date(2026, 2, 28), 0), (date(2024, 12, 1), date(2026, 3, 1), 15), (DAY, DAY, 0),
    ],
)  # fmt: skip
def test_whole_months_between_two_days(start: date, end: date, months: int) -> None:
    """A month is whole on the same day of the next."""
    assert months_between(start, end) == months


def test_readings_of_an_answer(example: Pathway) -> None:
    """Firm; else unsure, cautiously; else the default; else cautiously and open."""
    reader = Reader(example)
    found = reader.read(
        Profile({"aim": "master", "months": 3, "badges": (Held("KEEPER", None),)}, frozenset({"hives", "wish"})), DAY
    )
    assert found.values["months"] == 3 and found.values["badges"] == frozenset({"KEEPER"})
    assert found.values["hives"] is False and found.values["wish"] == "both"
    assert found.values["class_hours"] == 0 and found.values["hours"] == 6
    assert found.unsure == {"hives", "wish"}
    assert found.open == {"schooling", "class_hours", "guilds"}
    assert "points" not in found.values and "parish" not in found.values
    assert found.holds(atom("hives", "unsure", True)) and not found.holds(atom("months", "unsure", True))
    assert found.holds(Not(AnyOf((atom("months", ">=", 4), atom("hives", "is", True)), ""), ""))
    assert (
        found.key
        == reader.read(
            Profile({"badges": (Held("KEEPER", DAY),), "months": 3, "aim": "master"}, frozenset({"hives", "wish"})), DAY
        ).key
    )
    assert found.key != reader.read(Profile({"aim": "master", "months": 3}, frozenset({"hives", "wish"})), DAY).key


def test_firm_answers_alone(pathway: Pathway) -> None:
    """A date is compared as whole months up to the day, a coming one as none; nothing is guessed."""
    person = Profile(
        {"ma_resident_since": date(2025, 11, 24), "credentials": (Held("CPC", DAY),)}, frozenset({"diploma"})
    )
    firm = Firm(pathway, person, DAY)
    assert firm.known("ma_resident_since") == 12
    assert Firm(pathway, person, date(2025, 1, 1)).known("ma_resident_since") == 0
    assert firm.known("credentials") == frozenset({"CPC"})
    assert firm.known("diploma") is None and firm.is_unsure("diploma") and not firm.is_unsure("credentials")
    held = atom("credentials", "includes", ("CPC",))
    assert verdict(pathway, held, person, DAY) == YES


# --- deadlines -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2024, 2, 29), 12, date(2025, 2, 28)), (date(2026, 11, 24), 2, date(2027, 1, 24)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)), (date(2026, 1, 15), -1, date(2025, 12, 15)), (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 28), 2, date(2027, 2, 28)),
    ],
)  # fmt: skip
def test_the_same_day_some_months_later(day: date, months: int, expected: date) -> None:
    """The last day of a shorter month where the day is missing."""
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("body", "held", "ceus"),
    [
        ("AAPC", [], 0), ("AAPC", ["CCS"], 0), ("AAPC", ["CPC"], 36), ("AAPC", ["CPC", "CRC"], 40), ("AAPC", ["CPC", "CRC", "COC"], 44),
        ("AAPC", ["CPC", "CRC", "COC", "CIC", "CPMA", "CPB"], 52), ("AHIMA", ["CCS"], 20), ("AHIMA", ["CCS", "CCA"], 30),
        ("AHIMA", ["RHIA"], 30), ("AHIMA", ["RHIA", "RHIT"], 30), ("AHIMA", ["RHIA", "CCS"], 40),
        ("AHIMA", ["RHIA", "CCS", "CCS-P", "CDIP"], 50),
    ],
)  # fmt: skip
def test_ceus_by_credentials(pathway: Pathway, body: str, held: list[str], ceus: int) -> None:
    """By number, or the dearest and a sum for each other; a ceiling; what another one supersedes is not counted."""
    assert ceus_needed(pathway, pathway.bodies[body], frozenset(held)) == ceus


def due_of(
    pathway: Pathway, day: date = DAY, lacking: tuple[tuple[str, float], ...] = (), **answers: Any
) -> list[Deadline]:
    return list(deadlines(pathway, Profile(answers, lacking=lacking), day))


def test_ceus_missing_and_when_they_interrupt(pathway: Pathway) -> None:
    """Nothing told is nothing earned; sorts that lack count even where the total does not.

    36 CEUs take 36 hours, three weeks at 12 hours a week; with the margin of 60 days they interrupt 81 days ahead.
    """
    held, member = (Held("CPC", date(2023, 1, 20)),), (Held("AAPC", DAY + timedelta(days=81)),)
    ceus, dues = due_of(pathway, credentials=held, memberships=member)
    assert (ceus.id, ceus.needed, ceus.earned, ceus.missing, ceus.at_risk, ceus.assumed) == (
        "earn-ceus",
        36,
        0,
        36,
        True,
        False,
    )
    assert (ceus.needs_days, ceus.stage, ceus.quiet_until) == (21, "due", DAY)
    assert (dues.id, dues.usd, dues.at_risk, dues.stage) == ("renew-aapc", Range(222, 222, 299), False, "ahead")
    ceus, _ = due_of(
        pathway, credentials=held, memberships=member, ceus={"AAPC": 34, "AHIMA": 9}, lacking=(("AAPC", 5.5),)
    )
    assert (ceus.earned, ceus.missing) == (34, 5.5)
    ceus, _ = due_of(pathway, credentials=held, memberships=member, ceus={"AAPC": 40}, lacking=(("AHIMA", 5.5),))
    assert (ceus.missing, ceus.at_risk) == (0, False)
    later = (Held("AAPC", DAY + timedelta(days=82)),)
    assert [one.at_risk for one in due_of(pathway, credentials=held, memberships=later)] == [False, False]
    slow = due_of(pathway, credentials=held, memberships=later, weekly_hours=6)
    assert [one.at_risk for one in slow] == [True, False]


@pytest.mark.parametrize(
    ("late", "stage", "holds", "back"),
    [(-5, "due", True, False), (9, "due", True, False), (10, "late", True, False), (89, "late", True, False),
     (90, "cancelled", False, True), (1094, "cancelled", False, True), (1095, "expired", False, False)],
)  # fmt: skip
def test_a_lapse_is_a_course_of_stages(pathway: Pathway, late: int, stage: str, holds: bool, back: bool) -> None:
    """AAPC: late with a fee after 10 days, cancelled at 90, gone after three years; the credential with it."""
    person = Profile({
        "credentials": (Held("CPC", date(2019, 1, 20)),), "memberships": (Held("AAPC", DAY - timedelta(days=late)),),
    })  # fmt: skip
    assert {one.stage for one in deadlines(pathway, person, DAY)} == {stage}
    found = as_held(pathway, person, DAY)
    assert (found.held("credentials") != ()) is holds
    assert ({one.id for one in found.held("lapsed")} == {"AAPC", "CPC"}) is back


def test_the_worst_consequence_comes_first(pathway: Pathway) -> None:
    """AHIMA suspends in five days, AAPC takes a fee in ten; what is cancelled already waits."""
    held = (Held("CPC", date(2020, 8, 14)), Held("CCS", date(2022, 11, 29)))

    def first(aapc: date) -> str:
        members = (Held("AAPC", aapc), Held("AHIMA", DAY + timedelta(days=5)))
        due = due_of(pathway, credentials=held, memberships=members, ceus={"AAPC": 50, "AHIMA": 20})
        found = most_urgent(pathway, tuple(due), DAY)
        return found.id if found else ""

    assert first(DAY) == first(DAY - timedelta(days=102)) == "renew-ahima"
    assert first(DAY - timedelta(days=88)) == "renew-aapc"


def test_a_cycle_that_is_worked_out_says_so(pathway: Pathway) -> None:
    """From the first credential of the body, cycle after cycle; a given day is taken as it is; else nothing is known."""
    body = pathway.bodies["AHIMA"]
    two = Profile(
        {"credentials": (Held("CCS", date(2024, 3, 5)), Held("CCA", date(2022, 3, 1)), Held("CPC", date(2010, 1, 1)))}
    )
    held = held_with(pathway, body, two)
    assert held == {"CCS", "CCA"}
    assert cycle_end(pathway, body, two, held, DAY) == (date(2028, 3, 1), True)
    assert cycle_end(pathway, body, two, held, date(2026, 3, 1)) == (date(2026, 3, 1), True)
    given = two.with_answer("memberships", (Held("AAPC", DAY), Held("AHIMA", date(2027, 6, 1))))
    assert cycle_end(pathway, body, given, held, DAY) == (date(2027, 6, 1), False)
    undated = Profile({"credentials": (Held("CCS", None),)})
    assert cycle_end(pathway, body, undated, frozenset({"CCS"}), DAY) == (None, False)
    assert cycle_end(pathway, body, undated, frozenset(), DAY) == (None, False)
    aapc = pathway.bodies["AAPC"]
    assert cycle_end(pathway, aapc, two, held_with(pathway, aapc, two), DAY) == (None, False)


def test_a_cycle_not_renewed_is_overdue_not_forgotten(pathway: Pathway) -> None:
    """Once a record is kept, an end that passed without a renewal stays the present one until it is settled."""
    body = pathway.bodies["AHIMA"]
    person = Profile({"credentials": (Held("CCS", date(2022, 3, 1)),)}, since=date(2026, 1, 1))
    assert cycle_end(pathway, body, person, frozenset({"CCS"}), DAY) == (date(2026, 3, 1), True)
    settled = person._replace(settled=frozenset({("renew-ahima", "AHIMA", date(2026, 3, 1))}))
    assert cycle_end(pathway, body, settled, frozenset({"CCS"}), DAY) == (date(2028, 3, 1), True)
    late = person._replace(since=date(2026, 3, 2))
    assert cycle_end(pathway, body, late, frozenset({"CCS"}), DAY) == (date(2028, 3, 1), True)


def test_bodies_that_nobody_watches(pathway: Pathway) -> None:
    """A credential or dues without a day to reckon from; nothing owed is nothing to watch."""
    assert unwatched(pathway, Profile({}), DAY) == ()
    assert unwatched(pathway, Profile({"credentials": (Held("CPC", date(2025, 1, 1)),)}), DAY) == ("AAPC",)
    assert unwatched(pathway, Profile({"memberships": (Held("AAPC", None),)}), DAY) == ("AAPC",)
    assert unwatched(pathway, Profile({"memberships": (Held("AHIMA", None),)}), DAY) == ()
    assert unwatched(pathway, Profile({"memberships": (Held("AAPC", DAY),)}), DAY) == ()
    assert unwatched(pathway, Profile({"credentials": (Held("CCS", None),)}), DAY) == ("AHIMA",)


def test_dues_day_by_day(pathway: Pathway) -> None:
    """The same day each year; the one that a payment settles is followed by the next; AHIMA asks at the cycle's end."""
    member = (Held("AAPC", date(2027, 10, 31)),)
    assert [(one.id, one.due) for one in due_of(pathway, memberships=member)] == [("renew-aapc", date(2027, 10, 31))]
    assert [one.due for one in due_of(pathway, date(2026, 10, 31), memberships=member)] == [date(2026, 10, 31)]
    paid = Profile({"memberships": member}, settled=frozenset({("renew-aapc", "AAPC", date(2027, 10, 31))}))
    assert [one.due for one in deadlines(pathway, paid, DAY)] == [date(2028, 10, 31)]
    held = (Held("CCS", date(2025, 6, 10)),)
    assert [(one.id, one.due, one.assumed) for one in due_of(pathway, credentials=held)] == [
        ("earn-ceus", date(2027, 6, 10), True), ("renew-ahima", date(2027, 6, 10), True),
    ]  # fmt: skip
    renewed = Profile({"credentials": held}, settled=frozenset({("renew-ahima", "AHIMA", date(2027, 6, 10))}))
    assert [one.id for one in deadlines(pathway, renewed, DAY)] == ["earn-ceus"]


# --- routes and their order -----------------------------------------------------------------------------------


def road_of(before: list[list[int]], study: list[bool]) -> Route:
    after = [[later for later, waits in enumerate(before) if index in waits] for index in range(len(before))]
    nodes = tuple(Node(index, -1, 0) for index in range(len(before)))
    return Route(
        0,
        nodes,
        tuple(map(tuple, before)),
        tuple(map(tuple, after)),
        tuple(study),
        {},
        (None,) * len(nodes),
        (),
        (False,) * len(nodes),
        (None,) * len(nodes),
        frozenset(),
    )


@pytest.mark.parametrize(
    ("before", "study", "days", "studied", "finish"),
    [
        # Two courses, then a long wait after the second: the second goes first.
        ([[], [], [1]], [True, True, False], [10, 10, 50], [1, 0], 60),
        # The longest way to go is that of the last step's whole chain.
        ([[], [], [1], [2]], [True, True, False, False], [30, 10, 5, 40], [1, 0], 55),
        # No study: all at once.
        ([[], [], []], [False, False, False], [3, 9, 5], [], 9),
        # The rule of the longest way would wait for a course that opens late; the other one fits in before it.
        ([[], [0], []], [False, True, True], [10, 2, 10], [2, 1], 12),
        # Waiting for what opens in two days is right where far more comes after it.
        ([[], [0], [], [1]], [False, True, True, False], [2, 3, 10, 20], [1, 2], 25),
        ([], [], [], [], 0),
    ],
)  # fmt: skip
def test_the_order_of_study_ends_soonest(
    before: list[list[int]], study: list[bool], days: list[int], studied: list[int], finish: int
) -> None:
    """Study goes in that order and ends then; of every order played out, none ends sooner."""
    route = road_of(before, study)
    found, end = study_order(route, days)
    assert sorted(found) == list(range(len(days)))
    assert all(found.index(earlier) < found.index(index) for index in found for earlier in before[index])
    assert [index for index in found if study[index]] == studied
    assert end == finish == min(_played(route, days), default=0)


def _played(route: Route, days: list[int]) -> list[int]:
    """Return when each possible order of all steps ends, played naively."""
    from itertools import permutations

    ends = []
    for order in permutations(range(len(days))):
        place = {index: number for number, index in enumerate(order)}
        if any(place[earlier] > place[index] for index in order for earlier in route.before[index]):
            continue
        done: dict[int, int] = {}
        free = 0
        for index in order:
            begin = max([done[earlier] for earlier in route.before[index]], default=0)
            if route.study[index]:
                begin = max(begin, free)
            done[index] = begin + days[index]
            free = done[index] if route.study[index] else free
        ends.append(max(done.values(), default=0))
    return ends


def test_equal_roads_are_one(example: Pathway) -> None:
    """A route is made once."""
    scheduler = Scheduler(example)
    first, second = Node(0, 1, 0), Node(2, -1, 0)
    draft = {first: frozenset[Node](), second: frozenset({first})}
    route = scheduler.route(draft)
    assert route is scheduler.route(dict(draft))
    other = scheduler.route({first: frozenset()})
    assert other.number != route.number
    situation = Reader(example).read(Profile({"aim": "keeper"}), DAY)
    assert scheduler.duration(first, situation) == Range(56, 84, 140)


def test_what_is_kept_is_bounded() -> None:
    """When there is too much, all is forgotten and the new thing kept."""
    known: dict[int, int] = {}
    for number in range(5):
        remember(known, number, number, 3)
        assert len(known) <= 3
    assert known == {3: 3, 4: 4}
    assert REMEMBERED > 1000


# --- recall --------------------------------------------------------------------------------------------------


def situation(open_: tuple[str, ...] = (), unsure: tuple[str, ...] = (), **values: "Answer") -> Situation:
    return Situation(values, frozenset(unsure), frozenset(open_), (), DAY)


def test_searches_are_recalled_by_their_verdicts() -> None:
    """Whoever gives the same verdicts finds the same; another verdict, or an open question, is another search."""
    many, hives, unsure = atom("months", ">=", 12), atom("hives", "is", True), atom("hours", "unsure", True)
    recall: Recall[str] = Recall(10)
    one = situation(months=20, hives=True)
    assert recall.find(one) is None
    recall.keep([(many, 1)], "plenty")
    assert recall.find(one) == recall.find(situation(months=12, hives=False)) == "plenty"
    assert recall.find(situation(months=11, hives=True)) is None
    recall.keep([(many, 0), (hives, 1)], "with hives")
    recall.keep([(many, 0), (hives, 0), (unsure, 1)], "without, unsure")
    recall.keep([(many, 0), (hives, 2)], "hives not asked yet")
    assert recall.find(one) == "plenty"
    assert recall.find(situation(months=3, hives=True)) == "with hives"
    assert recall.find(situation(months=3, hives=False, unsure=("hours",), hours=0)) == "without, unsure"
    assert recall.find(situation(months=3, hives=False, hours=0)) is None
    assert recall.find(situation(months=3, hives=False, open_=("hives",))) == "hives not asked yet"
    assert state_of(many, situation(months=12, open_=("months",))) == 3
    assert state_of(unsure, situation(hours=0)) == 0


def test_recall_is_bounded_and_refuses_another_order() -> None:
    """It forgets all at its limit; a search that asks otherwise than before is a fault of ours."""
    recall: Recall[int] = Recall(2)
    many, hives = atom("months", ">=", 12), atom("hives", "is", True)
    recall.keep([(many, 0)], 1)
    recall.keep([(many, 1)], 2)
    recall.keep([(many, 2)], 3)
    assert [recall.find(situation(months=n, open_=o)) for n, o in ((0, ()), (12, ()), (0, ("months",)))] == [
        None,
        None,
        3,
    ]
    with pytest.raises(AssertionError):
        recall.keep([(hives, 0)], 4)
    empty: Recall[int] = Recall(2)
    empty.keep([], 7)
    assert empty.find(situation()) == 7


# --- near misses ---------------------------------------------------------------------------------------------


def test_the_nearest_miss_is_told(example: Pathway) -> None:
    """Of alternatives the one with the fewest gaps, then the smallest; a number says by how much."""
    months, hours = atom("months", ">=", 18), atom("class_hours", ">=", 30)
    hives = atom("hives", "is", True)
    person = Profile({"months": 17, "class_hours": 10, "hives": False})
    firm = Firm(example, person, DAY)
    (short,) = shortfall(example, AnyOf((hours, months), ""), firm)
    assert (short.atom, short.have, short.unit, short.negated) == (months, 17, "months", False)
    assert [one.atom for one in shortfall(example, All((hours, months), ""), firm)] == [hours, months]
    assert [one.atom for one in shortfall(example, AnyOf((All((hours, months), ""), hives), ""), firm)] == [hives]
    near = Profile({"months": 17, "class_hours": 29, "hives": False})
    both = All((atom("months", ">=", 18), atom("months", ">=", 18)), "")
    assert len(shortfall(example, both, Firm(example, near, DAY))) == 1
    pairs = AnyOf((All((hours, hives), ""), All((months, hives), "")), "")
    assert [one.atom for one in shortfall(example, pairs, Firm(example, near, DAY))] == [hours, hives]
    assert [one.atom for one in shortfall(example, pairs, firm)] == [months, hives]
    (truth,) = shortfall(example, hives, firm)
    assert truth.have is None
    (gone,) = shortfall(example, Not(atom("hives", "is", False), ""), firm)
    assert gone.negated
    assert shortfall(example, Not(hives, ""), firm) == ()
    negated = shortfall(example, Not(AnyOf((atom("months", ">=", 5), hives), ""), ""), firm)
    assert [one.atom.text for one in negated] == ["months >= 5"]
    assert shortfall(example, ALWAYS, firm) == ()


def test_conditions_are_told_line_by_line(example: Pathway) -> None:
    """Alternatives under a head, deeper by one; a not turns the verdict and, by De Morgan, all into any."""
    months, hives = atom("months", ">=", 18), atom("hives", "is", True)
    person = Profile({"months": 17}, frozenset({"hives"}))
    firm = Firm(example, person, DAY)

    def told(condition: Any) -> list[tuple[int, str, str]]:
        return [(line.depth, line.condition or line.label, line.verdict) for line in lines_of(condition, firm, person)]

    assert told(All((months, hives), "")) == [(0, "months >= 18", "no"), (0, "hives is True", "unknown")]
    assert told(AnyOf((months, hives), "")) == [
        (0, "one of these", "unknown"), (1, "months >= 18", "no"), (1, "hives is True", "unknown"),
    ]  # fmt: skip
    assert told(Not(All((months, hives), ""), "")) == [
        (0, "one of these", "yes"), (1, "not months >= 18", "yes"), (1, "not hives is True", "unknown"),
    ]  # fmt: skip
    assert told(AnyOf((All((months, hives), "Both"), hives), "Either"))[:2] == [
        (0, "Either", "unknown"),
        (1, "Both", "no"),
    ]
    assert [line.seen for line in lines_of(All((months, hives), ""), firm, person)] == [17, None]
    assert [line.unsure for line in lines_of(All((months, hives), ""), firm, person)] == [False, True]


# --- simulation and budget, the rest -------------------------------------------------------------------------


def test_percentiles_by_nearest_rank() -> None:
    """Ten values: the first, the fifth, the ninth; of one value, itself."""
    assert tuple(_spread(range(1, 11))) == (1, 5, 9)
    assert tuple(_spread([3, 1, 2])) == (1, 2, 3)
    assert tuple(_spread([7])) == (7, 7, 7)
    assert tuple(_spread(range(1, 101))) == (10, 50, 90)


def test_two_exams_have_luck_of_their_own(example: Pathway) -> None:
    """Half pass each the first time, so a quarter pass both."""
    from test_simulate import KEEPER, simulated

    found = simulated(example, {**KEEPER, "aim": "master", "class_hours": 0, "months": 0}, 3000)
    assert found.first_time == pytest.approx(0.25, abs=0.03)


def test_charges_are_named_by_what_is_bought(example: Pathway) -> None:
    """The same thing has one name on every route, so that its price is drawn once; edition by edition for books."""
    person = Profile({
        "aim": "keeper", "badges": (), "schooling": "none", "hives": False, "guilds": (), "hours": 6, "wish": "speed",
    })  # fmt: skip
    planner = Planner(example)
    held, situation, advice = planner.adviser.advise(person, DAY)
    route, when = advice.routes[0].route, advice.routes[0].when
    charges = Accounts(example, held, situation).charges(route, when)
    assert {(charge.heading, charge.name) for charge in charges} >= {
        ("school", "learn/class"), ("guides", "guide.usd"), ("tests", "pass-keeper/test"), ("again", "pass-keeper/test/again"),
        ("joining", "join-guild/dues"), ("help", "learn/class"),
    }  # fmt: skip
    failed = Accounts(example, held, situation).charges(route, Times(when.starts, when.ends, {}))
    assert not [charge for charge in failed if charge.heading == "again"]


def test_a_bought_thing_is_charged_on_its_day(example: Pathway) -> None:
    """An exam when it is sat, all else when its step begins, upkeep on its own days."""
    person = Profile(
        {"aim": "keeper", "badges": (), "schooling": "done", "hives": False, "guilds": (), "counsel": "follow"}
    )
    planner = Planner(example)
    held, situation, advice = planner.adviser.advise(person, DAY)
    route, layout = advice.routes[0].route, advice.routes[0].layout
    slots = [layout.slots[node] for node in route.nodes]
    starts, ends = [slot.start + 100 for slot in slots], [slot.finish + 100 for slot in slots]
    place = next(index for index, node in enumerate(route.nodes) if example.steps[node.step].id == "pass-keeper")
    when = Times(starts, ends, None, {place: fixed(121)})
    days = {charge.name: charge.day for charge in Accounts(example, held, situation).charges(route, when)}
    assert days["join-guild/dues"] == starts[place]
    assert days["guide.usd"] == starts[place]
    assert days["pass-keeper/test"] == 121
    assert "GUILD/dues" not in days


# --- progress that sets back by a number -----------------------------------------------------------------------


def test_a_number_that_sets_back_is_found_out() -> None:
    """Where eighteen months make the search for hives longer than keeping bees for them, the proof says so."""
    from test_proof import changed

    from mecoder_cli.proof.trial import Prover

    search = "    parts: [{id: search, label: Search, weeks: job.weeks}]"
    ways = "[{id: near, label: near, needs: months < 18}, {id: far, label: far, parts: [{id: trip, label: Trip, weeks: book.weeks, usd: book.usd}]}]"
    pathway = changed(
        (search, f"{search}\n    ways: {ways}"), ("parts: [class, book]}", "parts: [class, book, trip]}"),
        ("value: {low: 8, likely: 12, high: 20}", "value: {low: 100, likely: 120, high: 140}"),
        ("needs: {all: [badges includes KEEPER,", "needs: {all: [hives is true, badges includes KEEPER,"),
    )  # fmt: skip
    proved = Prover(pathway).prove("master", None, 0, 1)
    assert proved.counts == {}
    assert "months=18" in proved.later


# --- what advice does where it cannot be had, and what months cost --------------------------------------------


def test_advice_that_cannot_be_followed_leaves_nobody_without_a_road() -> None:
    """The class is open only to those with hives: who has none takes the test without it, and is not left standing."""
    from test_proof import changed

    pathway = changed(("    done: schooling is done\n", "    done: schooling is done\n    applies: hives is true\n"))
    person = Profile(
        {"aim": "keeper", "badges": (), "schooling": "none", "hives": False, "guilds": (), "counsel": "follow"}
    )
    plan = Planner(pathway).plan(person, DAY)
    assert plan.status == "ready"
    assert sorted(stop.id for stop in plan.steps) == ["get-hives", "join-guild", "pass-keeper"]
    with_hives = Planner(pathway).plan(person.with_answer("hives", True), DAY)
    assert "learn" in {stop.id for stop in with_hives.steps}


def test_what_is_left_of_what_has_begun(pathway: Pathway) -> None:
    """590 of 600 cases leave a sixtieth; a course lasts to its day, else about half; what is paid is not paid again."""
    reader = Reader(pathway)
    cases = next(part for part in pathway.step("complete-practicode").parts)
    left = left_of(pathway, cases, reader.read(Profile({"practicode": 590}), DAY))
    assert left is not None
    assert left.share.likely == pytest.approx(1 / 60)
    assert left.usd == 0
    assert left_of(pathway, cases, reader.read(Profile({"practicode": 0}), DAY)) is None
    course = pathway.step("complete-training").ways[0].parts[0]
    begun: dict[str, Any] = {"training": "enrolled", "course": "college-certificate", "course_owed": 300}
    left = left_of(pathway, course, reader.read(Profile({**begun, "course_ends": DAY + timedelta(days=30)}), DAY))
    assert left is not None
    assert (left.days, left.usd) == (30, 300)
    left = left_of(pathway, course, reader.read(Profile(begun), DAY))
    assert left is not None
    assert (left.days, left.share) == (None, Range(0.1, 0.5, 0.9))


def test_terms_begin_on_their_days(pathway: Pathway) -> None:
    """College begins about 20 January and 8 September, for who has enrolled ten days before."""
    college = pathway.calendars["college"]
    assert next_start(college, date(2027, 1, 10)) == date(2027, 1, 20)
    assert next_start(college, date(2027, 1, 11)) == date(2027, 9, 8)
    assert next_start(college, date(2027, 9, 1)) == date(2028, 1, 20)


def test_a_month_of_work_ends_on_its_day(pathway: Pathway) -> None:
    """As days pass without news the day on which the months are whole stays where it is: no sawtooth."""
    scheduler = Planner(pathway).adviser.scheduler
    step = next(index for index, one in enumerate(pathway.steps) if one.id == "build-experience")
    ends = set()
    for passed in range(90):
        day = date(2026, 1, 31) + timedelta(days=passed)
        since = max(one for number in range(4) if (one := add_months(date(2026, 1, 31), number)) <= day)
        months = 5 + months_between(date(2026, 1, 31), since) + (since.day < 31 and since.month != 1)
        whole = next(number for number in range(4) if add_months(date(2026, 1, 31), number) == since)
        person = Profile({"experience_months": 5 + whole, "employed": True}, reached=(("experience_months", since),))
        span = scheduler.duration(Node(step, -1, 12), Reader(pathway).read(person, day))
        assert months >= 5
        ends.add(day + timedelta(days=int(span.likely)))
    assert max(ends) - min(ends) <= timedelta(days=3)


def test_reasons_turn_a_not_and_show_one_alternative(pathway: Pathway) -> None:
    """A negated comparison is told as what is asked; of alternatives only the one that holds."""
    from mecoder_cli.planner.explanation import reasons

    person = Profile(
        {
            "training": "none",
            "target": "outpatient-coder",
            "memberships": (Held("AAPC", None),),
            "credentials": (Held("COC", None),),
        }
    )
    choose = reasons(pathway, pathway.step("choose-training"), None, person, DAY)
    assert [(one.condition, one.verdict, one.value) for one in choose] == [
        ("not training is enrolled", "yes", "none"), ("not training is completed", "yes", "none"),
    ]  # fmt: skip
    cpc = reasons(pathway, pathway.step("pass-cpc"), None, person, DAY)
    assert [(one.condition.split(" ")[0], one.verdict, one.advice) for one in cpc] == [
        ("not", "yes", False), ("not", "yes", False), ("not", "unknown", False), ("memberships", "yes", False),
        ("credentials", "yes", True),
    ]  # fmt: skip
    unsaid = reasons(pathway, pathway.step("pass-cpc"), None, Profile({}), DAY)
    assert {one.verdict for one in unsaid} == {"unknown"}


def test_an_urgent_deadline_asks_only_what_decides_it(pathway: Pathway) -> None:
    """CEUs not told and a cycle about to end: the number is asked for; dues alone ask nothing."""
    from mecoder_cli.planner.questions import next_key

    soon = (Held("AAPC", DAY + timedelta(days=29)),)
    person = Profile({"target": "outpatient-coder", "credentials": (Held("CPC", None),), "memberships": soon})
    adviser = Planner(pathway).adviser
    assert next_key(adviser, person, DAY) == (("earn-ceus", "AAPC", ""), frozenset({"ceus"}))
    assert next_key(adviser, person.with_answer("ceus", {"AAPC": 40}), DAY) == (("renew-aapc", "AAPC", ""), frozenset())
    member = Profile({"target": "outpatient-coder", "credentials": (), "memberships": soon})
    assert next_key(adviser, member, DAY) == (("renew-aapc", "AAPC", ""), frozenset())


def test_the_interviews_of_the_example(example: Pathway) -> None:
    """Those of newcomers are all played; the others drawn; nobody is asked what cannot matter."""
    import random

    from mecoder_cli.proof.interviews import Interviews

    counted = Interviews(example, "keeper", DAY).drawn(20, random.Random(1))
    assert sum(count for count, _ in counted.everybody.values()) == 20
    assert min(counted.newcomers) > 1
    assert counted.needless == 0


def test_steps_that_teach_come_first(pathway: Pathway) -> None:
    """Practicode follows the course where a route holds both; routes without both are left as they are."""
    person = Profile({
        "target": "outpatient-coder", "diploma": True, "training": "enrolled", "course": "self-paced", "course_hours": 0, "credentials": (Held("CPC-A", None),),
        "experience_months": 0, "employed": False, "practicode": "none", "memberships": (Held("AAPC", None),),
    })  # fmt: skip
    plan = Planner(pathway).plan(person, DAY)
    by_id = {stop.id: stop for stop in plan.steps if stop.start is not None}
    course = next(by_id[id_] for id_ in ("take-preparation-course", "complete-training") if id_ in by_id)
    assert course.finish is not None and by_id["complete-practicode"].start is not None
    assert course.finish.likely <= by_id["complete-practicode"].start


def test_steps_have_luck_of_their_own(example: Pathway) -> None:
    """The luck with one step's exam says nothing of another's."""
    from mecoder_cli.routes.simulate import Simulator

    person = Profile(
        {"aim": "keeper", "badges": (), "schooling": "none", "hives": False, "guilds": (), "counsel": "follow"}
    )
    planner = Planner(example)
    held, situation, _ = planner.adviser.advise(person, DAY)
    simulator = Simulator(example, planner.adviser.scheduler, Accounts(example, held, situation), 400, 1)
    one, other = simulator._chances("learn:tries"), simulator._chances("pass-keeper:tries")
    assert one is simulator._chances("learn:tries")
    mean = sum(a * b for a, b in zip(one, other, strict=True)) / len(one)
    assert mean == pytest.approx(0.25, abs=0.03)


def test_upkeep_is_named_marked_and_sourced(pathway: Pathway) -> None:
    """Dues have one name a body; a day reckoned from joining is known; each CEU figure names its own fact."""
    from mecoder_cli.domain.renewals import ceus_fact

    person = Profile({
        "target": "outpatient-coder", "credentials": (), "training": "completed", "course_hours": 40, "experience_months": 0,
        "employed": False, "practicode": "none", "memberships": (), "priority": "cheapest",
    })  # fmt: skip
    planner = Planner(pathway)
    held, situation, advice = planner.adviser.advise(person, DAY)
    best = advice.routes[0]
    charges = Accounts(pathway, held, situation).charges(best.route, best.when)
    dues = [charge for charge in charges if charge.name == "AAPC/dues"]
    assert dues and all(charge.note is not None and charge.note.number == 0 for charge in dues)
    aapc, ahima = pathway.bodies["AAPC"], pathway.bodies["AHIMA"]
    assert [ceus_fact(pathway, aapc, n) for n in (0, 36, 40)] == ["", "aapc.ceus.1", "aapc.ceus.2"]
    assert [ceus_fact(pathway, ahima, n) for n in (20, 30, 40)] == [
        "ahima.ceus.20",
        "ahima.ceus.30",
        "ahima.ceus.extra",
    ]


def test_steps_that_teach_come_first_and_needs_stay(pathway: Pathway) -> None:
    """A step that follows another still waits for what it needs."""
    from mecoder_cli.planner.chaining import Chain, Chart

    chart = Chart(pathway)
    person = Profile({
        "target": "outpatient-coder", "diploma": True, "training": "enrolled", "course": "self-paced", "course_hours": 0, "credentials": (Held("CPC-A", None),),
        "experience_months": 0, "employed": False, "practicode": "none", "memberships": (Held("AAPC", None),),
    })  # fmt: skip
    drafts = Chain(chart, Reader(pathway).read(person, DAY)).routes(pathway.targets["outpatient-coder"].arrived)
    ids = {index: step.id for index, step in enumerate(pathway.steps)}
    seen = 0
    for draft in drafts:
        names = {ids[node.step]: {ids[other.step] for other in before} for node, before in draft.items()}
        teaching = {"complete-training", "take-preparation-course"} & set(names)
        if "complete-practicode" in names and teaching:
            seen += 1
            assert teaching <= names["complete-practicode"]
        assert "complete-practicode" not in names or names["convert-cpc-a"]
    assert seen
