"""What is kept of a person, as screens: status, entries, CEUs, deadlines, proofs and letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from shlex import quote
from typing import Any

from mecoder_cli.facts import shown
from mecoder_cli.journal import (
    ANSWERED,
    ATTACHED,
    CHECKED,
    CLEARED,
    DONE,
    UNDONE,
    Event,
    Ledger,
    replaced,
    standing_events,
)
from mecoder_cli.ledger.letters import Draft
from mecoder_cli.ledger.proofs import Paper
from mecoder_cli.ledger.standing import Standing
from mecoder_cli.ledger.units import Cycle, Sort
from mecoder_cli.pathway import Pathway
from mecoder_cli.plan import Deadline, Plan
from mecoder_cli.planner.deadlines import ceus_fact
from mecoder_cli.profile import Profile
from mecoder_cli.render import words
from mecoder_cli.render.plan import due_line
from mecoder_cli.render.view import Big, Block, Checks, Drawing, Gap, Glyphs, Grid, Head, Para, Title

BAR = 20
NOTES_SHOWN = 4

# --- entries in words ------------------------------------------------------------------------------------


def event_line(pathway: Pathway, event: Event) -> str:
    """Return one entry of the journal in a line."""
    data = event.data
    kind = event.kind
    if kind == ANSWERED:
        return f"{_label(pathway, data['question'])}: {_said(data['value'])}"
    if kind == CLEARED:
        return f"{_label(pathway, data['question'])}: answer taken out"
    if kind == DONE:
        way = f" ({data['way']})" if "way" in data else ""
        return f"Done on {data['date']}: {data['step']}{way}{_paid(data)}"
    if kind in (CHECKED, ATTACHED):
        proof = f", file {data['proof']['path']}" if "proof" in data else ""
        return f"{'Ticked off' if kind == CHECKED else 'On file'}: {data['step']}/{data['item']}{proof}"
    if kind == UNDONE:
        return f"Takes back entry {data['event']}"
    return _logged(pathway, data)


def _logged(pathway: Pathway, data: Mapping[str, Any]) -> str:
    record = pathway.records.get(data["record"])
    label = record.label if record else data["record"]
    kind = record.kind if record else ""
    parts: list[str] = []
    if kind == "work":
        parts = [data["employer"], f"from {data['from']} to {data.get('to', 'now')}"]
        parts += [f"{data['hours_per_week']:g} h a week"] if "hours_per_week" in data else []
        parts += ["unpaid"] if data.get("unpaid") else []
        parts += ["confirmed by the body"] if data.get("confirmed") else []
    elif kind == "course":
        parts = [
            f"{data['hours']:g} contact hours",
            *(str(data[k]) for k in ("title", "school") if k in data),
            data["date"],
        ]
    elif kind == "cases":
        parts = [f"{data['cases']} cases", *([f"{data['score']:g} %"] if "score" in data else []), data["date"]]
    elif kind == "units":
        parts = [f"{data['units']:g} with {data['body']}", data["title"], data["date"], *data.get("categories", [])]
    elif kind == "exam":
        result = f"passed, {data['grants']}" if data["result"] == "pass" else "not passed"
        parts = [data["exam"], result, data["date"]]
    elif kind == "membership":
        parts = [data["body"], f"cycle ends {data['renews']}"]
    replaces = f"; corrects {data['replaces']}" if "replaces" in data else ""
    proof = "; file noted" if "proof" in data else ""
    return f"{label}: {', '.join(parts)}{_paid(data)}{proof}{replaces}"


def _paid(data: Mapping[str, Any]) -> str:
    return f", paid ${words.number(data['usd'])}" if data.get("usd") else ""


def _label(pathway: Pathway, question: str) -> str:
    known = pathway.questions.get(question)
    return known.label if known else question


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value == "unsure":
        return "not sure"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {count}" for key, count in value.items()) or "none"
    if isinstance(value, (list, tuple)):
        return ", ".join(_held(one) for one in value) or "none"
    return str(value)


def _held(one: Any) -> str:
    if isinstance(one, Mapping):
        day = next((str(v) for k, v in one.items() if k != "id"), "")
        return f"{one['id']} ({day})"
    return str(one)


# --- after an entry --------------------------------------------------------------------------------------


def kept_screen(
    pathway: Pathway, said: str, made: Sequence[Event], before: tuple[Profile, Plan], after: tuple[Profile, Plan],
    notes: Sequence[str], glyphs: Glyphs, where: str = "",
) -> list[Block]:  # fmt: skip
    """Return what was kept, what it changed in the plan, and how to undo it."""
    entry = f"entry {made[-1].id}" if len(made) == 1 else f"entries {made[0].id} to {made[-1].id}"
    blocks: list[Block] = [
        Para(f"{glyphs.done} {said}", "good", 0),
        Para(f"Kept as {entry}{f' of {where}' if where else ''}.", "quiet", 2),
    ]
    blocks += [Para(note, "warn", 2) for note in notes[:NOTES_SHOWN]]
    rows = _answers_changed(pathway, before[0], after[0])
    rows += _plan_changed(before[1], after[1])
    if rows:
        blocks += [Gap(), Grid(tuple(rows), indent=2, styles=((0, "strong"),), stack_below=60)]
    plan = after[1]
    blocks.append(Gap())
    if plan.unanswered:
        asks = ", ".join(_label(pathway, question) for question in plan.unanswered[:3])
        blocks.append(
            Para(f"The next action hangs on answers still to give: {asks}. Go on with: mecoder plan", "plain", 2)
        )
    elif plan.next_action is not None:
        way = f" ({plan.next_action.way_label})" if plan.next_action.way_label else ""
        same = before[1].next_action is not None and before[1].next_action.id == plan.next_action.id
        blocks.append(
            Para(f"{'Next is still' if same else 'Do this next'}: {plan.next_action.title}{way}", "strong", 2)
        )
    elif plan.status == "complete":
        blocks.append(Para("You have arrived, and nothing falls due.", "good", 2))
    blocks.append(Para(f"Undo: mecoder undo {made[-1].id}", "quiet", 2))
    return blocks


def _answers_changed(pathway: Pathway, before: Profile, after: Profile) -> list[tuple[str, str]]:
    rows = []
    for id_, question in pathway.questions.items():
        old, new = _answer(before, id_), _answer(after, id_)
        if old != new:
            unit = f" {question.unit}" if question.unit and new.isdigit() else ""
            rows.append((question.label, f"{old or 'not said'} -> {new or 'not said'}{unit}"))
    return rows


def _answer(profile: Profile, question: str) -> str:
    if question in profile.unsure:
        return "not sure"
    value = profile.answers.get(question)
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ", ".join(one.id + (f" ({one.day})" if one.day else "") for one in value) or "none"
    return _said(value)


def _plan_changed(before: Plan, after: Plan) -> list[tuple[str, str]]:
    rows = []
    was = before.next_action.title if before.next_action else "not certain" if before.unanswered else ""
    now = after.next_action.title if after.next_action else ""
    if now and was and now != was:
        rows.append(("Next action", f"{was} -> {now}"))
    if after.finish is not None:
        if before.finish is None:
            rows.append(("Arrive", words.days(after.finish)))
        else:
            days = (after.finish.likely - before.finish.likely).days
            if abs(days) >= 7:
                moved = f"{words.count(round(abs(days) / 7), 'week')} {'later' if days > 0 else 'sooner'}"
                rows.append(("Arrive", f"around {words.day(after.finish.likely)}, {moved}"))
    if after.status == "complete" and before.status != "complete":
        rows.append(("Aim", "reached"))
    old = {(d.id, d.body): d for d in before.deadlines}
    for deadline in after.deadlines:
        known = old.get((deadline.id, deadline.body))
        if known is None or (known.due, known.missing) != (deadline.due, deadline.missing):
            rows.append(("Falls due", due_line(deadline, after.as_of)))
    return rows


# --- status ----------------------------------------------------------------------------------------------


def phases_of(pathway: Pathway, plan: Plan) -> list[tuple[str, str, int, int]]:
    """Return each phase with how many of its steps are done and how many there are, for this person."""
    found = []
    for phase in pathway.phases:
        own = [stop for stop in plan.steps if stop.phase == phase.id]
        if own:
            found.append((phase.id, phase.label, sum(stop.state == "done" for stop in own), len(own)))
    return found


def status_screen(
    pathway: Pathway, name: str, standing: Standing, plan: Plan, width: int, glyphs: Glyphs
) -> list[Block]:  # fmt: skip
    """Return where the person stands, on one screen."""
    target = pathway.targets[plan.target].label if plan.target else "no aim yet"
    screen: list[Block] = [Title(f"{name}: {target}", words.day(plan.as_of)), Gap()]
    screen += _next(pathway, plan)
    screen += _progress(pathway, plan, width, glyphs)
    held = ", ".join(
        one.id + (f" since {words.short_day(one.day)}" if one.day else "")
        for one in standing.profile.held(pathway.settings.credentials_question)
    )
    rows = [("Holds", held or "no credential yet")]
    if standing.jobs:
        asked = f", and {standing.months.asked} to ask about" if standing.months.asked else ""
        rows.append(("Verified work", f"{words.count(standing.months.counted, 'month')}{asked}"))
    rows += [("Falls due", due_line(deadline, plan.as_of)) for deadline in plan.deadlines if deadline.missing != 0]
    to_come = words.usd(plan.usd) if plan.finish is not None else "not known yet" if plan.unanswered else "nothing"
    rows.append(("Money", f"${words.number(standing.spent)} noted as spent; to come, before aid: {to_come}"))
    if plan.finish is not None:
        rows.append(("Arrive", words.days(plan.finish)))
    screen += [Grid(tuple(rows), styles=((0, "strong"),), stack_below=60), Gap()]
    screen += [Para(note, "warn") for note in standing.notes[:NOTES_SHOWN]]
    more = len(standing.notes) - NOTES_SHOWN
    if more > 0:
        screen.append(Para(f"and {words.count(more, 'more note')}: mecoder profile show", "quiet"))
    dot = glyphs.dot
    screen.append(
        Para(f"Next: mecoder plan {dot} mecoder checklist {dot} mecoder log --help {dot} mecoder proof", "quiet")
    )
    return screen


def _next(pathway: Pathway, plan: Plan) -> list[Block]:
    if plan.unanswered:
        asks = ", ".join(_label(pathway, question) for question in plan.unanswered[:3])
        return [
            Para(f"The next action hangs on answers still to give: {asks}.", "warn"),
            Para("Go on with: mecoder plan"),
            Gap(),
        ]
    action = plan.next_action
    if action is None:
        text = (
            "You have arrived: nothing more is needed for this aim."
            if plan.status == "complete"
            else "No road to the aim is known."
        )
        return [Para(text, "good" if plan.status == "complete" else "warn"), Gap()]
    blocks: list[Block] = [Head("KEEP IT" if plan.status == "complete" else "DO THIS NEXT"), Big(action.title)]
    if action.way_label:
        blocks.append(Para(action.way_label, "plain", 3))
    span = f"{words.weeks(action.weeks)}; {words.usd(action.usd)}"
    blocks.append(Para(f"{span[0].upper()}{span[1:]}.", "quiet", 3))
    if action.checklist:
        ticked = sum(item.id in action.checked for item in action.checklist)
        blocks.append(
            Para(f"{ticked} of {len(action.checklist)} lines of its checklist done: mecoder checklist", "quiet", 3)
        )
    return [*blocks, Gap()]


def _progress(pathway: Pathway, plan: Plan, width: int, glyphs: Glyphs) -> list[Block]:
    rows = []
    for _, label, done, total in phases_of(pathway, plan):
        full = round(BAR * done / total)
        bar = glyphs.bar * full + glyphs.line * (BAR - full)
        rows.append((label, *([bar] if width >= 60 else []), f"{done} of {total}"))
    if not rows:
        return []
    return [
        Head("THE ROAD SO FAR"),
        Grid(tuple(rows), right=frozenset((len(rows[0]) - 1,)), styles=((1, "accent"),) if width >= 60 else ()),
        Gap(),
    ]


# --- history, profiles, answers ----------------------------------------------------------------------------


def history_screen(pathway: Pathway, name: str, events: Sequence[Event]) -> list[Block]:
    """Return every entry, with those that no longer stand marked."""
    if not events:
        return [Para("Nothing is written down yet. Begin with: mecoder plan")]
    standing = {event.id for event in standing_events(events)}
    corrected = replaced(events)
    rows = []
    for event in events:
        mark = ""
        if event.kind != UNDONE and event.id not in standing:
            mark = "undone"
        elif event.id in corrected:
            mark = "corrected"
        rows.append((str(event.id), event.at[:16].replace("T", " "), event_line(pathway, event), mark))
    grid = Grid(tuple(rows), right=frozenset((0,)), styles=((1, "quiet"), (3, "warn")), indent=1)
    return [Title(f"History of {name}", words.count(len(events), "entry").replace("entrys", "entries")), Gap(), grid]


def profiles_screen(
    names: Sequence[str], current: str | None, aside: Sequence[str], gone: Sequence[str]
) -> list[Block]:
    """Return the profiles, the one in use marked; also those that are damaged or gone."""
    if not (names or aside or gone):
        return [Para("There is no profile yet. Begin with: mecoder plan   (or: mecoder profile new NAME)")]
    rows = [(name, "in use" if name == current else "") for name in names]
    rows += [(name, f"damaged, set aside; bring it back with: mecoder profile restore {quote(name)}") for name in aside]
    rows += [(name, f"in use, but gone; bring it back with: mecoder profile restore {quote(name)}") for name in gone]
    return [Grid(tuple(rows), indent=1, styles=((1, "quiet"),))]


def answered(pathway: Pathway, standing: Standing) -> list[str]:
    """Return the questions in the order of the screen of answers; their position is their number."""
    return [id_ for id_, q in pathway.questions.items() if standing.profile.has(id_) or q.default is None]


def answers_screen(pathway: Pathway, standing: Standing, ledger: Ledger) -> list[Block]:
    """Return every answer with its number, and where it comes from."""
    rows = []
    for number, id_ in enumerate(answered(pathway, standing), 1):
        question = pathway.questions[id_]
        value = _answer(standing.profile, id_) or "-"
        choice = next((c.label for c in question.choices if c.id == value), value)
        unit = f" {question.unit}" if question.unit and value.isdigit() else ""
        rows.append((str(number), question.label, f"{choice}{unit}", _origin(standing, ledger, id_)))
    return [
        Title("Answers"), Gap(),
        Grid(tuple(rows), frozenset((0,)), styles=((3, "quiet"),), indent=1, stack_below=70), Gap(),
        *(Para(note, "warn") for note in standing.notes[:NOTES_SHOWN]),
    ]  # fmt: skip


def _origin(standing: Standing, ledger: Ledger, question: str) -> str:
    records = standing.computed.get(question)
    if records:
        return f"from what you logged ({', '.join(records)})"
    said = ledger.answers.get(question)
    if said is not None:
        return f"said {said.day}"
    return "from a step you did" if standing.profile.has(question) else "not said"


def profile_screen(pathway: Pathway, name: str, standing: Standing, ledger: Ledger, place: str) -> list[Block]:
    """Return all that is known of a person."""
    screen: list[Block] = [*answers_screen(pathway, standing, ledger)]
    screen[0] = Title(f"Profile {name}")
    if ledger.entries or ledger.done:
        lines = [event_line(pathway, event) for event in (*ledger.entries, *ledger.done)]
        shown_ = lines[-20:]
        screen += [Head("ENTRIES"), *(Para(line, "plain", 3) for line in shown_)]
        if len(lines) > len(shown_):
            screen.append(Para(f"and {len(lines) - len(shown_)} earlier: mecoder history", "quiet", 3))
        screen.append(Gap())
    screen += [Para(note, "warn") for note in standing.notes[NOTES_SHOWN:]]
    screen.append(Para(f"Kept in {place}; it stays on this computer.", "quiet"))
    return screen


# --- CEUs and deadlines --------------------------------------------------------------------------------------


def ceu_screen(pathway: Pathway, cycles: Sequence[Cycle], day: date, glyphs: Glyphs) -> list[Block]:
    """Return the CEUs by body."""
    if not cycles:
        return [
            Para("No credential or membership is known, so no CEUs are owed."),
            Para(
                "Log what you hold: mecoder log exam ID --date DATE --result pass; mecoder log membership ID --renews DATE",
                "quiet",
            ),
        ]
    screen: list[Block] = []
    for cycle in cycles:
        screen += _cycle(pathway, cycle, day, glyphs)
    screen.append(
        Para("Log each certificate: mecoder log ceu --body ID --units N --date DATE --title T [--category C]", "quiet")
    )
    return screen


def _cycle(pathway: Pathway, cycle: Cycle, day: date, glyphs: Glyphs) -> list[Block]:
    body = pathway.bodies[cycle.body]
    if cycle.end is None or cycle.start is None:
        asked = f"{words.number(cycle.earned)} CEUs are logged; the cycle is not known."
        hint = f"Give the day it ends: mecoder log membership {body.id} --renews DATE"
        return [Title(body.name), Para(asked, "warn"), Para(hint, "quiet"), Gap()]
    left = (cycle.end - day).days
    when = f"in {words.count(left, 'day')}" if left >= 0 else f"over since {words.count(-left, 'day')}"
    screen: list[Block] = [Title(body.name, f"{words.short_day(cycle.start)} to {words.short_day(cycle.end)}, {when}")]
    if cycle.assumed:
        screen.append(Para("The cycle is worked out from the day the credential was earned.", "quiet", 3))
    rows = [
        ("Needed", f"{cycle.needed}", _needed_fact(pathway, cycle)),
        ("Earned", words.number(cycle.earned), "by your entries"),
    ]
    if cycle.said:
        rows.append(("Said", words.number(cycle.said), "without certificates here; counts until they are logged"))
    rows.append(("Missing", words.number(cycle.missing), _pace(cycle, left)))
    screen.append(Grid(tuple(rows), frozenset((1,)), styles=((0, "strong"), (2, "quiet"))))
    full = min(BAR, round(BAR * min(1.0, cycle.counts / cycle.needed))) if cycle.needed else BAR
    screen += [Drawing((f"   {glyphs.bar * full}{glyphs.line * (BAR - full)}",)), Gap()]
    if cycle.sorts:
        screen.append(Para("Of which:", "strong", 3))
        screen.append(
            Grid(
                tuple(_sort_row(sort) for sort in cycle.sorts),
                frozenset((1,)),
                indent=5,
                styles=((3, "quiet"),),
                stack_below=70,
            )
        )
    screen += [Para(text, style, 3) for text, style in _cycle_notes(pathway, cycle)]
    return [*screen, Gap()]


def _needed_fact(pathway: Pathway, cycle: Cycle) -> str:
    """Return the id of the fact that the needed number comes from."""
    fact = ceus_fact(pathway, pathway.bodies[cycle.body], cycle.needed or 0)
    return f"[{fact}]" if fact else ""


def _pace(cycle: Cycle, left: int) -> str:
    if cycle.reported:
        return "noted as reported"
    if not cycle.missing:
        return "complete" if cycle.needed else "nothing is owed"
    if cycle.lacking > max(0, cycle.needed - cycle.counts):
        return "of the sorts below"
    if left < 0 or cycle.per_month is None:
        return "overdue"
    return f"{cycle.per_month:.1f} a month from now"


def _sort_row(sort: Sort) -> tuple[str, ...]:
    if sort.missing and sort.unsorted:
        state = f"{sort.missing:g} to go, or fewer: {sort.unsorted:g} logged without --category"
    else:
        state = f"{sort.missing:g} to go" if sort.missing else "complete"
    return (f"{sort.label} (--category {sort.id})", f"{sort.earned:g} of {sort.needed}", state, f"[{sort.fact}]")


def _cycle_notes(pathway: Pathway, cycle: Cycle) -> list[tuple[str, str]]:
    body = pathway.bodies[cycle.body]
    notes = []
    if cycle.early:
        notes.append((f"{cycle.early:g} CEUs are dated before the first credential and do not count.", "warn"))
    if cycle.either and body.either_cycle:
        notes.append(
            (f"{cycle.either:g} CEUs of the month in which the last cycle ended may go to either one.", "plain")
        )
    rest = cycle.other - cycle.either
    if rest > 0:
        notes.append((f"{rest:g} CEUs belong to other cycles; they are not carried over.", "plain"))
    wanted = dict.fromkeys(
        fact for fact in (body.first_cycle if cycle.is_first else "", body.either_cycle if cycle.other else "") if fact
    )
    others = {c.ceus_inside for c in pathway.credentials.values()} | {share.fact for share in body.shares}
    for id_ in (*wanted, *(rule for rule in body.rules if rule not in wanted)):
        # What is asked of credentials that are not held, or stands above already, is left out.
        if id_ in others or (id_ == body.first_cycle and not cycle.is_first):
            continue
        fact = pathway.facts[id_]
        if fact.is_found:
            notes.append((f"{fact.label}: {shown(fact, fact.used)}  [{id_}]", "quiet"))
    return notes


def due_screen(pathway: Pathway, found: Sequence[Deadline], day: date) -> list[Block]:
    """Return one line for each thing that falls due; nothing when nothing does."""
    blocks: list[Block] = []
    for deadline in found:
        title = pathway.step(deadline.id).title
        blocks.append(
            Para(
                f"{deadline.due.isoformat()}  {due_line(deadline, day)}  ({title})",
                "warn" if deadline.at_risk else "plain",
                0,
            )
        )
    return blocks or [Drawing(())]


# --- proofs and letters --------------------------------------------------------------------------------------

_STATES = {
    "have": "on file", "missing": "GONE from the disk", "changed": "CHANGED since it was noted",
    "ticked": "ticked off, no file", "lacking": "lacking",
}  # fmt: skip


def proof_screen(
    pathway: Pathway, rows: Sequence[Paper], loose: Sequence[tuple[Event, str]], unanswered: Sequence[str]
) -> list[Block]:
    """Return the documents of the steps, then the entries without a sound file."""
    screen: list[Block] = []
    for step in dict.fromkeys(row.step for row in rows):
        own = [row for row in rows if row.step == step]
        screen.append(Title(own[0].step_title, step))
        done = frozenset(index for index, row in enumerate(own) if row.state == "have")
        screen.append(Checks(tuple((f"{row.document}: {_STATES[row.state]}{_where(row)}", "") for row in own), done))
        screen.append(Gap())
    if unanswered:
        asks = ", ".join(_label(pathway, question) for question in unanswered[:3])
        screen += [
            Para(f"Which steps are ahead hangs on answers still to give: {asks}. Go on with: mecoder plan", "warn"),
            Gap(),
        ]
    elif not rows:
        screen += [Para("The steps ahead ask for no documents."), Gap()]
    if loose:
        screen.append(Head("ENTRIES WITHOUT THEIR DOCUMENT"))
        screen += [
            Para(
                f"{event.id}  {event_line(pathway, event)}: {_STATES[state]}",
                "warn" if state != "lacking" else "plain",
                3,
            )
            for event, state in loose[:12]
        ]
        if len(loose) > 12:
            screen.append(Para(f"and {len(loose) - 12} more", "quiet", 3))
        screen.append(Gap())
    lacking = next((row for row in rows if row.state == "lacking"), None)
    if lacking is not None:
        screen.append(Para(f"Note a file: mecoder proof add {lacking.step}/{lacking.item} PATH", "quiet"))
    if pathway.letters:
        screen.append(Para(f"Draft a letter: mecoder proof letter {'|'.join(pathway.letters)}", "quiet"))
    return screen


def _where(row: Paper) -> str:
    return f" ({row.path})" if row.path else ""


def letter_text(pathway: Pathway, draft: Draft, form: str) -> str:
    """Return a draft letter as Markdown or plain text, with what would be rejected under it."""
    is_markdown = form == "md"
    head = f"DRAFT: {draft.letter.label}, {draft.title}"
    lines = [f"# {head}" if is_markdown else head, "", draft.letter.intro, ""]
    lines += ["---", ""] if is_markdown else ["-" * 70, ""]
    for line in draft.lines:
        lines += [line, ""]
    lines += ["---", ""] if is_markdown else ["-" * 70, ""]
    if draft.refused:
        lines += ["## Would be rejected as it stands" if is_markdown else "WOULD BE REJECTED AS IT STANDS", ""]
        lines += [f"- {line}" for line in draft.refused]
        lines += ["", f"To mend it: {draft.fill}", ""]
    lines += ["## Only the signer can add" if is_markdown else "ONLY THE SIGNER CAN ADD", ""]
    lines += [f"- [ ] {line}" for line in draft.on_paper]
    lines += ["", *_letter_sources(pathway, draft)]
    return "\n".join(lines) + "\n"


def _letter_sources(pathway: Pathway, draft: Draft) -> list[str]:
    lines = []
    for id_ in draft.letter.facts:
        fact = pathway.facts[id_]
        if fact.is_found:
            source = pathway.sources[fact.current.source]
            lines.append(
                f"{fact.label}: {shown(fact, fact.used)} ({source.publisher}; {fact.current.grade}; copy {source.copy}) [{id_}]"
            )
    return lines


def letter_check_screen(pathway: Pathway, drafts: Sequence[Draft]) -> list[Block]:
    """Return what would be rejected in each draft."""
    screen: list[Block] = []
    for draft in drafts:
        screen.append(Title(draft.title, draft.letter.label))
        screen += [Para(line, "warn", 3) for line in draft.refused]
        if draft.refused:
            screen.append(Para(f"To mend it: {draft.fill}", "plain", 3))
        else:
            screen.append(Para("The ledger fills every blank.", "good", 3))
        screen.append(Para(f"On paper only: {', '.join(draft.on_paper)}", "quiet", 3))
        screen.append(Gap())
    return screen
