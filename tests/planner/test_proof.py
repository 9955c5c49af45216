"""The proof and what it rests on, in one process on the small pathway: it can fail, and it names whom and why."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations, product
from pathlib import Path
from random import Random

import pytest
from sampling import every

from mecoder_cli.domain.conditions import All, AnyOf, Atom, Not
from mecoder_cli.domain.facts import Days, Range
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Plan
from mecoder_cli.domain.profile import Held, Profile
from mecoder_cli.knowledge import check
from mecoder_cli.planner.advice import Adviser
from mecoder_cli.planner.chaining import Chart
from mecoder_cli.proof.dead import all_conditions, dead, idle_parts
from mecoder_cli.proof.deadlines import prove_deadlines
from mecoder_cli.proof.differ import Outcome, differ, outcome, some_people, touches_plans
from mecoder_cli.proof.interviews import Counted, Interviews, asked
from mecoder_cli.proof.kinds import Kinds, consistent, reach, without_defaults
from mecoder_cli.proof.pairs import covering, pairs
from mecoder_cli.proof.trial import DAY, Prover, described, priorities

TEXT = (Path(__file__).parents[2] / "data" / "example.yaml").read_text(encoding="utf-8")


def changed(*pairs: tuple[str, str]) -> Pathway:
    text = TEXT
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return check(text.encode(), "example.yaml")


@pytest.fixture(scope="module")
def example() -> Pathway:
    return changed()


# --- the kinds of person -------------------------------------------------------------------------------------


def test_kinds_are_every_pattern_of_verdicts(example: Pathway) -> None:
    """One answer for each side of each threshold, each set of badges that matters, and unsure where that is asked."""
    kinds = Kinds(Prover(example).trial("master").planner.adviser, "master")
    assert kinds.values("months") == [0, 18]
    assert kinds.values("class_hours") == [0, 30, None]
    assert kinds.values("hives") == [True, False]
    assert kinds.values("schooling") == ["none", "done"]
    ids = [
        tuple(held.id for held in held_ if isinstance(held, Held))
        for held_ in kinds.values("badges")
        if isinstance(held_, tuple)
    ]
    assert sorted(ids) == [(), ("KEEPER",), ("KEEPER", "MASTER"), ("MASTER",)]
    assert kinds.values("guilds") == [(), (Held("GUILD", None),)]


def test_what_an_aim_reaches_is_what_its_roads_can_read(example: Pathway) -> None:
    """A keeper never needs the master's test; a master needs everything that leads there."""
    chart = Chart(example)
    assert {step.id for step in reach(chart, "keeper")[1]} == {
        "learn", "join-guild", "pass-keeper", "get-hives", "rejoin",
    }  # fmt: skip
    assert {step.id for step in reach(chart, "master")[1]} == {
        "learn", "find-paper", "join-guild", "pass-keeper", "get-hives", "keep-bees", "pass-master", "rejoin",
    }  # fmt: skip


def test_people_hold_every_pair_of_answers(example: Pathway) -> None:
    """Whatever two questions and two answers are picked, somebody gives both; the rows are far fewer than all mixtures."""
    sizes = {"a": 3, "b": 2, "c": 4, "d": 2}
    rows = [*covering(sizes, Random(1))]
    for one, other in combinations(sizes, 2):
        held = {(row[one], row[other]) for row in rows}
        assert held == set(product(range(sizes[one]), range(sizes[other])))
    assert pairs(sizes) == 3 * 2 + 3 * 4 + 3 * 2 + 2 * 4 + 2 * 2 + 4 * 2
    assert 12 <= len(rows) < 20
    kinds = Prover(example).trial("master").kinds
    people = [*kinds.pairs(DAY, Random(1))]
    assert len(people) > 20
    assert {person.answers.get("months") for person in people} >= {0, 17, 18, 600}
    late = {held.day for person in people for held in person.held("guilds")}
    assert {DAY - timedelta(days=59), DAY - timedelta(days=60), DAY - timedelta(days=400)} <= late


def test_answers_that_do_not_go_together_are_left_out(pathway: Pathway) -> None:
    """Whoever has no training owes nothing for a course."""
    person = Profile({"training": "none", "course": "self-paced", "course_owed": 5, "diploma": True})
    assert set(consistent(pathway, person).answers) == {"training", "diploma"}
    enrolled = person.with_answer("training", "enrolled")
    assert consistent(pathway, enrolled) == enrolled


