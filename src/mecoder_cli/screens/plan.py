"""The plan on one screen: the one thing to do, the road drawn, and what it would trade."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from mecoder_cli.domain.conditions import UNKNOWN, VERDICTS, YES
from mecoder_cli.domain.freshness import Age
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Action, Changed, Missed, Plan, Planned, RouteSummary
from mecoder_cli.domain.steps import Item
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Big, Block, Checks, Gap, Glyphs, Grid, Panel, Para, Part, Title
from mecoder_cli.screens.due import closing_lines, due_line, planned_line

ALWAYS_SHOWN = 2
"""Lines of the checklist that stay but where nothing else is left to yield: then one of them does."""
ARRIVED = "You have arrived: nothing more is needed for this aim."
WORTH_TELLING = 100
"""US dollars: nobody goes another road for less."""
SOMETIMES_SHOWN = 4
"""Lines of the checklist that are shown where there is room."""

# What yields first where the screen is short; deadlines, ties, what changed and whose record it is never do.
AIR, RUNNER_UP, REFUSED, NOTES, LINES, SCHOOLS = 85, 80, 70, 64, 60, 50
PLANNED, MEANWHILE, HELP, PROVISO, WHY, SECOND = 44, 40, 38, 36, 2, 1


class Around(NamedTuple):
    """What a plan is told with: whose it is, and what stands beside it."""

    who: str = ""
    """The name of the profile; nothing where there is none."""
    notes: tuple[str, ...] = ()
    """How entries of the journal were counted."""
    old: tuple[Age, ...] = ()
    """Facts past their shelf life behind it."""
    changed: Changed | None = None
    has_menu: bool = False
    planned: tuple[Planned, ...] = ()
    """What the person wrote down as still to come."""


def plan_screen(pathway: Pathway, plan: Plan, width: int, glyphs: Glyphs, around: Around = Around()) -> list[Block]:  # noqa: B008
    """Return the plan on one screen: next action first, then the road and what it trades."""
    from mecoder_cli.screens.roads import road_blocks  # the next action alone has no road

    screen: list[Block] = [heading(pathway, plan, around.who, glyphs), *news_lines(pathway, around.changed)]
    screen += [*_also_due(plan, late=True), *_asked(plan, around)]
    screen += next_blocks(pathway, plan, glyphs, around.old)
    screen += _noted(plan, around, 2)
    screen += road_blocks(pathway, plan, width, glyphs)
    screen += _trades(plan)
    screen += [*_also_due(plan, late=False), *coming(plan, around)]
    if plan.meanwhile:
        told = "; ".join(dict.fromkeys(title for _, title in plan.meanwhile))
        screen.append(Part(MEANWHILE, (Para(f"Meanwhile: {told}."),)))
    if not around.has_menu:
        dot = glyphs.dot
        hint = f"mecoder checklist {dot} mecoder why {dot} mecoder routes {dot} mecoder plan --full"
        screen.append(Para(f"Next: {hint}", "quiet"))
    return screen


def next_screen(pathway: Pathway, plan: Plan, glyphs: Glyphs, around: Around = Around()) -> list[Block]:  # noqa: B008
    """Return the next action alone."""
    return [
        heading(pathway, plan, around.who, glyphs),
        *news_lines(pathway, around.changed),
        *_also_due(plan, late=True),
        *_asked(plan, around),
        *next_blocks(pathway, plan, glyphs, around.old, shown=8),
        *_noted(plan, around, 4),
        *_also_due(plan, late=False),
        *coming(plan, around),
        Para(f"The whole road: mecoder plan {glyphs.dot} why: mecoder why", "quiet"),
    ]


def heading(pathway: Pathway, plan: Plan, who: str, glyphs: Glyphs) -> Title:
    """Return the first line: whose plan it is, what for, and of which day."""
    aim = pathway.targets[plan.target].label if plan.target else "Your plan"
    return Title(f"{who}: {aim}" if who else aim, words.day(plan.as_of))


def news_lines(pathway: Pathway, changed: Changed | None) -> list[Block]:
    """Return the line that says why the next step is not what it was."""
    if changed is None:
        return []
    title = next((step.title for step in pathway.steps if step.id == changed.step), changed.step or "nothing to do")
    told = f"Your next step changed since {words.day(changed.day)} ({words.inside(title)}), because {changed.because}."
    return [Para(told, "warn")]


def next_blocks(
    pathway: Pathway, plan: Plan, glyphs: Glyphs, old: Sequence[Age] = (), shown: int = SOMETIMES_SHOWN
) -> list[Block]:
    """Return the next action in a box: why, what to do, how long and how much."""
    action = plan.next_action
    if plan.status == "no_route":
        text = "With these answers no road to the aim is known. Check them with a counselor: mecoder profile answers"
        return [Panel("NO ROAD FOUND", (Para(text),))]
    arrived = plan.status == "complete"
    good = [Para(arrived_line(action), "good")] if arrived else []
    if action is None:
        quiet = f"Nothing to do until {words.day(plan.quiet_until)}." if plan.quiet_until else "Nothing to do now."
        return [Panel("WELL DONE" if arrived else "NOTHING TO DO NOW", (*good, Big(quiet)))]
    told: list[Block] = [Big(action.title)]
    closing = [Para(line, "warn") for line in (*closing_lines(plan.aid, plan.as_of), *class_lines(plan))]
    if action.way_label:
        told.append(Para(words.capital(action.way_label) + "."))
    told += [
        Part(WHY, (Para(action.why_text),)),
        *_due(plan, action),
        *closing,
        *_sooner_with(plan),
        Part(AIR, (Gap(),)),
        *_lines(action, shown),
    ]
    if action.programs:
        told.append(Part(SCHOOLS, (Para(_schools(action), "plain"),)))
    told += [
        Part(AIR + 1, (Gap(),)),
        Para(f" {glyphs.dot} ".join(cost_parts(plan, action, is_old=bool(old))), "strong"),
    ]
    blocks: list[Block] = [*good, Panel("KEEP IT" if arrived else "DO THIS NEXT", tuple(told))]
    if old:
        blocks.append(Para(_old_line(old), "warn"))
    return blocks


def arrived_line(action: Action | None) -> str:
    """Return what is said to whoever has arrived."""
    return "You have arrived. This keeps it:" if action is not None and action.due is not None else ARRIVED


def _opening_lines(plan: Plan) -> list[str]:
    """Return when money opens that the road waits for."""
    counted = plan.routes[0].aid if plan.routes else ()
    waited = [one for one in plan.aid if one.opens is not None and one.label in counted]
    lines = []
    for one in waited:
        assert one.opens is not None
        start = min((stop.start for stop in plan.steps if stop.start and stop.start >= one.opens), default=None)
        when = f"class begins on {words.day(start)}" if start else "class begins after it"
        lines.append(f"{one.label} may open on {words.day(one.opens)}: {when}.")
    return lines


def class_lines(plan: Plan) -> list[str]:
    """Return by when one must apply: after it, the road begins months later."""
    start = plan.routes[0].class_start if plan.routes else None
    opening = _opening_lines(plan)
    if start is None or opening:
        return opening
    by = f"apply by about {words.day(start.apply_by)}, or it begins about {words.day(start.later)}"
    return [f"Class begins about {words.day(start.day)}: {by}."]


def _sooner_with(plan: Plan) -> list[Block]:
    """Return the money that could pay a start before the one that the road waits for; only the body can say."""
    counted = plan.routes[0].aid if plan.routes else ()
    perhaps = [
        one.label for verdict in (YES, UNKNOWN) for one in plan.aid
        if one.verdict == VERDICTS[verdict] and one.label not in counted and not one.refused
    ]  # fmt: skip
    if not perhaps or not _opening_lines(plan):
        return []
    return [Part(HELP, (Para(f"To begin before it, ask about: {', '.join(perhaps[:2])} (mecoder find funding)."),))]


def _lines(action: Action, shown: int) -> list[Block]:
    """Return the first lines of the checklist that are still to do, and how many more there are."""
    # By these numbers `done` takes them.
    lines = [item._replace(text=f"{number}. {item.text}") for number, item in enumerate(action.checklist, 1)]
    left = [item for item in lines if item.id not in action.checked] or lines
    ticked = len(action.checklist) - len(left)

    def more(after: int) -> tuple[Block, ...]:
        many = len(left) - after
        done = f"{ticked} of {len(action.checklist)} done" if ticked else ""
        rest = f"{many} more" if many > 0 else ""
        text = ", ".join(part for part in (done, rest) if part)
        return (Para(f"{text}: mecoder checklist", "quiet", 5),) if text else ()

    extra = left[ALWAYS_SHOWN:shown]
    # Nested, so that the last line goes first and the count of what is left is always right.
    inner: tuple[Block, ...] = more(ALWAYS_SHOWN + len(extra))
    for index in range(len(extra), 0, -1):
        inner = (Part(LINES - 9 + index, (checks([extra[index - 1]], ()), *inner), more(ALWAYS_SHOWN + index - 1)),)
    if len(left) < ALWAYS_SHOWN:
        return [*([checks(left, ())] if left else []), *inner]
    # The second line goes last of all: a road of many parts beside two long deadlines leaves room for one.
    second = Part(SECOND, (checks(left[1:ALWAYS_SHOWN], ()), *inner), more(1))
    return [checks(left[:1], ()), second]


def checks(items: Sequence[Item], ticked: Collection[str]) -> Checks:
    """Return checklist lines, those with an id in *ticked* marked as done."""
    done = frozenset(index for index, item in enumerate(items) if item.id in ticked)
    return Checks(tuple((item.text, "") for item in items), done)


def _schools(action: Action) -> str:
    named = []
    for offer in action.programs:
        where = "online" if offer.reach == "online" else ", ".join(offer.school.towns)
        exams = f"; names the {', '.join(offer.program.prepares)}" if offer.program.prepares else ""
        named.append(f"{offer.school.label} ({where}{exams})")
    return f"Schools that fit: {', '.join(named)}. All: mecoder find programs"


def _due(plan: Plan, action: Action) -> list[Block]:
    if action.due is None:
        return []
    return [
        Para(due_line(deadline, plan.as_of), "warn" if deadline.at_risk else "strong") for deadline in plan.deadlines
        if (deadline.id, deadline.body, deadline.due) == (action.id, action.body, action.due)
    ]  # fmt: skip


def _also_due(plan: Plan, *, late: bool) -> list[Block]:
    """Return what else falls due, or what lateness has taken already; the next action tells its own."""
    return [
        Para(due_line(deadline, plan.as_of), "warn" if deadline.at_risk else "plain") for deadline in plan.deadlines
        if (plan.next_action is None or deadline.id != plan.next_action.id) and deadline.is_told
        and (deadline.reached is not None) == late
    ]  # fmt: skip


def coming(plan: Plan, around: Around) -> list[Block]:
    """Return what is planned next, and what cannot be kept; what waits to be told is a note."""
    missed = [Para(missed_line(one), "warn") for one in plan.missed]
    ahead = [one for one in around.planned if not one.is_over(plan.as_of)]
    return [
        *missed,
        *(Part(PLANNED + n, (Para(f"{planned_line(one, plan.as_of)}."),)) for n, one in enumerate(ahead[:2])),
    ]


def _asked(plan: Plan, around: Around) -> list[Block]:
    """Return what waits to be told, before all else: the forecast rests on it."""
    found: list[Block] = [Para(note, "warn") for note in around.notes if _asks(note, around, plan)]
    return found[:2]


def _noted(plan: Plan, around: Around, most: int) -> list[Block]:
    """Return how entries were counted, but for what is asked above."""
    notes = [note for note in around.notes if not _asks(note, around, plan)]
    return [Part(NOTES + place, (Para(note, "warn"),)) for place, note in enumerate(notes[:most])]


def _asks(note: str, around: Around, plan: Plan) -> bool:
    return any(note.startswith(one.past) for one in around.planned if one.is_over(plan.as_of))


def missed_line(missed: Missed) -> str:
    """Return in a sentence that a day cannot be kept."""
    return (
        f"{missed.title}: planned for {words.day(missed.day)}, but what comes before it takes until about "
        f"{words.month(missed.ready)}. Move the day: mecoder list planned"
    )


def cost_parts(plan: Plan, action: Action, *, is_old: bool) -> list[str]:
    """Return time, money and the likely day of the next action; a price with an old figure behind it has a star."""
    cost = (words.price(action.usd) or "free") + ("*" if is_old and action.usd.high else "")
    parts = [words.span(action.weeks), cost]
    start = plan.routes[0].class_start if plan.routes else None
    # Where a class waits, the day that counts is the one by which to apply.
    if action.finish and action.weeks.high > 0 and (start is None or action.finish.likely > start.day):
        parts.append(f"done about {words.day(action.finish.likely)}")
    return parts


def _old_line(old: Sequence[Age]) -> str:
    many = f"{len(old)} figures here are" if len(old) > 1 else f"{old[0].fact.label} is"
    return f"* {many} past its check date; ask before you pay: mecoder facts stale".replace(
        "are past its", "are past their"
    )


def _trades(plan: Plan) -> list[Block]:
    """Return the runners-up, the road where aid is refused, and a tie."""
    if plan.finish is None or not plan.routes:
        return []
    rows: list[Block] = []
    if plan.tie is not None:
        rows.append(
            Para(f"{len(plan.tie.routes)} roads are as good as equal; {plan.tie.decides} decides: mecoder routes")
        )
    rows += [
        Part(RUNNER_UP + n, (Grid((one,), indent=1, styles=((0, "strong"),)),))
        for n, one in enumerate(runners_up(plan))
    ]
    rows += [Part(RUNNER_UP, (Para(f"{text}."),)) for text in plan.decided]
    rows += [Part(PROVISO, (Para(f"{text}."),)) for text in plan.provisos]
    if not plan.routes[0].aid:
        rows += _uncounted(plan)
    if plan.if_refused is not None:
        other = plan.if_refused
        text = f"{other.label}: {words.month(other.finish.likely)}, ${words.number(other.usd.likely)}"
        rows.append(Part(REFUSED, (Grid((("If aid is refused", text),), indent=1, styles=((0, "strong"),)),)))
    return rows


def runners_up(plan: Plan) -> list[tuple[str, str]]:
    """Return what the soonest and the cheapest other road would trade, where that is worth telling."""
    assert plan.finish is not None
    alike = plan.tie.routes if plan.tie is not None else ()
    others = [route for route in plan.routes if not route.recommended]
    found: list[tuple[str, RouteSummary]] = []
    # What is as good as the plan is told as such, unless it is all there is to tell.
    others = [one for one in others if one.id not in alike or len(others) == 1]
    sooner = [one for one in others if one.finish.likely < plan.finish.likely]
    cheaper = [one for one in others if plan.usd.likely - one.usd.likely >= WORTH_TELLING]
    for mark, some in (("Sooner", sooner), ("Cheaper", cheaper), ("Or", others)):
        # The best bargain, not the last dollar: nobody waits years for twenty of them.
        route = min(some, key=lambda one: one.score, default=None)
        if route is not None and (mark != "Or" or not found) and all(route is not one for _, one in found):
            found.append((mark, route))
    return [(mark, f"{route.label}: {_against(plan, route)}{_caught(route)}") for mark, route in found]


def _uncounted(plan: Plan) -> list[Block]:
    """Return the money that the price does not count: what may pay part of it, and what opens on a day."""
    takes = {one.label: f"; {one.approval}" for one in plan.aid if one.approval}
    helping = ", ".join(label + takes.get(label, "") for label in plan.helping)
    told = [f"Likely to pay part, not yet taken off: {helping}."] if helping else []
    for day in sorted({one.opens for one in plan.aid if one.opens is not None})[:1]:
        opening = [one.label for one in plan.aid if one.opens == day]
        told.append(f"From {words.day(day)}: {', '.join(opening[:2])} may pay for college.")
    return [Part(HELP, (Para(line, "strong"),)) for line in told]


def _against(plan: Plan, route: RouteSummary) -> str:
    """Return what another road trades against the recommended one."""
    assert plan.finish is not None
    time = words.apart((route.finish.likely - plan.finish.likely).days)
    money = round(route.usd.likely - plan.usd.likely)
    cost = f"${words.number(abs(money))} {'more' if money > 0 else 'less'}" if money else "the same price"
    return f"{time}, {cost}"


def _caught(route: RouteSummary) -> str:
    """Return by when one must apply to reach a class that is likely missed."""
    start = route.class_start
    return f"; sooner if you apply by {words.day(start.apply_by)}" if start and start.day < start.likely else ""
