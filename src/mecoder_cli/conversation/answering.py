"""One question to a person: how each type is asked, and what is taken for an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mecoder_cli.conversation.flags import parse
from mecoder_cli.conversation.prompts import BACK, Option, Prompter
from mecoder_cli.conversation.receipts import likely_ends
from mecoder_cli.conversation.typed import day_of, number_of, tidy
from mecoder_cli.domain.answers import UNSURE
from mecoder_cli.domain.conditions import YES, evaluate
from mecoder_cli.domain.firm import Firm
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Held, Profile
from mecoder_cli.domain.renewals import add_months
from mecoder_cli.domain.steps import Choice, Question
from mecoder_cli.output import words

NOT_SURE = "I'm not sure"
LEAVE = "? if not sure, < to go back"

TOWNS = 4
"""How many towns stand beside a county."""


class Asker:
    """Asks single questions of one person.

    Args:
        pathway: The knowledge.
        day: The day of the answers.
        profile: What they said so far.
        before: What they answered to this question before, ``unsure``, or nothing.
        can_go_back: Whether there is a question before.
    """

    def __init__(self, pathway: Pathway, day: date, profile: Profile, before: Any, can_go_back: bool) -> None:
        self._pathway = pathway
        self._day = day
        self._profile = profile
        self._before = before
        self._always = [Option(NOT_SURE, UNSURE), *([Option("Back", BACK)] if can_go_back else [])]

    def ask(self, prompter: Prompter, question: Question) -> Any:
        """Ask one question; return the answer, ``unsure`` or :data:`~mecoder_cli.conversation.prompts.BACK`."""
        kind, pathway = question.type, self._pathway
        if question.wordings:
            firm = Firm(pathway, self._profile, self._day)
            worded = next((one.title for one in question.wordings if evaluate(one.when, firm) == YES), question.ask)
            question = question._replace(ask=worded)
        if kind in ("choice", "county"):
            towns = pathway.towns() if kind == "county" else {}
            options = [Option(_with_towns(choice, towns), choice.id, choice.help) for choice in question.choices]
            return prompter.choose(question.ask, [*options, *self._always], self._before)
        if kind == "yes_no":
            return prompter.choose(
                question.ask, [Option("Yes", True), Option("No", False), *self._always], self._before
            )
        if kind == "credentials":
            known = {one.id: f"{one.id}  {one.name}" for one in pathway.credentials.values()}
            return self._several(prompter, question, known, "When did you earn it")
        if kind == "memberships":
            known = {
                one.id: f"{one.id}  {one.name}" if one.name != one.id else one.id for one in pathway.bodies.values()
            }
            return self._several(prompter, question, known, "When does your present CEU cycle end")
        if kind == "aids":
            return self._several(prompter, question, {one.id: one.label for one in pathway.aid}, "")
        if kind == "units":
            return self._units(prompter, question)
        return self._dated(prompter, question) if question.enough else self._typed(prompter, question)

    def _dated(self, prompter: Prompter, question: Question) -> Any:
        """Ask for a day only where it matters; else the answer is the last day that is long enough ago."""
        enough = add_months(self._day, -max(question.cuts))
        known = self._before <= enough if isinstance(self._before, date) else self._before
        while True:
            long = prompter.choose(question.enough, [Option("Yes", True), Option("No", False), *self._always], known)
            if long is not False:
                return (self._before if known is True else enough) if long is True else long
            day = self._typed(prompter, question)
            if day is not BACK:
                return day

    def _typed(self, prompter: Prompter, question: Question) -> Any:
        a_number = f"a number ({question.unit})" if question.unit else "a number"
        form = "a day, such as May 2024 or 5/10/2024" if question.type == "date" else a_number
        latest = None if question.ahead else self._day

        def wrong(text: str) -> str | None:
            if text in ("?", "<", UNSURE):
                return None
            if not text:
                return f"Give {form}, {LEAVE}."
            try:
                parse(self._pathway, question, tidy(question, text, latest), self._day)
            except ValueError as error:
                return f"{error}. Give {form}, {LEAVE}."
            return None

        before = self._before
        if question.enough and isinstance(before, date) and before <= add_months(self._day, -max(question.cuts)):
            before = None  # they have just said that it is not so long ago
        default = "" if before is None else "?" if before == UNSURE else str(before)
        text = prompter.line(f"{question.ask} [{form}; {LEAVE}]", wrong, default)
        if text == "<":
            return BACK
        if text in ("?", UNSURE):
            return UNSURE
        return parse(self._pathway, question, tidy(question, text, latest), self._day)

    def _several(self, prompter: Prompter, question: Question, known: Mapping[str, str], asks: str) -> Any:
        """Ask for several in one list, then *asks* for the day of each; a list answered before comes back as it was."""
        old = {one.id: one for one in self._before} if isinstance(self._before, tuple) else {}
        options = [Option(label, id_) for id_, label in known.items()]
        alone = [Option("None of these", ()), *self._always]
        chosen = [UNSURE] if self._before == UNSURE else [()] if self._before == () else list(old)
        while True:
            picked = prompter.several(question.ask, options, chosen, alone)
            if not isinstance(picked, tuple) or not picked:
                return picked
            chosen, held = list(picked), []
            twice = [
                id_
                for id_ in picked
                if id_ in self._pathway.credentials and self._pathway.credentials[id_].becomes in picked
            ]
            if question.type == "credentials" and twice:
                other = self._pathway.credentials[twice[0]].becomes
                prompter.say(
                    f" The {twice[0]} turns into the {other}: pick the one that your certificate names, not both."
                )
                continue
            for id_ in picked:
                one = old.get(id_, Held(id_, None))
                day = self._day_of(prompter, question, id_, asks, one.day) if asks else None
                if day is BACK:
                    break
                held.append(one._replace(day=day))
            else:
                return tuple(held)

    def _day_of(self, prompter: Prompter, question: Question, id_: str, asks: str, before: date | None) -> Any:
        form = f"such as May 2024 or 5/10/2024; {LEAVE}"
        latest = self._day if question.type == "credentials" else None

        def wrong(text: str) -> str | None:
            if text in ("?", "<"):
                return None
            found = day_of(text, latest)
            if found is None:
                return f"Give a day, {form}."
            try:
                parse(self._pathway, question, f"{id_}:{found.isoformat()}", self._day)
            except ValueError as error:
                return f"{error}. Give a day, {form}."
            return None

        text = prompter.line(f"{id_}: {asks}? [{form}]", wrong, before.isoformat() if before else "")
        if text in ("<", "?"):
            return BACK if text == "<" else None
        day = day_of(text, latest)
        return self._likely_end(prompter, id_, day) if day and question.type == "memberships" else day

    def _likely_end(self, prompter: Prompter, id_: str, day: date) -> date:
        """Ask which end of a cycle is meant, where the body's rule of even and odd years speaks against the one told."""
        rule, likely = likely_ends(self._pathway.bodies[id_], day)
        if not likely:
            return day
        options = [*(Option(words.day(one), one) for one in likely), Option(f"{words.day(day)}, as typed", day)]
        ask = f"{rule}; dues fall every year. Which day does your member page give for the CEUs?"
        return prompter.choose(ask, options, None)  # type: ignore[no-any-return]

    def _units(self, prompter: Prompter, question: Question) -> Any:
        known = self._before if isinstance(self._before, Mapping) else {}
        counts: dict[str, float] = {}
        for body in bodies_of(self._pathway, self._profile):

            def count(text: str, body: str = body) -> float:
                found = parse(self._pathway, question, f"{body}:{number_of(text)}", self._day)
                assert isinstance(found, Mapping)
                return found[body]

            def wrong(text: str, body: str = body) -> str | None:
                if text in ("?", "<"):
                    return None
                try:
                    count(text, body)
                except ValueError as error:
                    return f"{error}. Give a number, {LEAVE}."
                return None

            text = prompter.line(f"{question.ask} With {body}: [a number; {LEAVE}]", wrong, str(known.get(body, "")))
            if text in ("<", "?"):
                return BACK if text == "<" else UNSURE
            counts[body] = count(text)
        return counts


def bodies_of(pathway: Pathway, profile: Profile) -> list[str]:
    """Return the bodies of which somebody holds a credential."""
    held = profile.held(pathway.settings.questions.credentials)
    return list(dict.fromkeys(pathway.credentials[one.id].issuer for one in held))


def _with_towns(choice: Choice, towns: Mapping[str, str]) -> str:
    """Return a county with some of its towns, by which it is found too."""
    within = [town for town, county in towns.items() if county == choice.id and town != choice.id]
    return f"{choice.label} ({', '.join(within[:TOWNS])})" if within else choice.label
