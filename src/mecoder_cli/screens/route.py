"""One route in full: its steps, what each line of its budget rests on, and how it may spread."""

from __future__ import annotations

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Gap, Glyphs, Grid, Head, Para, Title, Twin
from mecoder_cli.planner.budget import Line
from mecoder_cli.planner.charges import Note
from mecoder_cli.routes.compare import Compared, Comparison, Leg, named
from mecoder_cli.screens.routes import CLOSE, LIKELY, simulation, timeline


def route_screen(pathway: Pathway, found: Comparison, number: int, width: int, glyphs: Glyphs) -> list[Block]:
    """Return one route in full: its steps with their days, its budget with notes and facts, its simulation."""
    route = found.routes[number - 1]
    screen: list[Block] = [
        Title(f"Road {number} of {len(found.routes)}", pathway.targets[found.target].label), Para(named(route), "strong")
    ]  # fmt: skip
    if route.recommended:
        screen.append(Para("This is the road of your plan.", "good"))
    if route.against_advice:
        screen.append(Para("It leaves out what the bodies advise and do not require.", "warn"))
    screen += [
        Para(f"Arrive {words.days(route.finish)}; you pay {words.usd(route.usd)}.", "plain"),
        Para(LIKELY, "quiet"), Gap(),
        Head("STEP BY STEP, ON THE LIKELY DATES"), Grid(tuple(_leg(pathway, leg) for leg in route.legs), stack_below=56),
        Gap(), Twin((*timeline(pathway, [route], {route.id: number}, found.as_of, width, glyphs), Gap()), ()),
    ]  # fmt: skip
    screen += _budget(pathway, route)
    screen += simulation(pathway, found, [route], {route.id: number}, width)
    screen.append(Para(pathway.settings.price_note, "quiet"))
    screen.append(Para(pathway.settings.promise_note, "quiet"))
    return screen


def _budget(pathway: Pathway, route: Compared) -> list[Block]:
    """Return what a route costs, line by line, with the reasons under it."""
    budget = route.budget
    screen: list[Block] = [Head("WHAT IT COSTS UNTIL YOU ARRIVE")]
    rows: list[tuple[str, ...]] = [(line.label, *_range(line)) for line in budget.lines]
    rows.append(("Together, 1, 5 and 9 of 10", *(words.number(part) for part in route.usd)))
    screen.append(Grid(tuple(rows), frozenset((1, 2, 3)), ("USD", "low", "average", "high"), styles=((2, "strong"),)))
    screen.append(Gap())
    for line in budget.lines:
        for note in line.notes:
            ids = f"  [{line.facts[0]}]" if line.facts else ""
            screen.append(Para(f"{line.label}: {worded(pathway, note)}{ids}", "quiet", 3))
            if note.kind == "aid":
                screen += [Para(text, "warn", 5) for fact in line.facts if (text := pathway.facts[fact].note)]
    if budget.later and pathway.budget is not None:
        later = "; ".join(f"{line.label} about ${round(line.usd.likely):,}" for line in budget.later)
        screen.append(Para(f"After you arrive, up to {pathway.budget.months} months from today: {later}.", "quiet", 3))
    facts = dict.fromkeys(fact for line in budget.lines for fact in line.facts)
    screen += [Para(f"Figures: {' '.join(f'[{fact}]' for fact in facts)}", "quiet", 3), Gap()]
    return screen


def worded(pathway: Pathway, note: Note) -> str:
    """Return a note of a budget as a sentence."""
    if note.kind in ("inside", "bundled", "edition", "valid", "retake"):
        title = f'"{pathway.step(note.subject).title}"'
    year, until = (
        f"{note.number:g} edition",
        f"accepted until about {words.short_day(note.until)}" if note.until else "",
    )
    if note.until and note.day and (note.until - note.day).days < CLOSE:
        until += "; a try after that needs new books"
    month = words.month(note.day) if note.day else ""
    if note.kind == "inside":
        return f"in the price of {title}"
    if note.kind == "bundled":
        return f"{year}, in the price of {title}; {until}"
    if note.kind == "edition":
        return f"{year} for {title} around {month}; {until}"
    if note.kind == "valid":
        return f"the {year} at hand still serves for {title} around {month}"
    if note.kind == "retake":
        rate = note.rate
        assert rate is not None
        share = f"{rate.likely:g}" if rate.low == rate.high else f"{rate.low:g} to {rate.high:g}"
        fact = pathway.facts[rate.fact]
        guess = "by a guess " if fact.current.grade == "estimate" else ""
        said = f" ({fact.current.note or fact.note})" if fact.current.note or fact.note else ""
        return f"{title}: {guess}{share} of 100 pass a try, so {note.number:.2f} tries beyond those bought are to be expected{said}"
    if note.kind == "aid":
        return f"{note.subject}: {'likely' if note.number > 1 else 'perhaps'} open to you, never certain"
    if note.kind == "cycle":
        return f"{note.subject}: {note.number:.0%} of a cycle"
    return f"{note.subject}: {month}" + (" (the day is not known; half-way stands in)" if note.number else "")


def _range(line: Line) -> tuple[str, str, str]:
    low, likely, high = (f"{round(part):,}" for part in line.usd)
    return low, likely, high


def _leg(pathway: Pathway, leg: Leg) -> tuple[str, ...]:
    title = pathway.step(leg.step).title + (f": {leg.goal} months" if leg.goal else "")
    way = f" ({leg.way})" if leg.way else ""
    return (f"{title}{way}", words.short_day(leg.start), words.short_day(leg.finish))
