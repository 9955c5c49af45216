"""The interview: ask only what can still change the next action, most decisive first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import islice
from typing import Any

from mecoder_cli.conversation.ahead import Ahead
from mecoder_cli.conversation.answering import NOT_SURE, Asker, bodies_of
from mecoder_cli.conversation.prompts import BACK, Option, Prompter
from mecoder_cli.domain.answers import UNSURE
from mecoder_cli.domain.conditions import NO, YES, atoms
from mecoder_cli.domain.profile import Profile, Raw
from mecoder_cli.domain.renewals import taken_as_paid, with_dues
from mecoder_cli.domain.steps import Question
from mecoder_cli.output import words
from mecoder_cli.planner import Planner
from mecoder_cli.planner.explanation import aid_verdicts
from mecoder_cli.planner.questions import Open, samples
from mecoder_cli.planner.situation import verdict

_OFFER = "offer"
"""Stands on the stack of answers for the offer to ask more."""
BAR = 12
AHEAD = 8
"""How many answers to a question are thought ahead of."""
WELCOME = "Hello. A few questions, then your plan. You can go back at any time, and stop with Ctrl-C."


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
        # What was answered on another day can be gone back to as well.
        self._asked: list[str] = [] if supposed else [id_ for id_ in self._pathway.questions if profile.has(id_)]
        self._from_before = frozenset(self._asked)
        self._base = 0
        """Where on the stack the part begins that is counted: at the offer to ask more, once that is taken."""
        self._most = 0
        """How many questions that part has at most; it never grows. 0: not known yet."""
        self._parked: list[tuple[str, Profile]] = []
        """Answers taken back by going back, each with the profile that holds it."""
        self._wants_more: bool | None = None
        self._known: tuple[Profile, tuple[Open, ...]] | None = None
        """What is open for a profile: thought of ahead, or found last."""

    def _open(self) -> tuple[Open, ...]:
        """Return the questions that can still change the next action."""
        if self._known is None or self._known[0] != self.profile:
            self._known = self.profile, self._planner.open_questions(self.profile, self._day)
        return self._known[1]

    def _asked_ahead(self, prompter: Prompter, question: Question) -> Any:
        """Ask, and meanwhile find what each likely answer leads to, so that the next question comes at once."""
        profile = self.profile

        def leads_to(value: Raw) -> tuple[Open, ...]:
            return self._planner.open_questions(profile.with_answer(question.id, value), self._day)

        ahead = Ahead(list(islice(samples(self._planner.adviser, question, profile), AHEAD)), leads_to)
        try:
            answer = self.ask(prompter, question)
            for value, found in ahead.results():
                if answer is not BACK and value == answer:
                    self._known = profile.with_answer(question.id, value), found
        finally:
            ahead.end()
        return answer

    @property
    def has_questions(self) -> bool:
        """Whether any answer can still change the next action."""
        passed = taken_as_paid(self._pathway, self.profile, self._day)
        return bool(passed or self._open())

    def run(self, prompter: Prompter) -> Profile:
        """Ask until the next action is certain, then offer once to sharpen dates and money."""
        self._settle_dues(prompter)
        if not self._asked and self.decides:
            prompter.say("")
            prompter.say(f" {WELCOME}")
        self._converse(prompter, {"dates", "money", "schools"}, "to sharpen dates and money", "Show me the plan")
        return self.profile

    def decide(self, prompter: Prompter) -> Profile:
        """Ask until the next action is certain, and no more."""
        self._settle_dues(prompter)
        self._wants_more = False
        self._converse(prompter, set(), "", "")
        return self.profile

    @property
    def decides(self) -> bool:
        """Whether an answer can still change the next action."""
        return bool(self._open())

    def _settle_dues(self, prompter: Prompter) -> None:
        """Ask whether dues were paid that passed without a word; not sure leaves them as they are, taken as paid."""
        question = self._pathway.questions[self._pathway.settings.questions.memberships]
        for body, dues in taken_as_paid(self._pathway, self.profile, self._day):
            options = [Option("Yes", True), Option("No", False), Option(NOT_SURE, UNSURE)]
            paid = prompter.choose(f"Did you pay {body.id} the dues of {words.day(dues)}?", options, None)
            if paid != UNSURE:
                self.profile = with_dues(self._pathway, self.profile, body, dues, paid)
                if not self._supposed:
                    self._save(question.id, self.profile)

    def about_funding(self, prompter: Prompter) -> Profile:
        """Offer once to ask what money for training hangs on; all of it may be left unanswered."""
        self._funding = True
        self._converse(prompter, {"funding"}, "to know which money is open to you", "Show me the list")
        return self.profile

    _funding = False

    # --- one stack through everything ---------------------------------------------------------------

    def _converse(self, prompter: Prompter, about: set[str], purpose: str, instead: str) -> None:
        """Converse; whoever stops in the middle keeps the answers of another day that they had only gone back over."""
        try:
            self._ask_all(prompter, about, purpose, instead)
        except KeyboardInterrupt:
            for id_, old in reversed(self._parked):
                if id_ in self._from_before and not self.profile.has(id_) and self._applies(id_):
                    self.profile = self.profile.with_answer(id_, old.answers.get(id_))
                    self._save(id_, self.profile)
            self._parked.clear()
            raise

    def _ask_all(self, prompter: Prompter, about: set[str], purpose: str, instead: str) -> None:
        """Ask what decides, then what sharpens where that is wanted; Back goes through both, one answer at a time."""
        while True:
            decides = () if self._funding else self._open()
            if decides:
                question, left = self._pathway.questions[decides[0].question], self._reachable()
            else:
                more = self._sharpening(about, self._aid_asks())
                if not more or self._wants_more is False:
                    return
                if self._wants_more is None:
                    self._offer(prompter, len(self._could_sharpen(about)), purpose, instead)
                    continue
                question, left = self._pathway.questions[more[0]], len(self._could_sharpen(about))
            self._head(prompter, question, left)
            answer = self._asked_ahead(prompter, question) if decides else self.ask(prompter, question)
            if answer is BACK:
                self._go_back(prompter)
            else:
                self._take(prompter, question, answer)

    def _reachable(self) -> int:
        """Return how many questions there can still be: open ones, and those that their answers may open."""
        read = {one.question for one in self._open()}
        deciding = [
            question for question in self._pathway.questions.values()
            if not self.profile.has(question.id) and not question.sharpens and self._applies(question.id)
            and (question.type != "units" or bodies_of(self._pathway, self.profile))
        ]  # fmt: skip
        return max(len(read), len(deciding))

    def _could_sharpen(self, about: set[str]) -> list[str]:
        asks, idle = self._aid_asks(), self._idle()
        return [
            question.id for question in self._pathway.questions.values()
            if (not about.isdisjoint(question.sharpens) or question.id in asks) and not self.profile.has(question.id)
            and self._applies(question.id) and question.id not in idle
        ]  # fmt: skip

    def _idle(self) -> set[str]:
        """Return what money for training hangs on, where no training that it could pay lies ahead."""
        if self._funding or self._planner.plan(self.profile, self._day).aid:
            return set()
        return {
            atom.question for aid in self._pathway.aid for condition in (aid.concerns, aid.when)
            for atom in atoms(condition)
        }  # fmt: skip

    def _aid_asks(self) -> set[str]:
        if not self._funding:
            return {id_ for aid in self._planner.plan(self.profile, self._day).aid for id_ in aid.ask}
        verdicts = aid_verdicts(self._pathway, self.profile, self._day)
        return {id_ for aid in verdicts if aid.concerns == "yes" for id_ in aid.ask}

    def _offer(self, prompter: Prompter, many: int, purpose: str, instead: str) -> None:
        if not self._funding:
            prompter.say("")
            prompter.say(" That is enough to name the next action.")
        options = [Option(instead, False), Option("Yes, ask me", True)]
        if self._asked:
            options.append(Option("Back", BACK))
        picked = prompter.choose(f"Answer {'up to ' if many > 1 else ''}{many} more {purpose}?", options, None)
        if picked is BACK:
            self._go_back(prompter)
            return
        self._wants_more = bool(picked)
        if picked:
            self._asked.append(_OFFER)
            self._base, self._most = len(self._asked), 0

    def _head(self, prompter: Prompter, question: Question, left: int = 1) -> None:
        """Say how far the person is, of at most how many, and why this is asked; *left* counts this question too."""
        number = len(self._asked) - self._base + 1
        self._most = (
            min(self._most or number - 1 + left, number - 1 + left) if left > 1 or not self._most else self._most
        )
        most = max(self._most, number)
        full = round(BAR * number / most)
        done, todo = prompter.bar
        bar = f"{done * full}{todo * (BAR - full)}  ".lstrip()
        prompter.say("")
        prompter.say(f" {bar}{number} of {'at most ' if most > number else ''}{most}   why: {question.why}")
        if question.help:
            prompter.say(f" {question.help}")

    def _take(self, prompter: Prompter, question: Question, answer: Any) -> None:
        self.profile = self.profile.with_answer(question.id, None if answer == UNSURE else answer)
        self._asked = [*(id_ for id_ in self._asked if id_ != question.id), question.id]
        self._save(question.id, self.profile)
        self._take_back(prompter, question)
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

    def _take_back(self, prompter: Prompter, changed: Question) -> None:
        """Take back answers that *changed* leaves without a question, and say so."""
        hung = [
            one for one in self._pathway.questions.values()
            if self.profile.has(one.id) and any(atom.question == changed.id for atom in atoms(one.only_if))
            and verdict(self._pathway, one.only_if, self.profile, self._day) == NO
        ]  # fmt: skip
        for one in hung:
            self.profile = self.profile.without(one.id)
            self._save(one.id, self.profile)
            self._asked = [id_ for id_ in self._asked if id_ != one.id]
        if hung:
            prompter.say(f" No longer asked, so taken back: {', '.join(one.label for one in hung)}.")

    def _go_back(self, prompter: Prompter) -> None:
        id_ = self._asked.pop() if self._asked else ""
        if id_ == _OFFER:
            self._wants_more = None
            self._base = self._most = 0
            return
        if not id_:
            return
        self._parked.append((id_, self.profile))
        self.profile = self.profile.without(id_)
        self._save(id_, self.profile)
        # What was settled before is asked again even where another answer made it idle.
        question = self._pathway.questions[id_]
        if self._funding or all(one.question != id_ for one in self._open()[:1]):
            self._head(prompter, question)
            answer = self.ask(prompter, question)
            if answer is BACK:
                self._go_back(prompter)
            else:
                self._take(prompter, question, answer)

    def _before(self, id_: str) -> Raw | str | None:
        """Return the answer given before going back, if any."""
        for parked, profile in reversed(self._parked):
            if parked == id_:
                return UNSURE if id_ in profile.unsure else profile.answers.get(id_)
        return UNSURE if id_ in self.profile.unsure else self.profile.answers.get(id_)

    # --- the questions that sharpen -----------------------------------------------------------------

    def _sharpening(self, about: set[str], asks: set[str]) -> list[str]:
        """Return the questions that make this more exact, and those of *asks*, on which aid hangs."""
        idle = self._idle()
        return [
            question.id for question in self._pathway.questions.values()
            if (not about.isdisjoint(question.sharpens) or question.id in asks)
            and question.id not in idle and self._is_open(question)
        ]  # fmt: skip

    def _is_open(self, question: Question) -> bool:
        """Return whether a question was not answered and surely concerns them: nobody is asked for a job they may not have."""
        if self.profile.has(question.id) or (question.type == "units" and not bodies_of(self._pathway, self.profile)):
            return False
        return verdict(self._pathway, question.applies, self.profile, self._day) == YES

    # --- one question ------------------------------------------------------------------------------

    def ask(self, prompter: Prompter, question: Question) -> Any:
        """Ask one question; return the answer, ``unsure`` or :data:`~mecoder_cli.conversation.prompts.BACK`."""
        before, can_go_back = self._before(question.id), bool(self._asked)
        return Asker(self._pathway, self._day, self.profile, before, can_go_back).ask(prompter, question)
