"""What the proof came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.output.blocks import Block, Gap, Grid, Head, Para, Title

if TYPE_CHECKING:  # the types of what is shown; the work is another's
    from mecoder_cli.proof.trial import Result

BAR = 30


def proof_screen(pathway: Pathway, result: Result) -> list[Block]:
    """Return what the proof came to, as tables."""
    kinds: dict[str, list[int]] = {}
    for one in result.targets:
        tried = kinds.setdefault(one.target, [0, 0])
        tried[0] += one.kinds
        tried[1] += sum(one.counts.values()) + sum(one.later.values())
    rows = [(target, f"{count:,}", str(wrong)) for target, (count, wrong) in kinds.items()]
    rows.append(("deadlines", f"{result.deadlines:,}", str(result.counts.get("deadlines", 0))))
    rows.append(("all", f"{result.kinds:,}", str(sum(result.counts.values()))))
    how = (
        f"people who together hold every pair of answers to every two questions ({result.pairs:,} pairs), and as many "
        "drawn at random"
        if result.limited is None
        else f"at most {result.limited} people for each aim, and as many drawn at random (a sample)"
    )
    screen: list[Block] = [
        Title("Proof of coverage", f"{result.seconds:.0f} s"), Para(f"Tried: {how}."), Gap(),
        Grid(tuple(rows), frozenset((1, 2)), ("aim", "people", "problems"), indent=1), Gap(),
    ]  # fmt: skip
    checks = (
        ("answer", "exactly one next action, or the aim is reached"), ("arrives", "carrying out the road arrives"),
        ("dates", "percentiles and days stand in order"), ("sums", "sums rise, and aid never makes a road dearer"),
        ("undominated", "no road that is no later and no dearer is passed over"),
        ("monotonic", "having done more is never later"), ("deadlines", "deadlines come first when they are at risk"),
        ("dead", "no step, way, question or part of a condition is idle"), ("unused facts", "no fact is unused"),
    )  # fmt: skip
    table = [(text, "ok" if name not in result.counts else f"{result.counts[name]} problems") for name, text in checks]
    if result.limited is not None:
        table = [(text, state if text != checks[7][1] else "not judged on a sample") for text, state in table]
    screen += [Grid(tuple(table), indent=1, styles=((1, "good"),)), Gap()]
    screen += [Para(f"{p.check}: {p.what}: {p.who}", "warn", 1) for p in result.problems[:20]]
    if result.exceptions:
        screen.append(Para("Where having done more makes the finish later, and why:", "strong", 1))
        reasons = tuple((f"{count:,} people", reason) for reason, count in result.exceptions.items())
        screen += [Grid(reasons, frozenset((0,))), Gap()]
    screen += [Para(f"unused fact: {id_}", "warn", 1) for id_ in result.unused[:20]]
    everybody, newcomers = result.asked, result.newcomers
    screen += [
        Head("QUESTIONS BEFORE THE NEXT ACTION IS CERTAIN"),
        Grid((
            (f"{everybody.interviews:,} interviews", f"mean {everybody.mean}", f"worst {everybody.worst}"),
            (f"{newcomers.interviews:,} with newcomers", f"mean {newcomers.mean}", f"worst {newcomers.worst}"),
            ("a form with every question", f"{everybody.all_questions}", ""),
        ), indent=1),
        Para(f"Asked although it could not matter: {everybody.needless + newcomers.needless}", "plain", 1), Gap(),
    ]  # fmt: skip
    most = max(everybody.histogram.values(), default=1)
    bars = tuple(
        (str(n), "#" * max(1, round(BAR * share / most)), f"{share:.1f} %") for n, share in everybody.histogram.items()
    )
    screen.append(Grid(bars, frozenset((0,)), ("questions", "", "of all"), indent=1, styles=((1, "accent"),)))
    screen.append(Para("Each answer that the knowledge can tell apart is taken as equally likely.", "quiet"))
    return screen