def test_kinds_drawn_at_random_are_settled(example: Pathway) -> None:
    """Each answer is one that is told apart, nothing that is still read is open, and draws differ."""
    trial = Prover(example).trial("keeper")
    pick = Random(4)
    drawn = [trial.kinds.drawn({"hours": 3}, pick, DAY) for _ in range(200)]
    for kind in drawn:
        assert kind.answers["hours"] == 3
        assert not [id_ for id_ in trial.planner.adviser.advise(kind, DAY).advice.read if not kind.has(id_)]
        for id_ in {*kind.answers, *kind.unsure} - {"aim", "hours"}:
            assert kind.answers.get(id_) in trial.kinds.values(id_)
    assert len({described(kind) for kind in drawn}) > 10


def test_defaults_are_branched_on_too(example: Pathway) -> None:
    """Of the questions with a default only the priority and the pace stay settled."""
    settled = [id_ for id_, question in without_defaults(example).questions.items() if question.default is not None]
    assert settled == ["wish", "hours"]
    kinds = Prover(example).trial("keeper").kinds
    assert {kind.answers.get("counsel") for kind in kinds.pairs(DAY, Random(1))} >= {"follow", "skip"}


# --- the proof -----------------------------------------------------------------------------------------------


def test_the_example_is_proven(example: Pathway) -> None:
    """Everybody who holds a pair of answers, and as many drawn; fewer where a limit is given."""
    prover = Prover(example)
    for target in example.targets:
        proved = prover.prove(target, None, 0, 1)
        people = [*prover.trial(target).kinds.pairs(DAY, Random(1))]
        assert proved.kinds == 2 * len(people)
        assert proved.pairs > 1000
        assert (proved.counts, proved.problems, proved.later) == ({}, (), {})
        assert prover.prove(target, 7, 0, 1).kinds == 14
    assert priorities(example) == ("both", "speed", "thrift")


@pytest.mark.campaign
def test_shares_prove_the_same_as_the_whole(example: Pathway) -> None:
    """People add up; so do problems."""
    broken = changed(("    effects: [hives becomes true]", "    effects: [hives becomes false]"))
    for pathway in (example, broken):
        whole = Prover(pathway).prove("keeper", None, 0, 1)
        prover = Prover(pathway)
        parts = [prover.prove("keeper", None, share, 4) for share in range(4)]
        assert sum(part.kinds for part in parts) == whole.kinds
        assert sum(part.pairs for part in parts) == whole.pairs
        assert sum(sum(part.counts.values()) for part in parts) == sum(whole.counts.values())


@pytest.mark.parametrize(
    ("old", "new", "target", "checks", "words"),
    [
        # A person without hives has no step that gives hives.
        ("    effects: [hives becomes true]", "    effects: [hives becomes false]", "keeper", {"answer", "arrives"}, "no_route"),
        # Only who has kept bees for a short time can get hives at all.
        ("    done: hives is true\n", "    done: hives is true\n    applies: months < 5\n", "master", {"answer", "arrives"}, "no road"),
    ],
)  # fmt: skip
def test_a_file_that_leaves_somebody_behind_is_found_out(
    old: str, new: str, target: str, checks: set[str], words: str
) -> None:
    """The check is named, the people counted, and the first few described so that they can be pasted."""
    broken = changed((old, new))
    proved = Prover(broken).prove(target, None, 0, 1)
    assert set(proved.counts) == checks
    assert any(words in problem.what for problem in proved.problems), proved.problems[:3]
    assert all(f"aim={target}" in problem.who for problem in proved.problems)
    assert all(sum(p.check == name for p in proved.problems) == min(20, count) for name, count in proved.counts.items())


def test_a_road_that_goes_in_circles_is_found_out() -> None:
    """The test costs the hives and the search for hives the badge: nobody ever has both."""
    broken = changed(
        ("    effects: [hives becomes true]", "    effects: [hives becomes true, badges lose KEEPER]"),
        ("    effects: [badges gain KEEPER]", "    effects: [badges gain KEEPER, hives becomes false]"),
    )
    proved = Prover(broken).prove("keeper", None, 0, 1)
    assert set(proved.counts) == {"arrives"}
    assert {problem.what for problem in proved.problems if problem.check == "arrives"} <= {
        "the road goes in circles over get-hives", "the road goes in circles over pass-keeper",
    }  # fmt: skip


