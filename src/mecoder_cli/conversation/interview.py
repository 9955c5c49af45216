"""The interview: ask only what can still change the next action, most decisive first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from mecoder_cli.conversation.flags import parse
from mecoder_cli.conversation.prompts import Option, Prompter
from mecoder_cli.domain.answers import UNSURE
from mecoder_cli.domain.conditions import NO, YES, atoms
from mecoder_cli.domain.profile import Held, Profile, Raw
from mecoder_cli.domain.renewals import taken_as_paid, with_dues
from mecoder_cli.domain.steps import Question
from mecoder_cli.output import words
from mecoder_cli.planner import Planner
from mecoder_cli.planner.explanation import aid_verdicts
from mecoder_cli.planner.situation import verdict

BACK = object()
STOP = object()

_NOT_SURE = "Not sure"
_BACK = "< Back"


class Interview:
    """One conversation; :attr:`profile` always holds the answers so far."""

    def __init__(
        self, planner: Planner, profile: Profile, day: date, save: Callable[[str, Profile], None] | None = None,
        supposed: bool = False,
    ) -> None:  # fmt: skip
        self._planner = planner
        self._pathway = planner.pathway
        self._day = day
        self.profile = profile
        self._save = save or (lambda question, profile: None)
        self._supposed = supposed
        """Whether some answers hold for this run alone: an answer that adds to one of them is not kept."""
        self._asked: list[str] = []
        self._parked: list[tuple[str, Profile]] = []
        """Answers taken back by going back, each with the profile that holds it."""

    @property
    def has_questions(self) -> bool:
        """Whether any answer can still change the next action."""
        passed = taken_as_paid(self._pathway, self.profile, self._day)
        return bool(passed or self._planner.open_questions(self.profile, self._day))

    def run(self, prompter: Prompter) -> Profile:
        """Ask until the next action is certain, then offer once to sharpen dates and money."""
        self._settle_dues(prompter)
        self._decide(prompter)
        asks = {id_ for aid in self._planner.plan(self.profile, self._day).aid for id_ in aid.ask}
        self._left = self._sharpening({"dates", "money", "schools"}, asks)
        if self._left:
            prompter.say("")
            prompter.say(" That is enough to name the next action.")
        if self._offer(prompter, "to sharpen dates and money", "Show me the plan"):
            self._sharpen(prompter)
            # Another priority or no wish for advice can open questions that were settled before.
            self._decide(prompter)
        return self.profile

    def _settle_dues(self, prompter: Prompter) -> None:
        """Ask whether dues were paid that passed without a word; not sure leaves them as they are, taken as paid."""
        question = self._pathway.questions[self._pathway.settings.questions.memberships]
        for body, dues in taken_as_paid(self._pathway, self.profile, self._day):
            options = [Option("Yes", True), Option("No", False), Option(_NOT_SURE, UNSURE)]
            paid = prompter.choose(f"Did you pay {body.id} the dues of {words.day(dues)}?", options, None)
            if paid != UNSURE:
                self.profile = with_dues(self._pathway, self.profile, body, dues, paid)
                if not self._supposed:
                    self._save(question.id, self.profile)

    def about_funding(self, prompter: Prompter) -> Profile:
        """Offer once to ask what money for training hangs on; all of it may be left unanswered."""
        asks = {
            id_
            for aid in aid_verdicts(self._pathway, self.profile, self._day)
            if aid.concerns == "yes"
            for id_ in aid.ask
        }
        self._left = self._sharpening({"funding"}, asks)
        if self._offer(prompter, "to know which money is open to you", "Show me the list"):
            self._sharpen(prompter)
        return self.profile

    # --- the questions that decide ----------------------------------------------------------------

    def _decide(self, prompter: Prompter) -> None:
        while True:
            still = self._planner.open_questions(self.profile, self._day)
            if not still:
                return
            question = self._pathway.questions[still[0].question]
            number = len(self._asked) + 1
            # Each answer can open questions of its own, so the count is a guess and says so.
            left = f"about {number + len(still) - 1}" if len(still) > 1 else "perhaps more"
            self._head(prompter, f"{number} of {left}", question)
            answer = self.ask(prompter, question)
            if answer is BACK:
                self._go_back(prompter)
            else:
                self._take(prompter, question, answer)

    def _head(self, prompter: Prompter, count: str, question: Question) -> None:
        prompter.say("")
        prompter.say(f" {count}   why: {question.why}")
        if question.help:
            prompter.say(f" {question.help}")

    def _take(self, prompter: Prompter, question: Question, answer: Any) -> None:
        self.profile = self.profile.with_answer(question.id, None if answer == UNSURE else answer)
        self._asked.append(question.id)
        self._save(question.id, self.profile)
        kept = []
        for id_, old in reversed(self._parked):
            if id_ != question.id and not self.profile.has(id_) and self._applies(id_):
                self.profile = self.profile.with_answer(id_, old.answers.get(id_))
                self._asked.append(id_)
                self._save(id_, self.profile)
                kept.append(self._pathway.questions[id_].label)
        self._parked.clear()
        if kept:
            prompter.say(f" Kept from before: {', '.join(kept)}.")

    def _applies(self, id_: str) -> bool:
        condition = self._pathway.questions[id_].applies
        return verdict(self._pathway, condition, self.profile, self._day) != NO

    def _go_back(self, prompter: Prompter) -> None:
        if not self._asked:
            prompter.say(" This is the first question.")
            return
        id_ = self._asked.pop()
        self._parked.append((id_, self.profile))
        self.profile = self.profile.without(id_)
        self._save(id_, self.profile)

    def _before(self, id_: str) -> Raw | str | None:
        """Return the answer given before going back, if any."""
        for parked, profile in reversed(self._parked):
            if parked == id_:
                return UNSURE if id_ in profile.unsure else profile.answers.get(id_)
        return UNSURE if id_ in self.profile.unsure else self.profile.answers.get(id_)

    # --- the questions that sharpen -----------------------------------------------------------------

    def _offer(self, prompter: Prompter, purpose: str, instead: str) -> bool:
        if not self._left:
            return False
        return bool(prompter.choose(
            f"Answer {len(self._left)} more {purpose}?", [Option(instead, False), Option("Yes, ask me", True)], False,
        ))  # fmt: skip

    def _sharpening(self, about: set[str], asks: set[str]) -> list[str]:
        """Return the questions that make this more exact, and those of *asks*, on which aid hangs."""
        return [
            question.id for question in self._pathway.questions.values()
            if (question.sharpens in about or question.id in asks) and self._is_open(question)
        ]  # fmt: skip

    def _is_open(self, question: Question) -> bool:
        """Return whether a question was not answered and surely concerns them: nobody is asked for a job they may not have."""
        if self.profile.has(question.id) or (question.type == "units" and not self._bodies()):
            return False
        return verdict(self._pathway, question.applies, self.profile, self._day) == YES

    def _sharpen(self, prompter: Prompter) -> None:
        index = 0
        while index < len(self._left):
            question = self._pathway.questions[self._left[index]]
            self._head(prompter, f"{index + 1} of {len(self._left)}", question)
            answer = self.ask(prompter, question)
            if answer is BACK:
                index = max(0, index - 1)
                continue
            self.profile = self.profile.with_answer(question.id, None if answer == UNSURE else answer)
            self._save(question.id, self.profile)
            index += 1
            # An answer can open a question of its own: the weeks of whoever was laid off.
            self._left += [
                one.id for one in self._pathway.questions.values()
                if one.sharpens and one.id not in self._left and self._is_open(one)
                and any(atom.question == question.id for atom in atoms(one.applies))
            ]  # fmt: skip

    # --- one question ------------------------------------------------------------------------------

    def ask(self, prompter: Prompter, question: Question) -> Any:
        """Ask one question; return the answer, ``unsure`` or :data:`BACK`."""
        before = self._before(question.id)
        if question.type in ("choice", "county"):
            options = [Option(choice.label, choice.id, choice.help) for choice in question.choices]
            return prompter.choose(question.ask, [*options, *self._always()], before)
        if question.type == "yes_no":
            return prompter.choose(question.ask, [Option("Yes", True), Option("No", False), *self._always()], before)
        if question.type == "credentials":
            known = [(c.id, c.name) for c in self._pathway.credentials.values()]
            return self._several(prompter, question, known, "earned")
        if question.type == "memberships":
            return self._several(prompter, question, [(b.id, b.name) for b in self._pathway.bodies.values()], "renews")
        if question.type == "units":
            return self._units(prompter, question)
        return self._typed(prompter, question, question.ask, before)

    @staticmethod
    def _always() -> list[Option]:
        return [Option(_NOT_SURE, UNSURE), Option(_BACK, BACK)]

    def _typed(self, prompter: Prompter, question: Question, ask: str, before: Any) -> Any:
        form = (
            "a day as YYYY-MM-DD"
            if question.type == "date"
            else f"a number ({question.unit})"
            if question.unit
            else "a number"
        )

        def wrong(text: str) -> str | None:
            if text in ("?", "<", UNSURE):
                return None
            if not text:
                return f"Give {form}, ? if not sure, < to go back."
            try:
                parse(self._pathway, question, text, self._day)
            except ValueError as error:
                return f"{error}. Give {form}, ? if not sure, < to go back."
            return None

        default = "" if before is None else "?" if before == UNSURE else str(before)
        text = prompter.line(f"{ask} [{form}; ? not sure; < back]", wrong, default)
        if text == "<":
            return BACK
        if text in ("?", UNSURE):
            return UNSURE
        return parse(self._pathway, question, text, self._day)

    def _several(self, prompter: Prompter, question: Question, known: list[tuple[str, str]], name: str) -> Any:
        held: dict[str, Held] = {}
        while True:
            left = [Option(id_, id_, label if label != id_ else "") for id_, label in known if id_ not in held]
            end = [Option("No others" if held else "None", STOP)]
            ask = f"{question.ask} So far: {', '.join(held)}. Any other?" if held else question.ask
            picked = prompter.choose(ask, [*end, *left, *self._always()], None)
            if picked is BACK or picked == UNSURE:
                return picked
            if picked is STOP:
                return tuple(held.values())
            day = self._day_of(prompter, question, picked, name)
            if day is BACK:
                continue
            held[picked] = Held(picked, day)

    def _day_of(self, prompter: Prompter, question: Question, id_: str, name: str) -> Any:
        asks = "When did you earn it" if name == "earned" else "When does your present CEU cycle end"

        def wrong(text: str) -> str | None:
            if text in ("?", "<"):
                return None
            if not text or "," in text:
                return "Give a day as YYYY-MM-DD, ? if not sure, < to go back."
            try:
                parse(self._pathway, question, f"{id_}:{text}", self._day)
            except ValueError as error:
                return f"{error}. Give a day as YYYY-MM-DD, ? if not sure, < to go back."
            return None

        text = prompter.line(f"{id_}: {asks}? [YYYY-MM-DD; ? not sure; < back]", wrong, "")
        if text == "<":
            return BACK
        if text == "?":
            return None
        value = parse(self._pathway, question, f"{id_}:{text}", self._day)
        assert isinstance(value, tuple)
        return value[0].day

    def _bodies(self) -> list[str]:
        settings = self._pathway.settings
        held = self.profile.held(settings.questions.credentials)
        return list(dict.fromkeys(self._pathway.credentials[one.id].issuer for one in held))

    def _units(self, prompter: Prompter, question: Question) -> Any:
        counts: dict[str, int] = {}
        for body in self._bodies():

            def wrong(text: str, body: str = body) -> str | None:
                if text in ("?", "<"):
                    return None
                if not (text.isascii() and text.isdigit()):
                    return "Give a number, ? if not sure, < to go back."
                try:
                    parse(self._pathway, question, f"{body}:{text}", self._day)
                except ValueError as error:
                    return f"{error}. Give a number, ? if not sure, < to go back."
                return None

            text = prompter.line(f"{question.ask} With {body}: [number; ? not sure; < back]", wrong, "")
            if text == "<":
                return BACK
            if text == "?":
                return UNSURE
            counts[body] = int(text)
        return counts
