"""Turn the file as written into the linked :class:`Pathway`, and report what does not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mecoder_cli.domain.conditions import Condition, atoms
from mecoder_cli.domain.facts import Source, Spread
from mecoder_cli.domain.pathway import (
    Aid,
    Area,
    Body,
    Choice,
    Credential,
    Exam,
    Item,
    Part,
    Pathway,
    Phase,
    Question,
    Settings,
    Share,
    Step,
    Target,
    Term,
    Topic,
    Way,
)
from mecoder_cli.knowledge import model as form
from mecoder_cli.knowledge.budget import link_budget, link_retake
from mecoder_cli.knowledge.circles import refuse_backward, refuse_circles
from mecoder_cli.knowledge.linker import NEVER, Linker
from mecoder_cli.knowledge.records import link_letters, link_records
from mecoder_cli.strict_yaml import Path


class PathwayLinker(Linker):
    """Links every section of the file to the others."""

    def link(self) -> Pathway:
        """Link every section; look at :attr:`faults` before trusting the result."""
        self.link_facts()
        self.unique("questions", [question.id for question in self.written.questions])
        bodies = self._bodies()
        credentials = self._credentials()
        targets = self._targets()
        steps = self._steps()
        aid = self._aid()
        areas = self._areas()
        topics = self._topics()
        settings = self._settings()
        waiver = settings.waiver
        everything: list[Condition] = [waiver, *(a.when for a in aid), *(t.arrived for t in targets.values())]
        for step in steps:
            everything += [step.applies, step.needs, step.advises, step.done, *(way.needs for way in step.ways)]
        questions = self._questions(everything)
        pathway = Pathway(
            settings,
            tuple(Phase(phase.id, phase.label) for phase in self.written.phases),
            {key: Source(key, s.title, s.publisher, s.url or "", s.kind, s.copied) for key, s in self.written.sources.items()},
            self.facts, questions, bodies, credentials, targets, steps, aid, areas, topics,
            link_records(self), link_letters(self), self._glossary(), link_budget(self, steps),
        )  # fmt: skip
        if not self.faults:
            refuse_circles(self, pathway)
            refuse_backward(self, pathway)
        return pathway

    def _questions(self, conditions: Sequence[Condition]) -> Mapping[str, Question]:
        cuts: dict[str, set[int]] = {}
        for condition in conditions:
            for atom in atoms(condition):
                if isinstance(atom.value, int) and not isinstance(atom.value, bool):
                    above = 1 if atom.op in (">", "<=") else 0
                    cuts.setdefault(atom.question, set()).add(atom.value + above)
        questions: dict[str, Question] = {}
        for index, q in enumerate(self.written.questions):
            path: Path = ("questions", index)
            choices = tuple(
                Choice(c.id, self.text(c.label, (*path, "choices", n, "label"))[0], c.help)
                for n, c in enumerate(q.choices)
            )
            if q.type == "choice" and len(choices) < 2:
                self.fault((*path, "choices"), "a choice needs at least two answers")
            if q.type == "county":
                named = [county for area in self.written.areas for county in area.counties]
                choices = tuple(Choice(county, county, "") for county in sorted(named))
            self._check_reading(q, path)
            questions[q.id] = Question(
                q.id, self.text(q.ask, (*path, "ask"))[0], q.label, q.type, q.unit,
                self.text(q.help, (*path, "help"))[0], self.text(q.why, (*path, "why"))[0], choices,
                q.low, q.high, q.default, q.cautious.value, self.text(q.cautious.text, (*path, "cautious"))[0],
                self.condition(q.applies, (*path, "applies")), tuple(sorted(cuts.get(q.id, ()))),
                q.sharpens, q.explore,
            )  # fmt: skip
        return questions

    def _check_reading(self, question: form.QuestionForm, path: Path) -> None:
        """Refuse a default or cautious reading that is not an answer."""
        choices = [choice.id for choice in question.choices]
        for name, value in (("default", question.default), ("cautious", question.cautious.value)):
            if value is None:
                continue
            wrong = (
                (question.type == "choice" and value not in choices)
                or (question.type == "yes_no" and not isinstance(value, bool))
                or (question.type in ("whole", "units") and (isinstance(value, bool) or not isinstance(value, int)))
            )
            if wrong:
                self.fault((*path, name), f"{value!r} is not an answer to {question.id}")

    def _bodies(self) -> Mapping[str, Body]:
        self.unique("bodies", [body.id for body in self.written.bodies])
        step_ids = {step.id for step in self.written.steps}
        bodies: dict[str, Body] = {}
        for index, b in enumerate(self.written.bodies):
            path: Path = ("bodies", index)
            for name, step in (("ceu_step", b.ceu_step), ("dues_step", b.dues_step)):
                if step not in step_ids:
                    self.fault((*path, name), f"no step has the id {step!r}{self.near(step, step_ids)}")
            if not b.ceus_by_count and b.ceus_extra is None:
                self.fault(path, "give either ceus_by_count or ceus_extra")
            ceu_facts = (*b.ceus_by_count, *(key for key in (b.ceus_extra, b.ceus_ceiling, b.ceus_usd) if key))
            bodies[b.id] = Body(
                b.id, b.name, b.url, self.number(b.cycle_months, (*path, "cycle_months")), b.cycle_starts,
                tuple(self.number(key, (*path, "ceus_by_count", n)) for n, key in enumerate(b.ceus_by_count)),
                self.number(b.ceus_extra, (*path, "ceus_extra")), self.number(b.ceus_ceiling, (*path, "ceus_ceiling")),
                self.range(b.ceus_usd, (*path, "ceus_usd")),
                self.number(b.dues_every_months, (*path, "dues_every_months")),
                self.range(b.dues_usd, (*path, "dues_usd")), b.ceu_step, b.dues_step, ceu_facts,
                (b.dues_usd,) if b.dues_usd else (), self.known_facts(b.rules, (*path, "rules")),
                self._shares(b, path), self._optional_fact(b.first_cycle, (*path, "first_cycle")),
                self._optional_fact(b.either_cycle, (*path, "either_cycle")),
            )  # fmt: skip
        return bodies

    def _shares(self, body: form.BodyForm, path: Path) -> tuple[Share, ...]:
        return tuple(
            Share(s.id, s.label, self.number(s.percent, (*path, "ceu_shares", n, "percent")), s.percent)
            for n, s in enumerate(body.ceu_shares)
        )

    def _credentials(self) -> Mapping[str, Credential]:
        self.unique("credentials", [c.id for c in self.written.credentials])
        known = {c.id for c in self.written.credentials}
        issuers = {b.id for b in self.written.bodies}
        made: dict[str, Credential] = {}
        for index, c in enumerate(self.written.credentials):
            path: Path = ("credentials", index)
            if c.issuer not in issuers:
                self.fault((*path, "issuer"), f"no body has the id {c.issuer!r}{self.near(c.issuer, issuers)}")
            for other in (*c.supersedes, *([c.becomes] if c.becomes else [])):
                if other not in known:
                    self.fault(path, f"no credential has the id {other!r}{self.near(other, known)}")
            exam = {name: key or "" for name, key in c.exam.model_dump().items()}
            for name, key in exam.items():
                self.fact(key or None, (*path, "exam", name))
            if c.ceus_inside:
                self.fact(c.ceus_inside, (*path, "ceus_inside"))
            made[c.id] = Credential(
                c.id, c.name, c.issuer, c.level, tuple(c.settings), tuple(c.serves), c.purpose, tuple(c.code_sets),
                Exam(**exam), self._texts(c.requires, (*path, "requires")),
                self._texts(c.recommends, (*path, "recommends")), self._texts(c.leads_to, (*path, "leads_to")),
                c.becomes or "", tuple(c.supersedes), self.number(c.ceus_alone, (*path, "ceus_alone")),
                c.ceus_inside or "", self.known_facts(c.renewal, (*path, "renewal")),
                self.text(c.note, (*path, "note"))[0],
                (*self.known_facts(c.facts, (*path, "facts")), c.ceus_alone),
            )  # fmt: skip
        for id_ in self.written.settings.compare:
            if id_ not in made:
                self.fault(("settings", "compare"), f"no credential has the id {id_!r}")
        return made

    def _targets(self) -> Mapping[str, Target]:
        self.unique("targets", [target.id for target in self.written.targets])
        made: dict[str, Target] = {}
        for index, t in enumerate(self.written.targets):
            path: Path = ("targets", index)
            made[t.id] = Target(
                t.id, t.label, self.text(t.summary, (*path, "summary"))[0],
                self.condition(t.arrived, (*path, "arrived")), self.known_facts(t.facts, (*path, "facts")),
            )  # fmt: skip
        return made

    def _part(self, written: form.PartForm, path: Path) -> Part:
        facts = tuple(key for key in (written.weeks, written.usd) if key)
        weeks = self.range(written.weeks, (*path, "weeks"))
        usd = self.range(written.usd, (*path, "usd"))
        retake = link_retake(self, written.retake, (*path, "retake"))
        return Part(written.id, written.label, weeks, usd, facts, written.edition or "", retake)

    def _parts(self, written: Sequence[form.PartForm], path: Path) -> tuple[Part, ...]:
        return tuple(self._part(part, (*path, index)) for index, part in enumerate(written))

    def _items(self, written: Sequence[form.ItemForm], path: Path) -> tuple[Item, ...]:
        items = []
        for index, item in enumerate(written):
            text, used = self.text(item.text, (*path, index, "text"))
            facts = dict.fromkeys((*self.known_facts(item.facts, (*path, index, "facts")), *used))
            items.append(Item(item.id, text, item.document, tuple(facts)))
        return tuple(items)

    def _steps(self) -> tuple[Step, ...]:
        self.unique("steps", [step.id for step in self.written.steps])
        phases = {phase.id for phase in self.written.phases}
        ids = {step.id for step in self.written.steps}
        steps = []
        for index, s in enumerate(self.written.steps):
            path: Path = ("steps", index)
            if s.phase not in phases:
                self.fault((*path, "phase"), f"no phase has the id {s.phase!r}")
            for key, named in (("helps", s.helps), ("follows", s.follows)):
                for one in named:
                    if one not in ids:
                        self.fault((*path, key), f"no step has the id {one!r}{self.near(one, ids)}")
            self._unique_items(s, path)
            why, why_facts = self.text(s.why, (*path, "why"))
            title, title_facts = self.text(s.title, (*path, "title"))
            facts = dict.fromkeys((*self.known_facts(s.facts, (*path, "facts")), *why_facts, *title_facts))
            steps.append(Step(
                s.id, s.phase, title, why, self.condition(s.applies, (*path, "applies")),
                self.condition(s.needs, (*path, "needs")), self.condition(s.advises, (*path, "advises")),
                self.condition(s.done, (*path, "done"), NEVER),
                tuple(self._way(way, (*path, "ways", n)) for n, way in enumerate(s.ways)),
                self._parts(s.parts, (*path, "parts")), self._items(s.items, (*path, "items")),
                self.effects(s.effects, (*path, "effects")), s.lane, s.paced, s.late, s.paperwork, s.optional,
                tuple(s.helps), tuple(s.follows), self.range(s.usd_per_month, (*path, "usd_per_month")), tuple(facts),
            ))  # fmt: skip
        return tuple(steps)

    def _unique_items(self, step: form.StepForm, path: Path) -> None:
        for way in [None, *step.ways]:
            ids = [item.id for item in (step.items if way is None else [*step.items, *way.items])]
            for one in {one for one in ids if ids.count(one) > 1}:
                self.fault((*path, "items"), f"the item id {one!r} is used twice")

    def _way(self, written: form.WayForm, path: Path) -> Way:
        parts = {f"{step.id}/{part.id}" for step in self.written.steps for part in step.parts}
        for index, included in enumerate(written.includes):
            if included not in parts:
                self.fault((*path, "includes", index), f"no step has the part {included!r}{self.near(included, parts)}")
        return Way(
            written.id, written.label, self.condition(written.needs, (*path, "needs")),
            self._parts(written.parts, (*path, "parts")), self._items(written.items, (*path, "items")),
            self.effects(written.effects, (*path, "effects")), tuple(written.includes),
            self.text(written.note, (*path, "note"))[0],
        )  # fmt: skip

    def _aid(self) -> tuple[Aid, ...]:
        ids = {step.id for step in self.written.steps}
        ways = {f"{s.id}:{w.id}/{part.id}" for s in self.written.steps for w in s.ways for part in w.parts}
        made = []
        for index, a in enumerate(self.written.aid):
            path: Path = ("aid", index)
            for number, one in enumerate(a.covers):
                if one not in ways:
                    self.fault((*path, "covers", number), f"no way has the part {one!r}{self.near(one, ways)}")
            for step in a.steps:
                if step not in ids:
                    self.fault((*path, "steps"), f"no step has the id {step!r}")
            made.append(Aid(
                a.id, a.label, self.condition(a.when, (*path, "when")), self.text(a.pays, (*path, "pays"))[0],
                tuple(a.steps), tuple(a.covers), self.known_facts(a.facts, (*path, "facts")),
            ))  # fmt: skip
        return tuple(made)

    def _areas(self) -> tuple[Area, ...]:
        counties: dict[str, int] = {}
        made = []
        for index, a in enumerate(self.written.areas):
            path: Path = ("areas", index)
            found = self.fact(a.wage, (*path, "wage"))
            if found is not None and found.is_found and not isinstance(found.current.value, Spread):
                self.fault((*path, "wage"), f"the fact {a.wage!r} is not a spread of pay")
            for county in a.counties:
                if county in counties:
                    self.fault((*path, "counties"), f"{county} is in two areas")
                counties[county] = index
            made.append(Area(a.id, a.label, a.kind, tuple(a.counties), a.wage))
        return tuple(made)

    def _topics(self) -> tuple[Topic, ...]:
        made = []
        for index, t in enumerate(self.written.topics):
            if t.origin not in self.written.sources:
                self.fault(("topics", index, "origin"), f"no source has the id {t.origin!r}")
            made.append(Topic(t.id, t.label, t.origin, self.known_facts(t.facts, ("topics", index, "facts"))))
        return tuple(made)

    def _glossary(self) -> Mapping[str, Term]:
        self.unique("glossary", [term.id for term in self.written.glossary])
        made = {}
        for index, t in enumerate(self.written.glossary):
            path: Path = ("glossary", index)
            if t.source not in self.written.sources:
                self.fault(
                    (*path, "source"), f"no source has the id {t.source!r}{self.near(t.source, self.written.sources)}"
                )
            meaning, used = self.text(t.meaning, (*path, "meaning"))
            facts = dict.fromkeys((*self.known_facts(t.facts, (*path, "facts")), *used))
            made[t.id] = Term(t.id, t.term, meaning, tuple(t.also), t.source, tuple(facts))
        return made

    def _settings(self) -> Settings:
        s = self.written.settings
        path: Path = ("settings",)
        for name, id_ in s.questions.model_dump().items():
            if name != "cheapest" and id_ not in self.questions:
                self.fault((*path, "questions", name), f"no question has the id {id_!r}")
        pay = s.pay
        for name in ("nation", "state", "article", "entry"):
            self.fact(getattr(pay, name), (*path, "pay", name))
        for name, rows in (("roles", pay.roles), ("credentials", pay.credentials)):
            for index, row in enumerate(rows):
                self.fact(row.fact, (*path, "pay", name, index, "fact"))
        target = self.questions.get(s.questions.target)
        if target is not None and {c.id for c in target.choices} != {t.id for t in self.written.targets}:
            self.fault(("targets",), f"the targets and the choices of the question {target.id!r} differ")
        return Settings(
            s.title, s.place, s.trade, s.checked, s.questions.target, s.questions.priority, s.questions.cheapest,
            s.questions.pace, s.questions.credentials, s.questions.memberships, s.questions.ceus, s.questions.county,
            self.condition(s.waiver, (*path, "waiver")), self.number(s.at_risk_days, (*path, "at_risk_days")),
            tuple(s.compare), pay.nation, pay.state, pay.article, pay.entry,
            self.known_facts(pay.notes, (*path, "pay", "notes")), tuple((r.id, r.fact) for r in pay.roles),
            tuple((r.id, r.fact) for r in pay.credentials), s.price_note, s.promise_note,
            self.known_facts(s.conflicts, (*path, "conflicts")),
            tuple((kind, self.number(key, (*path, "shelf_days", kind))) for kind, key in s.shelf_days.items()),
        )  # fmt: skip