def test_dates_and_sums_are_looked_at(example: Pathway) -> None:
    """A plan with a date that runs backwards, sums that fall, or aid that makes it dearer, is a problem."""
    trial = Prover(example).trial("keeper")
    kind = next(kind for kind in trial.kinds.pairs(DAY, Random(1)) if len(trial.planner.plan(kind, DAY).steps) > 2)
    plan = trial.planner.plan(kind, DAY)
    assert plan.finish is not None

    def problems(check_: Callable[[Profile, Plan], None], doctored: Plan) -> list[str]:
        trial.counts, trial.problems = {}, []
        check_(kind, doctored)
        return [problem.what for problem in trial.problems]

    assert problems(trial._dates, plan) == [] and problems(trial._money, plan) == []
    number = next(index for index, stop in enumerate(plan.steps) if stop.start is not None)
    stop = plan.steps[number]
    assert stop.finish is not None
    back = timedelta(days=400)
    for wrong in (
        stop._replace(start=DAY - timedelta(days=1)), stop._replace(start=stop.finish.high + timedelta(days=1)),
        stop._replace(finish=stop.finish._replace(low=stop.finish.likely + timedelta(days=1))),
        stop._replace(finish=stop.finish._replace(high=stop.finish.likely - timedelta(days=1))),
    ):  # fmt: skip
        steps = (*plan.steps[:number], wrong, *plan.steps[number + 1 :])
        assert f"{stop.id} runs backwards" in problems(trial._dates, plan._replace(steps=steps))
    last = "the finish is before that of the last step"
    for finish in (
        plan.finish._replace(likely=plan.finish.likely - back), plan.finish._replace(low=plan.finish.likely + timedelta(days=1)),
        plan.finish._replace(high=plan.finish.low - back),
    ):  # fmt: skip
        assert problems(trial._dates, plan._replace(finish=finish)) == [last]
    assert len(problems(trial._money, plan._replace(usd=plan.usd._replace(low=plan.usd.high + 1)))) >= 1
    dear = plan._replace(usd_before_aid=Range(0, 0, 0), usd=Range(1, 2, 3))
    assert problems(trial._money, dear) == ["aid makes it dearer"]
    assert problems(trial._one_answer, plan) == []
    assert len(problems(trial._one_answer, plan._replace(next_action=None))) == 1
    assert len(problems(trial._one_answer, plan._replace(status="needs_answers"))) == 1
    assert problems(trial._one_answer, plan._replace(status="complete", next_action=None)) == []


def test_progress_that_sets_back_is_found_out() -> None:
    """Where who has had a class finds hives later, the class moves the finish back: counted by what was done."""
    search = "    parts: [{id: search, label: Search, weeks: job.weeks}]"
    ways = "[{id: near, label: near, needs: schooling is none}, {id: far, label: far, parts: [{id: trip, label: Trip, weeks: book.weeks, usd: book.usd}]}]"
    pathway = changed((search, f"{search}\n    ways: {ways}"), ("parts: [class, book]}", "parts: [class, book, trip]}"))
    proved = Prover(pathway).prove("keeper", None, 0, 1)
    assert proved.counts == {}
    assert proved.later.keys() == {"learn"}
    found = [problem for problem in proved.problems if problem.check == "monotonic"]
    assert len(found) == min(3, proved.later["learn"])
    assert all(problem.what.startswith("learn moves the soonest arrival from day") for problem in found)


def test_a_step_no_longer_needed_is_an_exception_with_its_reason() -> None:
    """The badge by another way is faster with a detour that progress makes needless."""
    trial = Prover(changed()).trial("keeper")
    kind = Profile(
        {"aim": "keeper", "badges": (), "schooling": "none", "hives": False, "guilds": (), "counsel": "follow"}
    )
    longer, shorter = trial._soonest(kind), trial._soonest(kind.with_answer("schooling", "done"))
    assert longer is not None and shorter is not None
    trial.exceptions, trial.later = {}, {}
    trial._compare(kind, shorter, "schooling", longer, frozenset())
    assert (trial.exceptions, trial.later) == ({}, {"schooling": 1})
    trial.exceptions, trial.later = {}, {}
    trial._compare(kind, longer._replace(days=1), "guilds", shorter, frozenset())
    assert trial.later == {}
    assert trial.exceptions == {"guilds: learn is no longer needed, and is not taken only to be faster": 1}


# --- what is idle --------------------------------------------------------------------------------------------


def _taken(pathway: Pathway) -> frozenset[tuple[int, int]]:
    prover = Prover(pathway)
    return frozenset().union(*(prover.prove(target, None, 0, 1).taken for target in pathway.targets))


def test_nothing_in_the_example_is_idle(example: Pathway) -> None:
    """Every step and way is on somebody's route, every question is read, every part of a condition matters."""
    taken = _taken(example)
    assert dead(example, taken) == ()
    on_roads = {example.steps[step].id for step, _ in taken}
    assert "pass-master" in on_roads and "earn-points" not in on_roads


