"""The person as the journal makes them: answers, what was logged and done, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from mecoder_cli.domain.answers import profile_from
from mecoder_cli.domain.conditions import NO, evaluate
from mecoder_cli.domain.effects import with_effects, with_gain
from mecoder_cli.domain.facts import day_text
from mecoder_cli.domain.firm import Firm, months_between
from mecoder_cli.domain.pathway import Body, Pathway, Record
from mecoder_cli.domain.plan import Planned
from mecoder_cli.domain.profile import NOBODY, Coming, Failed, Held, Profile
from mecoder_cli.domain.renewals import add_months, ceus_needed, unwatched
from mecoder_cli.domain.steps import Effect
from mecoder_cli.errors import UsageError
from mecoder_cli.record.entries import (
    RECORDS,
    Answered,
    Cases,
    Course,
    Done,
    Entry,
    Logged,
    Member,
    Sat,
    Units,
    Work,
)  # fmt: skip
from mecoder_cli.record.journal import Ledger
from mecoder_cli.record.planned import day_of, planned_of
from mecoder_cli.record.units import cycle_of, held_with, is_earned, units_by_body
from mecoder_cli.record.work import DAYS_OF_MONTH, Job, Months, count_months, is_open, jobs_of


class Standing(NamedTuple):
    """A person, and where each worked-out answer comes from."""

    profile: Profile
    computed: Mapping[str, tuple[str, ...]]
    """Questions that entries answer, with the records they come from: nobody has to type them."""
    notes: tuple[str, ...]
    """What the person should know about how their entries were counted."""
    jobs: tuple[Job, ...]
    months: Months
    spent: float
    """US dollars that were noted as paid."""
    planned: tuple[Planned, ...] = ()
    """What is still to come, the soonest first; one whose day is over waits to be confirmed."""


NOTHING_LOGGED = Standing(NOBODY, {}, (), (), Months(0, 0), 0.0)
"""Of somebody whose answers are all there is."""


def standing(pathway: Pathway, ledger: Ledger, day: date) -> Standing:
    """Return the person that *ledger* describes, as of *day*; entries dated later do not count yet."""
    return _Reading(pathway, ledger, day).result()


class _Reading:
    def __init__(self, pathway: Pathway, ledger: Ledger, day: date) -> None:
        self.pathway, self.ledger, self.day = pathway, ledger, day
        self.profile: Profile = NOBODY
        self.notes: list[str] = []
        self.computed: dict[str, dict[str, None]] = {}
        self.typed: dict[str, Any] = {}
        self.counted: dict[str, date] = {}
        """By record, the day of the last count."""
        self.settled: set[tuple[str, str, date]] = set()
        self.complete: set[str] = set()
        """Records that are done: an older, smaller number does not take that back."""
        self.kinds = {id_: RECORDS[record.kind] for id_, record in pathway.records.items()}
        fitting = [one for one in ledger.entries if self._fits(one.entry)]
        self.entries = tuple([one for one in fitting if day_of(one.entry) <= day])
        self.planned = tuple([one for one in ledger.planned if self._fits(one.entry)])
        # A journal of years is mostly CEUs, which are only counted.
        self.rest = tuple([one for one in self.entries if type(one.entry) is not Units])
        if ledger.misfits or len(fitting) + len(self.planned) < len(ledger.entries) + len(ledger.planned):
            self._tell_unfit()

    def _fits(self, entry: Logged) -> bool:
        """Return whether an entry is of a kind that is known, and as its kind has it."""
        return type(entry) is self.kinds.get(entry.record)

    def _tell_unfit(self) -> None:
        """Say which entries are left out."""
        unfit = [one for one in (*self.ledger.entries, *self.ledger.planned) if not self._fits(one.entry)]
        strange = {one.entry.record for one in unfit if one.entry.record not in self.kinds}
        misfits = [id_ for id_, _ in self.ledger.misfits] + [one.id for one in unfit if one.entry.record in self.kinds]
        if strange:
            self.notes.append(f"Entries of a kind that is not known are left out: {', '.join(sorted(strange))}.")
        if misfits:
            which = ", ".join(str(id_) for id_ in sorted(misfits))
            self.notes.append(f"Left out, as they do not hold what their kind needs: entries {which}.")

    def result(self) -> Standing:
        events: list[tuple[int, Entry]] = [
            *self.rest,
            *((id_, done) for id_, done in self.ledger.done if done.date <= self.day),
            *((said.id, Answered(question, said.value)) for question, said in self.ledger.answers.items()),
        ]
        for _, entry in sorted(events, key=lambda event: event[0]):
            self._take(entry)
        self._drop_contradicted()
        self._grow_older()
        jobs = jobs_of(self.rest)
        months = self._work(jobs)
        since = date.fromisoformat(self.ledger.since) if self.ledger.since else None
        self.profile = self.profile._replace(
            settled=frozenset(self.settled), since=since, failed=self._failed(), coming=tuple(self._coming())
        )
        self._roll_over()
        self._units()
        paid = [one.entry.usd for one in (*self.entries, *self.planned)]
        paid += [done.usd for _, done in self.ledger.done if done.date <= self.day]
        # A line counts as ticked off when its document is on file.
        self.profile = self.profile._replace(checked=self.ledger.checked | frozenset(self.ledger.attached))
        self._watch()
        computed = {question: tuple(records) for question, records in self.computed.items()}
        spent = sum([usd for usd in paid if usd])
        planned = planned_of(self.pathway, self.planned)
        # First, because the forecast rests on it.
        self.notes[:0] = [
            f"{one.past} Tell how it went: mecoder list planned" for one in planned if one.is_over(self.day)
        ]
        return Standing(self.profile, computed, tuple(self.notes), jobs, months, spent, planned)

    def _coming(self) -> Iterator[Coming]:
        """Yield what will be so from a day on.

        What waits to be told is taken to be so from today: no news moves the forecast by more than the days that pass.
        """
        for _, entry in self.planned:
            record, when, paid = self.pathway.records[entry.record], max(day_of(entry), self.day), bool(entry.usd)
            if isinstance(entry, Sat):
                yield Coming(record.question, entry.grants, when, paid)
            elif isinstance(entry, Work) and record.employs:
                yield Coming(record.employs, True, when, True)
            else:
                yield from (Coming(one.question, one.value, when, paid) for one in record.sets)

    # --- what was said and done -----------------------------------------------------------------------

    def _watch(self) -> None:
        """Say what cannot be watched because a day is not known."""
        logs = next((record.id for record in self.pathway.records.values() if record.kind == "membership"), "")
        for body in unwatched(self.pathway, self.profile, self.day):
            self.notes.append(
                f"The day on which your cycle with {body} ends is not known, so its CEUs and dues cannot be watched. "
                f"Give it with: mecoder log {logs} {body} --renews DATE"
            )

    def _grow_older(self) -> None:
        """Add the years or weeks that have passed since a number was told that grows with them."""
        for question in self.pathway.questions.values():
            said, value = self.ledger.answers.get(question.id), self.profile.answers.get(question.id)
            if question.grows and said is not None and isinstance(value, int):
                told = date.fromisoformat(said.day)
                passed = {"year": months_between(told, self.day) // 12, "week": (self.day - told).days // 7}
                grown = max(0, passed[question.grows])
                self.profile = self.profile.with_answer(question.id, min(value + grown, max(value, question.high)))
                if question.grows == "week":
                    since = told + timedelta(weeks=grown)
                    self.profile = self.profile._replace(reached=(*self.profile.reached, (question.id, since)))

    def _answer(self, question: str, value: Any) -> None:
        if isinstance(value, list):
            # Seen from an earlier day, what was earned later is not there yet.
            today = self.day.isoformat()
            value = [one for one in value if not (isinstance(one, dict) and str(one.get("earned", "")) > today)]
        try:
            said = profile_from(self.pathway, {question: value}, self.day, "the journal")
        except UsageError as error:
            # The knowledge may have changed since: the answer is asked again, and that is said.
            self.notes.append(f"An answer given earlier no longer fits and is left out: {error.details[0]}.")
            return
        self.profile = self.profile.with_answer(question, said.answers.get(question))
        self.typed[question] = said.answers.get(question)

    def _done(self, done: Done) -> None:
        step = next((step for step in self.pathway.steps if step.id == done.step), None)
        if step is None:
            self.notes.append(f"The step {done.step!r}, noted as done, is not known any more.")
            return
        way = next((way for way in step.ways if way.id == done.way), None)
        effects = (*step.effects, *(way.effects if way else ()))
        self.profile = with_effects(self.pathway, self.profile, effects, day=done.date)
        self.settled |= {(step.id, one.body, one.due) for one in done.settles}

    def _gain(self, record: Record, new: Held, known: Collection[str]) -> None:
        """Note what an entry grants, where the knowledge still knows it."""
        self.computed.setdefault(record.question, {})[record.id] = None
        if new.id in known:
            self.profile = with_gain(self.pathway, self.profile, record.question, new)
        else:
            self.notes.append(f"{record.label}: {new.id!r} is not known any more.")

    def _drop_contradicted(self) -> None:
        """Leave out answers that a later one has made impossible: the kind of a course that was dropped."""
        for question in self.pathway.questions.values():
            if question.id in self.profile.answers:
                firm = Firm(self.pathway, self.profile, self.day)
                if evaluate(question.only_if, firm) == NO:
                    self.profile = self.profile.without(question.id)

    def _failed(self) -> tuple[Failed, ...]:
        """Return the exams that were failed and not passed since."""
        found: dict[str, Failed] = {}
        for sat in sorted((one.entry for one in self.rest if isinstance(one.entry, Sat)), key=lambda sat: sat.date):
            before = found.pop(sat.exam, None)
            if not sat.is_pass:
                found[sat.exam] = Failed(sat.exam, before.times + 1 if before else 1, sat.date)
        return tuple(found.values())

    # --- what was logged --------------------------------------------------------------------------------

    def _take(self, entry: Entry) -> None:
        match entry:
            case Answered():
                self._answer(entry.question, entry.value)
            case Done():
                self._done(entry)
            case Course():
                self._course(self.pathway.records[entry.record], entry)
            case Cases():
                self._cases(self.pathway.records[entry.record], entry)
            case Sat() if entry.is_pass:
                record = self.pathway.records[entry.record]
                self._gain(record, Held(entry.grants, entry.date), self.pathway.credentials)
            case Member():
                self._gain(self.pathway.records[entry.record], Held(entry.body, entry.renews), self.pathway.bodies)

    def _course(self, record: Record, course: Course) -> None:
        hours = course.hours
        known = self.profile.answers.get(record.question)
        if record.question in self.computed and isinstance(known, int):
            self.notes.append(
                f"Hours of several courses are not added up; the longest counts ({max(known, hours)}): "
                "no source read says that they may be added."
            )
        self.computed.setdefault(record.question, {})[record.id] = None
        self.profile = self.profile.with_answer(record.question, max(known, hours) if isinstance(known, int) else hours)
        self._sets(record, record.sets)

    def _sets(self, record: Record, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            self.computed.setdefault(effect.question, {})[record.id] = None
        self.profile = with_effects(self.pathway, self.profile, effects, day=self.day)

    def _cases(self, record: Record, done: Cases) -> None:
        # A count of an earlier day that is told later takes nothing from what came after it.
        score = done.score
        if record.id in self.complete or (
            done.cases < record.least and done.date < self.counted.get(record.id, done.date)
        ):
            return
        self.counted[record.id] = done.date
        self.computed.setdefault(record.question, {})[record.id] = None
        complete = done.cases >= record.least and score is not None and score >= record.score
        if done.cases >= record.least and not complete:
            told = "no score was given" if score is None else f"the score is {score:g}"
            self.notes.append(f"{record.label}: all cases are done, but {told}; {record.score} or more is asked.")
        if complete:
            self.complete.add(record.id)
        self._sets(record, record.sets if complete else record.starts)
        if 0 < done.cases < record.least:
            # How many are done says how much is left.
            self.profile = self.profile.with_answer(record.question, done.cases)

    # --- what is counted ----------------------------------------------------------------------------------

    def _work(self, jobs: tuple[Job, ...]) -> Months:
        months = count_months(self.pathway, jobs, self.day)
        if not jobs:
            return months
        record = self.pathway.records[jobs[0].work.record]
        typed = self.typed.get(record.question)
        if isinstance(typed, int) and typed > months.counted:
            self.notes.append(
                f"You had said {typed} months of work; your entries give {months.counted}, and only entries can be "
                "proven. Log the earlier jobs too."
            )
        names = {job.work.record: None for job in jobs}
        self.computed[record.question] = names
        self.profile = self.profile.with_answer(record.question, months.counted)
        if any(job.goes_on(self.day) for job in jobs):
            since = record.question, self._reached(jobs, months.counted)
            self.profile = self.profile._replace(reached=(*self.profile.reached, since))
        if months.asked:
            open_ = [job for job in jobs if is_open(self.pathway.records[job.work.record], job.work)]
            which = ", ".join(dict.fromkeys(job.work.employer for job in open_))
            edits = f"mecoder edit {open_[0].id} confirmed=yes"
            if len(open_) > 1:
                edits += f", and likewise {', '.join(str(job.id) for job in open_[1:])}"
            self.notes.append(
                f"{months.asked} more months ({which}) count only if the body says so: part-time or unpaid work is not "
                f"settled by its rules. Ask it, then: {edits}"
            )
        for employs in dict.fromkeys(self.pathway.records[name].employs for name in names):
            own = [job for job in jobs if self.pathway.records[job.work.record].employs == employs]
            if employs:
                self.computed[employs] = {job.work.record: None for job in own}
                self.profile = self.profile.with_answer(employs, any(job.goes_on(self.day) for job in own))
        return months

    def _reached(self, jobs: tuple[Job, ...], months: int) -> date:
        """Return the day on which the months that count became so many: what is left is counted from there."""
        day = self.day
        while day > self.day - timedelta(days=DAYS_OF_MONTH) and count_months(
            self.pathway, jobs, day - timedelta(days=1)
        ).counted == months:  # fmt: skip
            day -= timedelta(days=1)
        return day

    def _roll_over(self) -> None:
        """Begin the next cycle of a membership whose dues are paid and whose CEUs are earned."""
        question = self.pathway.settings.questions.memberships
        held = []
        for one in self.profile.held(question):
            body = self.pathway.bodies.get(one.id)
            renews, cycles = one.day, 0
            while body is not None and one.day is not None and renews is not None and renews <= self.day:
                if (body.dues_step, body.id, renews) not in self.settled or not self._reported(body, renews):
                    break
                # Counted from the first day, so that the 29th of February comes back in its own years.
                cycles += 1
                renews = add_months(one.day, cycles * body.cycle_months)
            held.append(one._replace(day=renews))
        if self.profile.held(question):
            self.profile = self.profile.with_answer(question, tuple(held))

    def _reported(self, body: Body, end: date) -> bool:
        """Return whether the CEUs of the cycle that ended on *end* were reported, logged or told."""
        if (body.ceu_step, body.id, end) in self.settled:
            return True
        if is_earned(self.pathway, body, self.profile, self.entries, end):
            return True
        said = self.ledger.answers.get(self.pathway.settings.questions.ceus)
        start = add_months(end, -body.cycle_months)
        if said is None or not start.isoformat() < said.day <= end.isoformat():
            return False
        days = held_with(self.pathway, body, self.profile)
        held = frozenset(id_ for id_, earned in days.items() if earned is None or earned <= end)
        told = self.profile.units(self.pathway.settings.questions.ceus).get(body.id, 0)
        return told >= ceus_needed(self.pathway, body, held)

    def _units(self) -> None:
        """Count the CEUs of each body's present cycle; what was typed counts while it is the larger number."""
        question = self.pathway.settings.questions.ceus
        logged = units_by_body(self.pathway, self.entries)
        typed = self.profile.units(question)
        said = self.ledger.answers.get(question)
        if not logged and not typed:
            return
        counts = dict(typed)
        lacking: list[tuple[str, float]] = []
        owed: list[tuple[str, float]] = []
        for body_id in dict.fromkeys((*typed, *logged)):
            cycle = cycle_of(self.pathway, self.pathway.bodies[body_id], self.profile, self.entries, self.day)
            before = typed.get(body_id, 0)
            stale = said is not None and cycle.start is not None and said.day <= cycle.start.isoformat()
            earned = int(cycle.earned) if cycle.earned == int(cycle.earned) else cycle.earned
            if (cycle.lacking or cycle.owed) and not stale:
                lacking.append((body_id, cycle.missing))
                owed += [(body_id, cycle.owed)] if cycle.owed else []
            if stale and before:
                self.notes.append(
                    f"You had said {before:g} {body_id} CEUs on {day_text(date.fromisoformat(said.day)) if said else ''}; that cycle is over."
                )
            elif before > earned and body_id in logged:
                self.notes.append(
                    f"You had said {before:g} {body_id} CEUs; your entries give {cycle.earned:g}. The larger number counts "
                    "until the certificates are logged."
                )
            counts[body_id] = earned if stale else max(earned, before)
        if logged:
            records = [record.id for record in self.pathway.records.values() if record.kind == "units"]
            self.computed[question] = dict.fromkeys(records)
        self.profile = self.profile.with_answer(question, counts)._replace(lacking=tuple(lacking), owed=tuple(owed))
