"""A second evaluator, slow and plain, that shares no code with the program.

It reads the YAML with PyYAML, takes from a person what the calendar has taken, tries every set of steps that could lead
to the aim, and keeps those from which nothing can be left out. It judges what can be judged simply: the status, which
routes there are, which step of a route can be taken now, stages and deadlines. Ranking and dates are held by properties.
"""

from __future__ import annotations

import itertools
import math
import re
from datetime import date
from pathlib import Path
from typing import Any

import yaml

Person = dict[str, Any]
Taken = tuple[str, str, int]
"""A step, its way or nothing, and up to what it lets a number grow."""
UNSURE = "unsure"


def _read(file: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # type: ignore[no-any-return]


class Naive:
    """The knowledge as plain dictionaries."""

    def __init__(self, file: Path) -> None:
        raw = _read(file)
        for name in raw.get("include", ()):
            for section, things in _read(file.with_name(name)).items():
                have = raw.setdefault(section, type(things)())
                raw[section] = have | things if isinstance(things, dict) else have + things
        for group in raw.get("sourced", ()):
            raw.setdefault("facts", {}).update(group["facts"])
        self.raw = raw
        self.roles = raw["settings"]["questions"]
        self.questions = {q["id"]: q for q in raw["questions"]}
        self.steps = {s["id"]: s for s in raw["steps"]}
        self.order = list(self.steps)
        self.targets = {t["id"]: t for t in raw["targets"]}
        self.bodies = {b["id"]: b for b in raw["bodies"]}
        self.credentials = {c["id"]: c for c in raw["credentials"]}
        self._routes: dict[str, tuple[list[frozenset[Taken]], bool]] = {}

    # --- figures -------------------------------------------------------------------------------------

    def figure(self, key: str, part: str = "likely") -> float:
        fact = self.raw["facts"][key]
        value = fact.get("value")
        if "values" in fact:
            value = next(v["value"] for v in fact["values"] if len(fact["values"]) == 1 or v["source"] == fact["used"])
        return float(value[part] if isinstance(value, dict) else value)

    # --- answers ---------------------------------------------------------------------------------------

    def reading(self, person: Person, question: str) -> Any:
        """What an answer is taken as: the firm one, else the default, else the cautious one."""
        q = self.questions[question]
        if question in person and person[question] != UNSURE:
            return person[question]
        if question in person:
            value = q["cautious"]["value"]
        else:
            value = q["default"] if "default" in q else q.get("likely", q["cautious"])["value"]
        if q["type"] in ("credentials", "memberships", "aids", "lapsed"):
            return set()
        if q["type"] == "yes_no":
            return value == "true"
        return int(value) if q["type"] == "whole" else value

    def holds(self, condition: Any, person: Person) -> bool:
        if condition is None:
            return True
        if isinstance(condition, dict):
            if "all" in condition:
                return all(self.holds(part, person) for part in condition["all"])
            if "any" in condition:
                return any(self.holds(part, person) for part in condition["any"])
            return not self.holds(condition["not"], person)
        question, op, wanted = self.comparison(condition)
        if op == "is" and wanted == UNSURE:
            return person.get(question) == UNSURE
        have = self.reading(person, question)
        if op == "includes":
            return bool(set(wanted.split(" or ")) & set(have))
        if op in (">=", "<", "<=", ">"):
            least = self.number(wanted)
            return bool({">=": have >= least, "<": have < least, "<=": have <= least, ">": have > least}[op])
        same = str(have).lower() == wanted if isinstance(have, bool) else have == wanted
        return same if op == "is" else not same

    def comparison(self, text: str) -> tuple[str, str, str]:
        match = re.fullmatch(r"(\w+) (is not|is|includes|>=|<=|<|>) (.+)", text)
        assert match is not None, text
        return match[1], match[2], match[3]

    def number(self, text: str) -> float:
        return self.figure(text[1:]) if text.startswith("@") else float(text)

    def issuer(self, id_: str) -> str:
        return self.credentials[id_]["issuer"] if id_ in self.credentials else ""

    # --- what the calendar has taken -----------------------------------------------------------------------

    def stage(self, body: str, due: date, today: date) -> dict[str, Any]:
        """The last stage that something unmet has come to with a body; nothing before the first."""
        late = (today - due).days
        reached = [s for s in self.bodies[body].get("stages", []) if late >= self.figure(s["after_days"])]
        return reached[-1] if reached else {}

    def held(self, person: Person, days: dict[str, date], units: dict[str, int], today: date) -> Person:
        """The person without what lapsed; what can be won back stands under its own question."""
        person = dict(person)
        members, credentials = self.roles["memberships"], self.roles["credentials"]
        lapsed: set[str] = set()
        for id_, body in self.bodies.items():
            own = {c for c in self.reading(person, credentials) if self.issuer(c) == id_}
            if "stages" not in body or not (own or id_ in self.reading(person, members)):
                continue
            is_member = id_ in self.reading(person, members)
            outside = body.get("member_holds") == "true" and bool(own) and not is_member
            if outside and members not in person:
                person[members] = set(self.reading(person, members)) | {id_}
                continue
            stages = [self.stage(id_, due, today) for due, *_ in self.unmet(person, days, units, today) if _[-1] == id_]
            worst = max(stages, key=lambda s: self.figure(s["after_days"]) if s else -1, default={})
            if not outside and worst.get("loss", "fee") == "fee":
                continue
            person[credentials] = set(self.reading(person, credentials)) - own
            if members in person and person[members] != UNSURE:
                person[members] = set(self.reading(person, members)) - {id_}
            if worst.get("loss") != "lost":
                lapsed |= own | {id_}
        if lapsed:
            person[self.roles["lapsed"]] = lapsed
        return person

    # --- effects -----------------------------------------------------------------------------------------

    def effects(self, taken: Taken) -> list[str]:
        step = self.steps[taken[0]]
        way: dict[str, Any] = next((w for w in step.get("ways", []) if w["id"] == taken[1]), {})
        return [*step.get("effects", []), *way.get("effects", [])]

    def after(self, taken: Taken, person: Person) -> Person:
        person = dict(person)
        for effect in self.effects(taken):
            question, verb, *rest = effect.split(" ")
            value = " ".join(rest)
            if verb == "gain":
                person[question] = set(self.reading(person, question)) | {value}
            elif verb == "regain":
                back = {c for c in self.reading(person, self.roles["lapsed"]) if self.issuer(c) == value}
                person[question] = set(self.reading(person, question)) | back
            elif verb == "lose":
                person[question] = set(self.reading(person, question)) - {value}
            elif verb == "grows":
                person[question] = max(self.reading(person, question), taken[2])
            elif verb == "reaches":
                person[question] = max(self.reading(person, question), int(self.number(value)))
            elif value.startswith("$"):
                person[question] = self.reading(person, value[1:])
            else:
                person[question] = value == "true" if value in ("true", "false") else value
        return person

    # --- sets of steps that lead to a condition ------------------------------------------------------------

    def sets(self, condition: Any, person: Person, advice: bool, above: tuple[str, ...]) -> list[frozenset[Taken]]:
        if self.holds(condition, person):
            return [frozenset()]
        if isinstance(condition, dict):
            if "any" in condition:
                return minimal(s for part in condition["any"] for s in self.sets(part, person, advice, above))
            if "not" in condition:
                return []
            parts = [self.sets(part, person, advice, above) for part in condition["all"]]
            return minimal(frozenset().union(*choice) for choice in itertools.product(*parts))
        found: list[frozenset[Taken]] = []
        for taken in self.makers(condition, person):
            step = self.steps[taken[0]]
            if taken[0] in above or not self.holds(step.get("applies"), person):
                continue
            if "unless" in self.way(taken) and self.holds(self.way(taken)["unless"], person):
                continue
            needs = [step.get("needs"), self.way(taken).get("needs"), step.get("advises") if advice else None]
            parts = [self.sets(need, person, advice, (*above, taken[0])) for need in needs if need is not None]
            found += [frozenset({taken}).union(*choice) for choice in itertools.product(*parts)]
        return minimal(found)

    def way(self, taken: Taken) -> dict[str, Any]:
        ways = self.steps[taken[0]].get("ways", [])
        return next((w for w in ways if w["id"] == taken[1]), {})

    def makers(self, condition: str, person: Person) -> list[Taken]:
        """Steps and ways with an effect that makes a comparison true."""
        question, op, wanted = self.comparison(condition)
        found = []
        for id_, step in self.steps.items():
            if step.get("optional") == "true":
                continue
            for way in [w["id"] for w in step.get("ways", [])] or [""]:
                for effect in self.effects((id_, way, 0)):
                    name, verb, *rest = effect.split(" ")
                    value = " ".join(rest)
                    if value.startswith("$"):
                        value = self.reading(person, value[1:])
                    if name != question:
                        continue
                    if verb == "regain":
                        back = {c for c in self.reading(person, self.roles["lapsed"]) if self.issuer(c) == value}
                        if op == "includes" and back & set(wanted.split(" or ")):
                            found.append((id_, way, 0))
                        continue
                    if verb == "grows" and op in (">=", ">"):
                        found.append((id_, way, int(self.number(wanted))))
                    elif (
                        (verb == "gain" and op == "includes" and value in wanted.split(" or "))
                        or (verb == "becomes" and (value == wanted) == (op == "is"))
                        or (verb == "reaches" and op == ">=" and self.number(value) >= self.number(wanted))
                    ):
                        found.append((id_, way, 0))
        return list(dict.fromkeys(found))

    def ready(self, taken: Taken, state: Person, person: Person, advice: bool) -> bool:
        step = self.steps[taken[0]]
        return (
            self.holds(step.get("applies"), person) and self.holds(step.get("needs"), state)
            and self.holds(self.way(taken).get("needs"), state) and (not advice or self.holds(step.get("advises"), state))
        )  # fmt: skip

    def prepares(self, taken: Taken) -> bool:
        """Whether a part of a step can be done while a number grows that it waits for."""
        parts = [*self.steps[taken[0]].get("parts", []), *self.way(taken).get("parts", [])]
        return any(part.get("ahead") == "true" for part in parts)

    def grown(self, route: frozenset[Taken]) -> Person:
        """The numbers that a route lets grow, as they are at its end."""
        found: Person = {}
        for id_, _, goal in route:
            for text in self.steps[id_].get("effects", []):
                if " grows" in text:
                    found[text.split()[0]] = max(goal, int(found.get(text.split()[0], 0)))
        return found

    # --- the answer --------------------------------------------------------------------------------------------

    def routes(self, person: Person) -> tuple[list[frozenset[Taken]], bool]:
        """Every set of steps from which nothing can be left out; and whether advice is followed on it."""
        key = repr(sorted((q, sorted(v) if isinstance(v, set) else v) for q, v in person.items()))
        if key not in self._routes:
            arrived = self.targets[person[self.roles["target"]]]["arrived"]
            advice = not self.holds(self.raw["settings"]["waiver"], person)
            found = self.useful(self.sets(arrived, person, advice, ()), person)
            if not found and advice:
                advice = False
                found = self.useful(self.sets(arrived, person, advice, ()), person)
            self._routes[key] = found, advice
        return self._routes[key]

    def useful(self, found: list[frozenset[Taken]], person: Person) -> list[frozenset[Taken]]:
        """Leave out routes on which one step makes another's way pointless."""
        return [route for route in found if not any(self.pointless(taken, route, person) for taken in route)]

    def pointless(self, taken: Taken, route: frozenset[Taken], person: Person) -> bool:
        makers = {m[:2] for text in texts(self.way(taken).get("unless")) for m in self.makers(text, person)}
        # What can be done only after it does not make it pointless.
        return any(other[:2] in makers for other in self.reached(route - {taken}, person))

    def reached(self, route: frozenset[Taken], person: Person) -> set[Taken]:
        """The steps that come to their turn when these are walked as far as it goes."""
        state, done = person, set[Taken]()
        while ready := [taken for taken in sorted(route - done) if self.ready(taken, state, person, False)]:
            for taken in ready:
                state = self.after(taken, state)
                done.add(taken)
        return done

    def arrived(self, person: Person) -> bool:
        return self.holds(self.targets[person[self.roles["target"]]]["arrived"], person)

    # --- deadlines -----------------------------------------------------------------------------------------------

    def unmet(
        self, person: Person, days: dict[str, date], units: dict[str, int], today: date
    ) -> list[tuple[date, int, str, float, str]]:
        """What is due with whoever's cycle ends are given: day, CEUs or dues, step, days that it takes, body."""
        found = []
        pace = self.reading(person, self.roles["pace"])
        for id_, end in days.items():
            body = self.bodies[id_]
            held = [c for c in self.reading(person, self.roles["credentials"]) if self.credentials[c]["issuer"] == id_]
            gone = {s for c in held for s in self.credentials[c].get("supersedes", [])}
            held = [c for c in held if c not in gone]
            needed = 0.0
            if held and "ceus_by_count" in body:
                needed = self.figure(body["ceus_by_count"][min(len(held), len(body["ceus_by_count"])) - 1])
            elif held:
                needed = max(self.figure(self.credentials[c]["ceus_alone"]) for c in held)
                needed = min(
                    needed + self.figure(body["ceus_extra"]) * (len(held) - 1), self.figure(body["ceus_ceiling"])
                )
            missing = needed - units.get(id_, 0)
            if missing > 0:
                takes = math.ceil(missing * self.figure(body["ceu_hours"]) / pace * 7) if "ceu_hours" in body else 0
                found.append((end, 0, body["ceu_step"], takes, id_))
            due = end
            before = end.replace(year=end.year - 1, day=28 if (end.month, end.day) == (2, 29) else end.day)
            if "dues_every_months" in body and before >= today:
                due = before
            if held or "dues_every_months" in body:
                found.append((due, 1, body["dues_step"], 0, id_))
        return found

    def urgent(
        self, person: Person, days: dict[str, date], units: dict[str, int], today: date
    ) -> tuple[str, str] | None:
        """The deadline that interrupts: what is suspended soonest, then what costs a fee, then a bill."""
        margins = self.raw["settings"]["margins"]
        found = []
        for due, kind, step, takes, id_ in self.unmet(person, days, units, today):
            stages = self.bodies[id_].get("stages", [])
            late = (today - due).days
            margin = self.figure(margins["units" if kind == 0 else "bill"])
            if -late > takes + margin or self.stage(id_, due, today).get("loss", "fee") != "fee":
                continue
            ahead = next((s for s in stages if self.figure(s["after_days"]) > late), None)
            threat = (
                (2, -late) if ahead is None else (int(ahead["loss"] == "fee"), self.figure(ahead["after_days"]) - late)
            )
            found.append((threat, due, kind, self.order.index(step), step, id_))
        return min(found)[4:] if found else None


def texts(condition: Any) -> list[str]:
    """The comparisons in a condition."""
    if isinstance(condition, dict):
        inner = condition.get("all") or condition.get("any") or [condition.get("not")]
        return [text for part in inner for text in texts(part)]
    return [condition] if condition else []


def minimal(found: Any) -> list[frozenset[Taken]]:
    """Keep the sets that hold no other one."""
    every = sorted(set(found), key=len)
    kept: list[frozenset[Taken]] = []
    for one in every:
        if not any(other <= one for other in kept):
            kept.append(one)
    return kept