@pytest.mark.parametrize(
    ("pair", "who", "words"),
    every(2, [
        (("needs: guilds includes GUILD\n", "needs: {any: [guilds includes GUILD, {all: [guilds includes GUILD, hives is true]}]}\n"), "pass-keeper.needs", "this part never matters"),
        (("  - id: keep-bees\n", "  - {id: dance, phase: work, title: Dance, why: For joy., items: [{id: dance, text: Dance}]}\n  - id: keep-bees\n"), "dance", "no road of anybody takes this step"),
        (("        label: from a book\n", "        label: from a book\n        needs: aim is nobody\n"), "", ""),
        (("  - {id: wish,", "  - {id: colour, ask: \"Which?\", label: Colour, type: yes_no, why: none, cautious: {value: true, text: any}}\n  - {id: wish,"), "colour", "nothing reads this question"),
        (("optional: true, helps: [pass-keeper], items: [{id: visit", "optional: true, items: [{id: visit"), "visit-keeper", "no road of anybody takes this step"),
    ]),
)  # fmt: skip
def test_what_matters_to_nobody_is_named(pair: tuple[str, str], who: str, words: str) -> None:
    """Steps that no route takes, questions that nothing reads, parts of conditions that decide nothing."""
    from mecoder_cli.errors import KnowledgeError

    if not who:
        with pytest.raises(KnowledgeError):
            changed(pair)
        return
    pathway = changed(pair)
    found = dead(pathway, _taken(pathway))
    assert [(problem.check, problem.who) for problem in found] == [("dead", who)], found
    assert words in found[0].what


@pytest.mark.campaign
def test_a_way_that_nobody_takes_is_named(example: Pathway) -> None:
    """Given the routes of all but those who read."""
    learn = next(index for index, step in enumerate(example.steps) if step.id == "learn")
    taken = frozenset(one for one in _taken(example) if one != (learn, 1))
    (found,) = dead(example, taken)
    assert (found.who, found.what) == ("learn/book", "no road of anybody takes this way")


def _atom(question: str, op: str, value: bool | int | str | tuple[str, ...]) -> Atom:
    return Atom(question, op, value, f"{question} {op} {value}", question, ())


def test_idle_parts_of_conditions(example: Pathway) -> None:
    """A part of any must be able to hold alone, a part of all to fail alone; a lone comparison to hold."""
    many, few = _atom("months", ">=", 18), _atom("months", ">=", 6)
    hives = _atom("hives", "is", True)
    assert idle_parts(example, All((), "")) == ()
    assert idle_parts(example, many) == ()
    assert idle_parts(example, All((many, hives), "")) == ()
    assert idle_parts(example, AnyOf((many, hives), "")) == ()
    assert idle_parts(example, All((many, few), "")) == ("this part never matters: months >= 6",)
    assert idle_parts(example, AnyOf((many, few), "")) == ("this part never matters: months >= 18",)
    assert idle_parts(example, Not(All((many, few), ""), "")) == ("this part never matters: months >= 6",)
    assert idle_parts(example, AnyOf((hives, All((many, few), "")), "")) == ("this part never matters: months >= 6",)
    assert idle_parts(example, AnyOf((Not(hives, ""), many), "")) == ()
    badge, both = _atom("badges", "includes", ("KEEPER",)), _atom("badges", "includes", ("KEEPER", "MASTER"))
    assert idle_parts(example, All((badge, both), "")) == (
        "this part never matters: badges includes ('KEEPER', 'MASTER')",
    )


def test_every_condition_is_looked_at_under_its_name(example: Pathway) -> None:
    """The waiver, steps, lines of checklists, ways, aims, aid and questions."""
    names = [name for name, _ in all_conditions(example)]
    items = sum(len(step.items) + sum(len(way.items) for way in step.ways) for step in example.steps)
    assert len(names) == 1 + 4 * len(example.steps) + 2 * items + 4 + len(example.targets) + 3 * len(example.aid) + len(
        example.questions
    )
    for name in (
        "settings.waiver", "learn.applies", "learn.needs", "learn.advises", "learn.done", "learn/class.needs",
        "keeper.arrived", "grant.when", "hives.applies",
    ):  # fmt: skip
        assert name in names


def test_deadlines_are_proven_on_both_sides_of_their_day(example: Pathway) -> None:
    """One body: before and at its margins, on the day, after it, and around each stage; with and without the points."""
    assert prove_deadlines(example) == (18, ())
    body = example.bodies["GUILD"]
    swapped = example._replace(bodies={"GUILD": body._replace(ceu_step=body.dues_step, dues_step=body.ceu_step)})
    assert prove_deadlines(swapped)[0] == 18


