"""The person as the journal makes them: answers, what was logged and done, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from mecoder_cli.domain.answers import profile_from
from mecoder_cli.domain.pathway import Body, Pathway, Record
from mecoder_cli.domain.profile import NOBODY, Held, Profile
from mecoder_cli.domain.renewals import add_months, ceus_needed, unwatched
from mecoder_cli.domain.steps import Effect
from mecoder_cli.errors import UsageError
from mecoder_cli.record.journal import ANSWERED, DONE, Event, Ledger
from mecoder_cli.record.units import cycle_of, held_with, is_earned, units_by_body
from mecoder_cli.record.work import Job, Months, count_months, is_open, jobs_of


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
        self.settled: set[tuple[str, str, date]] = set()
        self.complete: set[str] = set()
        """Records that are done: an older, smaller number does not take that back."""
        self.today = day.isoformat()
        known = dict(pathway.records)
        strange = sorted({e.data["record"] for e in ledger.entries if e.data["record"] not in known})
        if strange:
            self.notes.append(f"Entries of a kind that is not known are left out: {', '.join(strange)}.")
        self.units = {record.id for record in known.values() if record.kind == "units"}
        # A journal of years is mostly CEUs: they are sorted out once, and only counted.
        come = [e for e in ledger.entries if e.data["record"] in known and self._day_told(e.data) <= self.today]
        self.entries = tuple(come)
        self.others = tuple(e for e in come if e.data["record"] not in self.units)

    @staticmethod
    def _day_told(data: Mapping[str, Any]) -> str:
        return str(data.get("date") or data.get("from") or "")

    def result(self) -> Standing:
        steps: list[tuple[int, str, Any]] = [(event.id, "entry", event) for event in self.others]
        steps += [(event.id, DONE, event) for event in self.ledger.done if event.data["date"] <= self.today]
        for question, said in self.ledger.answers.items():
            steps.append((said.id, ANSWERED, (question, said.value)))
        for _, kind, what in sorted(steps, key=lambda step: step[0]):
            if kind == ANSWERED:
                self._answer(*what)
            elif kind == DONE:
                self._done(what)
            else:
                self._entry(what)
        jobs = jobs_of(self.pathway, self.others)
        months = self._work(jobs)
        since = date.fromisoformat(self.ledger.since) if self.ledger.since else None
        self.profile = self.profile._replace(settled=frozenset(self.settled), since=since)
        self._roll_over()
        self._units()
        done = [e for e in self.ledger.done if e.data["date"] <= self.today]
        spent = sum(e.data["usd"] for e in (*self.entries, *done) if "usd" in e.data)
        self.profile = self.profile._replace(checked=frozenset(self.ledger.checked) | self._done_items())
        self._watch()
        computed = {question: tuple(records) for question, records in self.computed.items()}
        return Standing(self.profile, computed, tuple(self.notes), jobs, months, spent)

    def _done_items(self) -> frozenset[str]:
        """Return the lines whose document is on file."""
        return frozenset(self.ledger.attached)

    # --- what was said and done -----------------------------------------------------------------------

    def _watch(self) -> None:
        """Say what cannot be watched because a day is not known."""
        logs = next((record.id for record in self.pathway.records.values() if record.kind == "membership"), "")
        for body in unwatched(self.pathway, self.profile, self.day):
            self.notes.append(
                f"The day on which your cycle with {body} ends is not known, so its CEUs and dues cannot be watched. "
                f"Give it with: mecoder log {logs} {body} --renews DATE"
            )

    def _answer(self, question: str, value: Any) -> None:
        if isinstance(value, list):
            # Seen from an earlier day, what was earned later is not there yet.
            value = [one for one in value if not (isinstance(one, dict) and str(one.get("earned", "")) > self.today)]
        try:
            said = profile_from(self.pathway, {question: value}, self.day, "the journal")
        except UsageError as error:
            # The knowledge may have changed since: the answer is asked again, and that is said.
            self.notes.append(f"An answer given earlier no longer fits and is left out: {error.details[0]}.")
            return
        self.profile = self.profile.with_answer(question, said.answers.get(question))
        self.typed[question] = said.answers.get(question)

    def _done(self, event: Event) -> None:
        data = event.data
        step = next((step for step in self.pathway.steps if step.id == data["step"]), None)
        if step is None:
            self.notes.append(f"The step {data['step']!r}, noted as done, is not known any more.")
            return
        way = next((way for way in step.ways if way.id == data.get("way")), None)
        for effect in (*step.effects, *(way.effects if way else ())):
            self._effect(effect, date.fromisoformat(data["date"]))
        for due in data.get("settles", ()):
            self.settled.add((step.id, due["body"], date.fromisoformat(due["due"])))

    def _effect(self, effect: Effect, day: date) -> None:
        question, value = effect.question, effect.value
        if effect.op == "gain":
            self._gain(question, Held(str(value), day if self._is_credentials(question) else None))
        elif effect.op == "lose":
            kept = tuple(one for one in self.profile.held(question) if one.id != value)
            self.profile = self.profile.with_answer(question, kept)
        elif effect.op == "reaches":
            known = self.profile.answers.get(question)
            if not isinstance(known, int) or known < int(value):
                self.profile = self.profile.with_answer(question, int(value))
        elif effect.op == "becomes":
            if isinstance(value, str) and value.startswith("$"):
                target = self.profile.answers.get(value[1:])
                if not isinstance(target, str):
                    return
                value = target
            self.profile = self.profile.with_answer(question, value)

    def _is_credentials(self, question: str) -> bool:
        return question == self.pathway.settings.questions.credentials

    def _gain(self, question: str, new: Held) -> None:
        held = self.profile.held(question)
        if self._is_credentials(question):
            credential = self.pathway.credentials.get(new.id)
            if credential is None:
                self.notes.append(f"The credential {new.id!r} is not known any more.")
                return
            if any(one.id in (new.id, credential.becomes) for one in held):
                return
            # What turns into another credential was certified on its own day: CEUs count from then on.
            first = [one for one in held if self.pathway.credentials[one.id].becomes == new.id]
            held = tuple(one for one in held if one not in first)
            new = new._replace(day=first[0].day) if first and first[0].day else new
        else:
            known = next((one for one in held if one.id == new.id), None)
            if known is not None and new.day is None:
                return
            held = tuple(one for one in held if one.id != new.id)
        self.profile = self.profile.with_answer(question, (*held, new))

    # --- what was logged --------------------------------------------------------------------------------

    def _entry(self, event: Event) -> None:
        record = self.pathway.records[event.data["record"]]
        match record.kind:
            case "course":
                self._course(record, event)
            case "cases":
                self._cases(record, event)
            case "exam":
                self._exam(record, event)
            case "membership":
                body = event.data["body"]
                self.computed.setdefault(record.question, {})[record.id] = None
                self._gain(record.question, Held(body, date.fromisoformat(event.data["renews"])))

    def _course(self, record: Record, event: Event) -> None:
        hours = int(event.data["hours"])
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
            self._effect(effect, self.day)

    def _cases(self, record: Record, event: Event) -> None:
        if record.id in self.complete:
            return
        self.computed.setdefault(record.question, {})[record.id] = None
        cases, score = event.data["cases"], event.data.get("score")
        complete = cases >= record.least and score is not None and score >= record.score
        if cases >= record.least and not complete:
            told = "no score was given" if score is None else f"the score is {score:g}"
            self.notes.append(f"{record.label}: all cases are done, but {told}; {record.score} or more is asked.")
        if complete:
            self.complete.add(record.id)
        self._sets(record, record.sets if complete else record.starts)

    def _exam(self, record: Record, event: Event) -> None:
        if event.data["result"] != "pass":
            return
        self.computed.setdefault(record.question, {})[record.id] = None
        self._gain(record.question, Held(event.data["grants"], date.fromisoformat(event.data["date"])))

    # --- what is counted ----------------------------------------------------------------------------------

    def _work(self, jobs: tuple[Job, ...]) -> Months:
        months = count_months(self.pathway, jobs, self.day)
        if not jobs:
            return months
        record = self.pathway.records[jobs[0].record]
        typed = self.typed.get(record.question)
        if isinstance(typed, int) and typed > months.counted:
            self.notes.append(
                f"You had said {typed} months of work; your entries give {months.counted}, and only entries can be "
                "proven. Log the earlier jobs too."
            )
        names = {job.record: None for job in jobs}
        self.computed[record.question] = names
        self.profile = self.profile.with_answer(record.question, months.counted)
        if months.asked:
            which = ", ".join(
                dict.fromkeys(job.employer for job in jobs if is_open(self.pathway.records[job.record], job))
            )
            self.notes.append(
                f"{months.asked} more months ({which}) count only if the body says so: part-time or unpaid work is not "
                "settled by its rules. Ask it, then log the job again with --confirmed."
            )
        for employs in dict.fromkeys(self.pathway.records[name].employs for name in names):
            own = [job for job in jobs if self.pathway.records[job.record].employs == employs]
            if employs:
                self.computed[employs] = {job.record: None for job in own}
                self.profile = self.profile.with_answer(employs, any(job.goes_on(self.day) for job in own))
        return months

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
        for body_id in dict.fromkeys((*typed, *logged)):
            cycle = cycle_of(self.pathway, self.pathway.bodies[body_id], self.profile, self.entries, self.day)
            before = typed.get(body_id, 0)
            stale = said is not None and cycle.start is not None and said.day <= cycle.start.isoformat()
            earned = int(cycle.earned) if cycle.earned == int(cycle.earned) else cycle.earned
            if cycle.lacking and not stale:
                lacking.append((body_id, cycle.lacking))
            if stale and before:
                self.notes.append(
                    f"You had said {before:g} {body_id} CEUs on {said.day if said else ''}; that cycle is over."
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
        self.profile = self.profile.with_answer(question, counts)._replace(lacking=tuple(lacking))
