"""A second evaluator, slow and plain, that shares no code with the program.

It reads the YAML with PyYAML, tries every set of steps that could lead to the
aim, keeps those from which nothing can be left out, plays each of them day by
day in every order of study, and takes the best. What the planner says must
agree with it.
"""

from __future__ import annotations

import itertools
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
        self._routes: dict[str, tuple[list[tuple[float, float, frozenset[Taken]]], bool]] = {}

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
        value = q["cautious"]["value"] if question in person or "default" not in q else q["default"]
        if q["type"] in ("credentials", "memberships"):
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
                    if verb == "grows" and op in (">=", ">"):
                        found.append((id_, way, int(self.number(wanted))))
                    elif (
                        (verb == "gain" and op == "includes" and value in wanted.split(" or "))
                        or (verb == "becomes" and (value == wanted) == (op == "is"))
                        or (verb == "reaches" and op == ">=" and self.number(value) >= self.number(wanted))
                    ):
                        found.append((id_, way, 0))
        return list(dict.fromkeys(found))

    # --- time and money ---------------------------------------------------------------------------------------

    def parts(self, taken: Taken) -> list[tuple[str, dict[str, Any]]]:
        step = self.steps[taken[0]]
        return [(f"{taken[0]}/{p['id']}", p) for p in (*step.get("parts", []), *self.way(taken).get("parts", []))]

    def days(self, taken: Taken, person: Person) -> int:
        step = self.steps[taken[0]]
        grows = next((e.split(" ")[0] for e in self.effects(taken) if e.endswith(" grows")), None)
        if grows:
            missing: int = max(0, taken[2] - self.reading(person, grows))
            return round(missing * 365.25 / 12)
        weeks = sum(self.figure(p["weeks"]) for _, p in self.parts(taken) if "weeks" in p)
        paced = int(step.get("paced", 0))
        pace: float = paced / self.reading(person, self.roles["pace"]) if paced else 1.0
        return round(weeks * pace * 7)

    def within_reach(self, route: frozenset[Taken], person: Person, advice: bool) -> set[str]:
        """Steps of the route that come to their turn when it is walked as far as it goes."""
        state, done = person, set[Taken]()
        while True:
            ready = [taken for taken in sorted(route - done) if self.ready(taken, state, person, advice)]
            if not ready:
                return {taken[0] for taken in done}
            for taken in ready:
                state = self.after(taken, state)
                done.add(taken)

    def holds_part(self, route: frozenset[Taken], holder: Taken, part: str, person: Person, advice: bool) -> bool:
        """A price holds a part only where its step cannot be taken, or (if put off) is of no use, without what it pays for."""
        owner = part.partition("/")[0]
        without = self.within_reach(route - {holder}, person, advice)
        if owner not in without:
            return True
        if self.steps[owner].get("late") != "true":
            return False
        idle = self.within_reach(frozenset(t for t in route - {holder} if t[0] != owner), person, advice)
        return not (without - idle - {owner})

    def usd(self, route: frozenset[Taken], person: Person, advice: bool) -> float:
        included = {
            part for taken in route for part in self.way(taken).get("includes", [])
            if self.holds_part(route, taken, part, person, advice)
        }  # fmt: skip
        total = 0.0
        for taken in route:
            total += sum(self.figure(p["usd"]) for name, p in self.parts(taken) if "usd" in p and name not in included)
            monthly = self.steps[taken[0]].get("usd_per_month")
            if taken[2] and monthly:
                # Several goals of one quantity are one stretch of months: only the longest is paid.
                question = next(e.split(" ")[0] for e in self.effects(taken) if e.endswith(" grows"))
                if taken[2] == max(other[2] for other in route if other[0] == taken[0]):
                    total += self.figure(monthly) * max(0, taken[2] - self.reading(person, question))
        return total

    def shortest(self, route: frozenset[Taken], person: Person, advice: bool) -> int | None:
        """Play the route in every order of study; return the fewest days, or nothing when it cannot be walked."""
        study = [t for t in route if self.steps[t[0]].get("lane", "wait") == "study"]
        rest = [t for t in route if t not in study]
        times = [self.play(order, rest, person, advice) for order in itertools.permutations(study)]
        return min((time for time in times if time is not None), default=None)

    def play(self, study: tuple[Taken, ...], rest: list[Taken], person: Person, advice: bool) -> int | None:
        waiting, queue, now = list(rest), list(study), 0
        running: list[tuple[int, Taken, bool]] = []
        busy = False
        state = person
        while waiting or queue or running:
            started = True
            while started:
                started = False
                open_ = {t[0] for t in (*waiting, *queue, *(r[1] for r in running))}
                for taken in [t for t in waiting if self.turn(t, open_, state, person, advice)]:
                    waiting.remove(taken)
                    running.append((now + self.days(taken, person), taken, False))
                    started = True
                if queue and not busy and self.turn(queue[0], open_, state, person, advice):
                    taken = queue.pop(0)
                    running.append((now + self.days(taken, person), taken, True))
                    busy = started = True
            if not running:
                return None
            running.sort(key=lambda one: (one[0], one[1]))
            now, taken, was_study = running.pop(0)
            busy = busy and not was_study
            state = self.after(taken, state)
        return now

    def turn(self, taken: Taken, open_: set[str], state: Person, person: Person, advice: bool) -> bool:
        """Ready, and nothing of the route that it is to follow is still open."""
        first = self.steps[taken[0]].get("follows", [])
        return open_.isdisjoint(first) and self.ready(taken, state, person, advice)

    def ready(self, taken: Taken, state: Person, person: Person, advice: bool) -> bool:
        step = self.steps[taken[0]]
        return (
            self.holds(step.get("applies"), person) and self.holds(step.get("needs"), state)
            and self.holds(self.way(taken).get("needs"), state) and (not advice or self.holds(step.get("advises"), state))
        )  # fmt: skip

    # --- the answer --------------------------------------------------------------------------------------------

    def routes(self, person: Person) -> tuple[list[tuple[float, float, frozenset[Taken]]], bool]:
        """Every route from which nothing can be left out, with days and money; and whether advice is followed on it."""
        key = repr(sorted((q, sorted(v) if isinstance(v, set) else v) for q, v in person.items()))
        if key not in self._routes:
            arrived = self.targets[person[self.roles["target"]]]["arrived"]
            advice = not self.holds(self.raw["settings"]["waiver"], person)
            found = self.sets(arrived, person, advice, ())
            if not found and advice:
                advice = False
                found = self.sets(arrived, person, advice, ())
            walked = [(self.shortest(route, person, advice), self.usd(route, person, advice), route) for route in found]
            self._routes[key] = [(days, usd, route) for days, usd, route in walked if days is not None], advice
        return self._routes[key]

    def arrived(self, person: Person) -> bool:
        return self.holds(self.targets[person[self.roles["target"]]]["arrived"], person)

    def urgent(
        self, person: Person, days: dict[str, date], units: dict[str, int], today: date
    ) -> tuple[str, str] | None:
        """The first deadline at risk, for people whose cycle ends are given: CEUs before dues."""
        found = []
        risk = self.figure(self.raw["settings"]["at_risk_days"])
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
            if needed > units.get(id_, 0) and (end - today).days <= risk:
                found.append((end, 0, self.order.index(body["ceu_step"]), body["ceu_step"], id_))
            due = end
            before = end.replace(year=end.year - 1, day=28 if (end.month, end.day) == (2, 29) else end.day)
            if "dues_every_months" in body and before >= today:
                due = before
            if (held or "dues_every_months" in body) and (due - today).days <= risk:
                found.append((due, 1, self.order.index(body["dues_step"]), body["dues_step"], id_))
        return min(found)[3:] if found else None


def minimal(found: Any) -> list[frozenset[Taken]]:
    """Keep the sets that hold no other one."""
    every = sorted(set(found), key=len)
    kept: list[frozenset[Taken]] = []
    for one in every:
        if not any(other <= one for other in kept):
            kept.append(one)
    return kept
