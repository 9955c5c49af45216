"""What surrounds a command: streams, terminal, day and knowledge, read once and handed down."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mecoder_cli.cli import changes
from mecoder_cli.cli.streams import PROGRAM, Streams, as_typed, note, say, started_as
from mecoder_cli.domain.facts import iso_day
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import NOBODY, Profile
from mecoder_cli.errors import UsageError
from mecoder_cli.knowledge import load_pathway, pathway_file
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Screen, owned

if TYPE_CHECKING:
    from mecoder_cli.domain.plan import AidVerdict, Plan, Planned
    from mecoder_cli.planner import Planner
    from mecoder_cli.record.entries import Entry
    from mecoder_cli.record.faults import UnknownError
    from mecoder_cli.record.journal import Event, Ledger
    from mecoder_cli.record.standing import Standing
    from mecoder_cli.record.store import Store

FIRST_PROFILE = "me"
"""What the first profile is called when nobody names it."""


class Session(Streams):
    """The world as one command sees it."""

    def __init__(
        self, as_of: str | None = None, profile_name: str | None = None, as_json: bool = False,
        answers: str | None = None, set_: Sequence[str] | None = None,
    ) -> None:  # fmt: skip
        self.as_of = as_of
        self.as_json = as_json
        self._named = profile_name
        self._answers = answers
        self._settings = set_ or ()
        self._told_ahead = False
        if as_of is not None:
            # A day that is none is refused by every command, also by one that needs none.
            self.__dict__["day"] = day_told(as_of)

    @property
    def pathway(self) -> Pathway:
        """The knowledge; ``--pathway`` or ``MECODER_PATHWAY`` names another file."""
        return _knowledge(os.environ.get("MECODER_PATHWAY"))

    @property
    def pathway_file(self) -> Path:
        """The file that the knowledge comes from."""
        other = os.environ.get("MECODER_PATHWAY")
        return Path(other) if other else pathway_file()

    @cached_property
    def planner(self) -> Planner:
        """The one planner of the run: what it has found for one question serves the next."""
        from mecoder_cli.planner import Planner  # a look-up of pay or a fact needs none

        return Planner(self.pathway)

    def plan(self, profile: Profile | None = None, *, explore: bool = False) -> Plan:
        """Return the plan for the person, or for another one, on the session's day."""
        return self.planner.plan(self.person if profile is None else profile, self.day, explore=explore)

    @cached_property
    def day(self) -> date:
        """The day the advice is for: ``--as-of``, or today."""
        return self._today

    @cached_property
    def _today(self) -> date:
        """The day of the clock; nothing else reads it but what stamps an entry or a copy."""
        return datetime.now().astimezone().date()

    @property
    def now(self) -> str:
        """The moment for the journal: the day of ``--as-of`` at midnight, or the time now."""
        if self.as_of is not None:
            return f"{self.day.isoformat()}T00:00:00"
        return datetime.now().astimezone().isoformat(timespec="seconds")

    def named(self, name: str | None) -> Session:
        """Return this session for the profile that an argument names; for the same one where none is."""
        return self if name is None else Session(self.as_of, name, self.as_json)

    # --- the person ------------------------------------------------------------------------------------

    @cached_property
    def person(self) -> Profile:
        """The person: ``--set`` over ``--answers`` over the stored profile.

        With an answers file the stored profile is only read when ``--profile`` names it, so that such a
        run depends on the file alone.
        """
        profile = self.standing.profile if self.uses_profile else NOBODY
        if self._answers is None and not self._settings:
            return profile
        from mecoder_cli.domain.answers import contradictions  # only answers in a file or a flag need it

        if self._answers is not None:
            from mecoder_cli.conversation.files import read_answers

            given = read_answers(self.pathway, self._answers, sys.stdin.buffer, self.day)
            for question in (*given.answers, *given.unsure):
                profile = profile.with_answer(question, given.answers.get(question))
        if self._settings:
            from mecoder_cli.conversation.flags import set_answers

            profile = set_answers(self.pathway, profile, self._settings, self.day)
        contradictions(self.pathway, profile, self.day)
        return profile

    @property
    def uses_profile(self) -> bool:
        """Whether a stored profile is read: not where a file speaks for the person, unless it is named."""
        return self.may_keep and self.profile_name is not None

    @property
    def supposes(self) -> bool:
        """Whether answers lie over the record for this run alone."""
        return self._answers is not None or bool(self._settings)

    @property
    def may_keep(self) -> bool:
        """Whether what the person says now is kept: not where a file speaks for them, unless a profile is named."""
        return self._answers is None or self._named is not None

    @property
    def notes(self) -> tuple[str, ...]:
        """What the person should know about how their entries were counted."""
        return self.standing.notes if self.uses_profile else ()

    @property
    def name(self) -> str:
        """Whose record a screen tells; nothing where answers alone speak for the person, or nobody named the profile."""
        name = self.profile_name if self.uses_profile else None
        return "" if name in (None, FIRST_PROFILE) else str(name)

    def closing(self) -> tuple[AidVerdict, ...]:
        """Return the money that closes on a day and lies on the person's road, the soonest first."""
        from mecoder_cli.planner.explanation import closes_any  # a look-up of pay or a fact needs none

        # Nothing closes for most people, who are spared the plan.
        if not closes_any(self.pathway, self.person, self.day):
            return ()
        found = [one for one in self.plan().aid if one.until is not None]
        return tuple(sorted(found, key=lambda one: one.until or self.day))

    @property
    def planned(self) -> tuple[Planned, ...]:
        """What the person wrote down as still to come."""
        return self.standing.planned if self.uses_profile else ()

    def show(self, screen: Screen, *, below: int = 0) -> None:
        """Draw a screen; one that speaks of a stored person says whose record it is where there are several."""
        # Where no journal was read, none is looked for: what is shown may be that it is gone.
        if (
            not self.__dict__.keys().isdisjoint(("events", "ledger"))
            and self.uses_profile
            and len(self.store.names()) > 1
        ):
            # Lines in a pipe stay one for each thing: only a title takes the name there.
            screen = owned(screen, str(self.profile_name), alone=self.is_terminal)
        super().show(screen, below=below)

    @property
    def who(self) -> tuple[str, Standing]:
        """The person in use with what was logged; ``--set`` and ``--answers`` lie over it as everywhere.

        Raises:
            UsageError: No answers are given and there is no profile.
        """
        from mecoder_cli.record.standing import NOTHING_LOGGED

        if self._answers is None and not self._settings:
            self.need_profile()
        if self.uses_profile:
            return str(self.profile_name), self.standing._replace(profile=self.person)
        return "answers given", NOTHING_LOGGED._replace(profile=self.person)

    @cached_property
    def folder(self) -> Path:
        """Where the profiles are kept, by the custom of the system."""
        from platformdirs import user_data_path

        return user_data_path("mecoder", appauthor=False) / "profiles"

    @cached_property
    def store(self) -> Store:
        """The journals of all profiles."""
        from mecoder_cli.record.store import Store

        # Coordinated time: names that are made of it stay in order on a journey and when the clocks change.
        store = Store(self.folder, datetime.now(UTC).isoformat(timespec="seconds"), changes.begun, note)
        if self.folder.is_dir():
            store.tidy()
        return store

    @cached_property
    def profile_name(self) -> str | None:
        """The profile in use, or ``None`` when there is none yet.

        ``--profile`` comes first, then ``MECODER_PROFILE``, then the one chosen last, then the only one.

        Raises:
            UsageError: The one named does not exist, or there are several and none was chosen.
            GoneError: The one chosen last is gone.
        """
        named = self._named or os.environ.get("MECODER_PROFILE") or None
        if named is None and not self.folder.is_dir():
            return None
        from mecoder_cli.record.faults import UnknownError  # a look-up is spared the record

        try:
            return self.store.in_use(named)
        except UnknownError as error:
            raise self.unknown(error) from None

    @property
    def place(self) -> str:
        """The place that was set for all runs, where no answer tells one; nothing where none was."""
        return os.environ.get("MECODER_PLACE", "")

    @property
    def body(self) -> str:
        """The body that was set for all runs; nothing where none was."""
        return os.environ.get("MECODER_BODY", "")

    @property
    def names_profile(self) -> str:
        """What a command says further to speak of this person, where another one is in use; else nothing."""
        if self._named is None or self.store.chosen == self.profile_name:
            return ""
        from shlex import quote

        return f" --profile {quote(str(self.profile_name))}"

    def unknown(self, error: UnknownError) -> UsageError:
        """Return what to say of a profile that does not exist: how to bring it back, or what was meant."""
        if error.offer:
            return error
        if error.names:
            from mecoder_cli.cli.suggest import no_such

            return no_such("profile", error.name, error.names)
        from shlex import quote

        return UsageError(error.message, f"Make it with: mecoder profile new {quote(error.name)}")

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Every event of the profile in use."""
        return self.store.read(self.profile_name) if self.profile_name else ()

    @cached_property
    def ledger(self) -> Ledger:
        """What the journal of the profile in use amounts to."""
        from mecoder_cli.record.journal import fold

        if "events" in self.__dict__ or not self.profile_name:
            return fold(self.events)
        return self.store.ledger(self.profile_name)

    @cached_property
    def standing(self) -> Standing:
        """The person in the light of the knowledge, on the session's day."""
        from mecoder_cli.record.standing import standing

        return standing(self.pathway, self.ledger, self.day)

    def keep(self, entries: Sequence[Entry]) -> tuple[Event, ...]:
        """Add *entries* to the journal; the first one ever begins the profile ``me``."""
        from mecoder_cli.record.entries import Undone, data_of, kind_of

        name = self.profile_name
        if name is None:
            name = FIRST_PROFILE
            if self.store.begin(name):
                place = self.store.path(name)
                say(f"A profile called {name!r} was begun. It stays on this computer, in this file:")
                say(str(place))
                if started_as() != PROGRAM:
                    say(as_typed("To type it as mecoder, from anywhere: mecoder help path"))
        # What takes back or corrects an entry was judged by the journal as it was read.
        judged = any(isinstance(one, Undone) or getattr(one, "replaces", None) is not None for one in entries)
        written = [(kind_of(one), data_of(one)) for one in entries]
        made = self.store.add(name, self.now, written, self.ledger.total if judged else None)
        if made:
            first, last = made[0].id, made[-1].id
            which = f"entry {last}" if first == last else f"entries {first} to {last}"
            changes.made(f"Kept all the same as {which}. To take it back: mecoder undo {last}")
        if made and self.day > self._today and not self._told_ahead:
            self._told_ahead = True
            note(
                f"Kept as of {words.day(self.day)}, a day that is still to come. To try something out, take a profile of its own."
            )
        self.forget()
        return made

    def explained(self, screen: Screen) -> Screen:
        """Return *screen* with the words of the trade explained that the person may not know."""
        from mecoder_cli.screens.meaning import with_meanings  # what is told in JSON needs none

        held = self.person.held(self.pathway.settings.questions.credentials)
        return with_meanings(self.pathway, screen, [one.id for one in held])

    def become(self, person: Profile) -> None:
        """Go on with the answers that the person just gave."""
        self.__dict__["person"] = person

    def forget(self) -> None:
        """Read the journal again when it is next asked for."""
        for known in ("events", "ledger", "standing", "profile_name", "person"):
            self.__dict__.pop(known, None)

    def need_profile(self) -> str:
        """Return the profile in use.

        Raises:
            UsageError: There is none yet.
        """
        if self.profile_name is None:
            raise UsageError("there is no profile yet", "Begin with: mecoder plan   (or: mecoder profile new NAME)")
        return self.profile_name


def day_told(text: str) -> date:
    """Return the day that ``--as-of`` gives.

    Raises:
        UsageError: It is none, or not plausible.
    """
    try:
        found = iso_day(text)
    except ValueError:
        raise UsageError(f"--as-of: {text!r} is not a date such as 2026-11-23") from None
    if not 2000 <= found.year <= 2200:
        raise UsageError(f"--as-of: {text} is not a plausible day")
    return found


@cache
def _knowledge(other: str | None) -> Pathway:
    """Return the knowledge, read once in a run."""
    return load_pathway(Path(other) if other else None)