def test_people_are_described_as_settings() -> None:
    """In the form that --set takes."""
    person = Profile(
        {"aim": "keeper", "hives": True, "months": 3, "badges": (Held("KEEPER", None),), "guilds": ()}, frozenset({"points", "hours"})
    )  # fmt: skip
    assert described(person) == "aim=keeper hives=true months=3 badges=KEEPER guilds=none hours=unsure points=unsure"


# --- the interviews ------------------------------------------------------------------------------------------


def test_interviews_are_drawn_and_none_asks_in_vain(example: Pathway) -> None:
    """Newcomers' are all played, and are the same however many are drawn."""
    for target in example.targets:
        interviews = Interviews(example, target, DAY)
        drawn, more = interviews.drawn(40, Random(1)), interviews.drawn(5, Random(2))
        assert sum(courses for courses, _ in drawn.everybody.values()) == 40
        assert sum(weight for _, weight in drawn.everybody.values()) == pytest.approx(1)
        assert drawn.newcomers == more.newcomers
        assert drawn.newcomers
        assert drawn.needless == 0


def test_a_question_that_cannot_matter_is_counted_as_needless(example: Pathway) -> None:
    """All its answers lead to the action that is certain already."""
    from mecoder_cli.planner.questions import Open, next_key

    interviews = Interviews(example, "keeper", DAY)
    person = interviews.start.profile
    base, _ = next_key(interviews._planner.adviser, person, DAY)
    assert not interviews._can_matter(person, Open("hives", (base,)))
    assert interviews._can_matter(person, Open("hives", (base, ("other", "", ""))))
    assert interviews._can_matter(person, Open("hives", (("other", "", ""),)))


def test_the_mean_is_weighed_by_chance(example: Pathway) -> None:
    """Half of one aim ends after 2 questions, half after 4; all of the other after 3."""
    counted = [Counted({2: (1, 0.5), 4: (9, 0.5)}, {}, 0), Counted({3: (5, 1.0)}, {}, 0)]
    found = asked(example, (one.everybody for one in counted), 2)
    assert (found.interviews, found.mean, found.worst, found.needless) == (15, 3.0, 4, 2)
    assert found.histogram == {2: 25.0, 3: 50.0, 4: 25.0}
    assert found.all_questions == len(example.questions)
    nobody = asked(example, [], 0)
    assert (nobody.interviews, nobody.mean, nobody.worst) == (0, 0.0, 0)


# --- differences ---------------------------------------------------------------------------------------------


def test_a_changed_rule_is_told_by_whom_it_moves(example: Pathway) -> None:
    """Longer seasons move dates; a dearer class moves money; a rule for masters leaves keepers alone."""
    people = list(some_people(example, 10))
    assert len(people) == 2 * 3 * 10
    same = differ(Adviser(example), Adviser(example), people)
    assert (same.people, same.next_actions, same.dates, same.money, same.examples) == (60, 0, 0, 0, ())
    assert not touches_plans(example, example)
    longer = changed(("      - {value: 18, as_of", "      - {value: 30, as_of"))
    found = differ(Adviser(example), Adviser(longer), people)
    assert found.dates > 0 and len(found.examples) <= 3
    assert touches_plans(example, longer)
    assert (
        differ(Adviser(example), Adviser(longer), people, 1).examples[0][1]
        != differ(Adviser(example), Adviser(longer), people, 1).examples[0][2]
    )
    dearer = changed(("value: {low: 100, likely: 150, high: 200}", "value: {low: 300, likely: 350, high: 400}"))
    money = differ(Adviser(example), Adviser(dearer), people)
    assert money.money > 0


def test_the_outcome_of_a_plan_in_short(example: Pathway) -> None:
    """The step, its way, the days and the money; nothing once arrived."""
    adviser = Prover(example).trial("keeper").planner.adviser
    person = Profile(
        {"aim": "keeper", "badges": (), "schooling": "none", "hives": False, "guilds": (), "counsel": "follow"}
    )
    found = outcome(adviser, person)
    assert (found.step, found.way) == ("learn", "book")
    assert found.days is not None and found.days > 80 and found.usd > 100
    members = (Held("GUILD", DAY + timedelta(days=500)),)
    arrived = Profile({"aim": "keeper", "badges": (Held("KEEPER", None),), "hives": True, "guilds": members})
    assert outcome(adviser, arrived) == Outcome("", "", None, 0)


def test_days_are_spans() -> None:
    """A sanity check of the values that the doctored plans above are made of."""
    day = date(2026, 1, 15)
    assert Days(day, day, day).likely == DAY
    assert Range(1, 2, 3).likely == 2
