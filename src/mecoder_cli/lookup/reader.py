"""Read a job ad or a course page: which sentences say what, and which could not be judged.

Precision first: a rule finds something only in one sentence at a time, and is silent where an exception stands in it.
"""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Profile
from mecoder_cli.domain.reading import Claim, JobWords, Named, Patterns, ReadingRules, Rule

LONGEST = 600
"""Signs of one sentence; what is longer is read in pieces."""
NEAR = 25
"""Signs around a name that tell whether it is the name of something else."""
HEADING = 6
"""Words of a line that can be a heading."""
ENOUGH = 25
"""Words from which on the language can be told."""
SHARE = 0.08
"""The share of words that hold a language together; a text in it has far more."""
PAY_FROM, PAY_TO = 15_000, 400_000
"""A year's pay that is plausible."""
HOURLY_BELOW = 500
_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_NUMBER = rf"(\d{{1,2}}(?:\.\d)?|{'|'.join(_NUMBERS)})"
_YEARS = re.compile(
    rf"\b{_NUMBER}(?: ?\(\d+\))? ?(?:\+|plus|or more)? ?(?:(?:-|to) ?{_NUMBER} ?(?:\(\d+\))?)? ?\+? ?"
    r"(?:full )?(years?|yrs?|months?|mos?)\b"
)
_SUM = r"\$? ?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,6}(?:\.\d{1,2})?) ?(k\b)?"
_PER = r"(?: ?(?:/|per|an?|each) ?(hour|hr|year|yr|annum)| ?(hourly|annually|yearly|annual))?"
_EDGE = re.compile(r"[,;(+]| and | plus ")
_PAY = re.compile(
    rf"(from |starting (?:at |pay )?|starts at |minimum |up to |max(?:imum)? )?{_SUM}{_PER}(?: ?(?:-|to|and) ?{_SUM})?{_PER}"
)

_BREAKS = r"(?<=[!?])\s+|;\s+|\s*\|\s*|\s*[•·▪●]\s*|\t+|\s{3,}"
_ENDS = re.compile(
    rf"(?<!\b[Ee]xp\.)(?<!\b[Yy]rs\.)(?<!\b[Mm]in\.)(?<!\bDr\.)(?<!\bSr\.)(?:(?<=[a-z0-9)%][.!?])|(?<=[A-Z][A-Z]\.)|(?<=-[A-Z]\.))\s+(?=[A-Z0-9\"'($])|{_BREAKS}"
)
"""Where a sentence ends; a period after a single capital is mostly that of an abbreviation."""
_SHOUTED = re.compile(rf"(?<!\bEXP\.)(?<!\bYRS\.)(?<!\bMIN\.)(?<=[A-Z0-9)%]\.)\s+(?=[A-Z0-9\"'($])|{_BREAKS}")


class Sentence(NamedTuple):
    """A sentence as it stands, and in small letters with plain signs."""

    text: str
    plain: str


class Found(NamedTuple):
    """A rule or a claim, and the words in which it was found."""

    rule: Rule | Claim
    quote: str


class Wanted(NamedTuple):
    """Credentials that a job ad names together."""

    ids: tuple[str, ...]
    needs_all: bool
    quote: str


class Years(NamedTuple):
    """Experience that a job ad names, in months."""

    low: float
    high: float | None
    is_wish: bool
    quote: str


class PayTold(NamedTuple):
    """Pay that a job ad names, as a year's."""

    low: int | None
    high: int | None
    by_hour: bool
    quote: str


class JobRead(NamedTuple):
    """What a job ad says."""

    asked: tuple[Wanted, ...]
    preferred: tuple[Wanted, ...]
    later: tuple[Wanted, ...]
    """What may be earned after one is hired."""
    any_body: bool
    """Whether a credential is asked without a name."""
    apprentice: bool | None
    """Whether somebody with an apprentice's credential may apply; ``None``: not said."""
    years: Years | None
    """The least experience that is asked, else the least that is wished."""
    pay: tuple[PayTold, ...]
    code_sets: tuple[str, ...]
    settings: tuple[str, ...]
    found: tuple[Found, ...]
    unread: tuple[str, ...]
    """Sentences that speak of something that matters and could not be judged."""


class CourseRead(NamedTuple):
    """What a course page claims."""

    found: tuple[Found, ...]
    unread: tuple[str, ...]
    """Sentences that speak of something that matters and could not be judged."""
    rest: tuple[str, ...]
    """All other sentences."""


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of a text: broken lines are joined, lists and tables taken apart."""
    lines: list[str] = []
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = re.sub(r"^[\s\-*•·▪●○■>#✓✔➢]+", "", raw).rstrip()
        is_item = bool(re.match(r"\s*[\-*•·▪●○■✓✔➢]\s", raw))
        if lines and line[:1].islower() and not is_item and lines[-1] and lines[-1][-1] not in ".;:!?|":
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    parts = (part.strip(" \t-|") for line in lines for part in (_SHOUTED if line.isupper() else _ENDS).split(line))
    pieces = (part[at : at + LONGEST] for part in parts if part for at in range(0, len(part), LONGEST))
    return [Sentence(piece, plain(piece)) for piece in pieces]


def plain(text: str) -> str:
    """Return a text in small letters, with plain quotes and dashes and single spaces."""
    swapped = text.casefold().translate(
        {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-", 0x2014: "-", 0x2011: "-", 0xA0: " "}
    )
    return " ".join(swapped.replace("**", "").split())


def is_english(rules: ReadingRules, text: str) -> bool:
    """Return whether a text is English, or too short to tell."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    if len(words) < ENOUGH:
        return True
    held = sum(len(_compiled(one.pattern).findall(text.casefold())) for one in rules.english)
    return held / len(words) >= SHARE


# --- courses ---------------------------------------------------------------------------------------------------


def read_course(rules: ReadingRules, text: str) -> CourseRead:
    """Return the claims of a course page, each with the words it was found in, and what could not be judged."""
    every = sentences(text)
    found, used = _found(rules.claims, [one for one in every if not any_of(rules.hearsay, one.plain)])
    left = [one for one in every if one not in used]
    unread = dict.fromkeys(one.text for one in left if any_of(rules.course_unread, one.plain))
    rest = dict.fromkeys(one.text for one in left if one.text not in unread)
    return CourseRead(tuple(found), tuple(unread), tuple(rest))


# --- job ads ---------------------------------------------------------------------------------------------------


def read_job(pathway: Pathway, text: str, hours: float) -> JobRead:
    """Return what a job ad says.

    Args:
        pathway: The knowledge.
        text: The job ad.
        hours: Hours in a year of full-time work, to tell a year's pay from an hour's.
    """
    rules, words = pathway.reading, pathway.reading.job
    every = sentences(text)
    found, used = _found(words.rules, [one for one in every if not any_of(rules.hearsay, one.plain)])
    wishes = _wishes(pathway, every)
    named = _credentials(pathway, every, wishes, {one.quote for one in found if one.rule.id in _closed(words.rules)})
    years = [told for one, is_wish in zip(every, wishes, strict=True) for told in _years(words, one, is_wish)]
    pay = [told for one in every for told in _pay(words, one, hours)]
    quoted = {*(one.quote for one in years), *(one.quote for one in pay), *named.quotes}
    unread = [
        one.text for one in every
        if one not in used and one.text not in quoted and len(one.plain.split()) > 2 and any_of(rules.unread, one.plain)
    ]  # fmt: skip
    return JobRead(
        named.asked, named.preferred, named.later, named.any_body and not named.asked,
        _apprentice(pathway, found, named), _least(years), tuple(pay), _all_named(words.code_sets, every),
        _all_named(words.settings, every), tuple(found), tuple(dict.fromkeys(unread)),
    )  # fmt: skip


class _Credentials(NamedTuple):
    """The credentials of a job ad, by what is said of them."""

    asked: tuple[Wanted, ...]
    preferred: tuple[Wanted, ...]
    later: tuple[Wanted, ...]
    any_body: bool
    welcome: bool
    """Whether an apprentice's credential is named without being asked for."""
    quotes: frozenset[str]


def _wishes(pathway: Pathway, every: Sequence[Sentence]) -> list[bool]:
    """Return for each sentence whether it stands under a heading of what is only preferred."""
    words, is_wish, found = pathway.reading.job, False, []
    for one in every:
        if not _named(pathway, one.plain) and _is_heading(words, one):
            is_wish = any_of(words.soft, one.plain)
        found.append(is_wish)
    return found


def _credentials(
    pathway: Pathway, every: Sequence[Sentence], wishes: Sequence[bool], closed: Collection[str]
) -> _Credentials:
    """Return what a job ad says of credentials.

    Args:
        pathway: The knowledge.
        every: The sentences of the job ad.
        wishes: For each, whether it stands under what is only preferred.
        closed: The sentences that refuse an apprentice.
    """
    words = pathway.reading.job
    asked: list[Wanted] = []
    preferred: list[Wanted] = []
    later: list[Wanted] = []
    quotes: set[str] = set()
    any_body = welcome = False
    for one, is_wish in zip(every, wishes, strict=True):
        named = _named(pathway, one.plain)
        if named:
            quotes.add(one.text)
        if one.text in closed:
            named = [(id_, at) for id_, at in named if pathway.credentials[id_].level != "apprentice"]
        apprentices = [id_ for id_, _ in named if pathway.credentials[id_].level == "apprentice"]
        if named and len(apprentices) == len(named) and not any_of(words.strong, one.plain):
            welcome = True  # whoever is "considered" is let in; nothing is asked
        elif named and any_of(words.pending, one.plain) and not any_of(words.never_later, one.plain):
            later += _wanted(words, one, [id_ for id_, _ in named])
        elif named:
            for is_liked, ids in _by_strength(words, one.plain, named, is_wish):
                (preferred if is_liked else asked).extend(_wanted(words, one, ids))
        elif any_of(words.any_body, one.plain) and not any_of(words.pending, one.plain):
            any_body = any_body or not (is_wish or any_of(words.soft, one.plain))
    return _Credentials(
        tuple(_listed(every, asked)),
        tuple(_listed(every, preferred)),
        tuple(later),
        any_body,
        welcome,
        frozenset(quotes),
    )


def _apprentice(pathway: Pathway, found: Sequence[Found], named: _Credentials) -> bool | None:
    """Return whether an apprentice may apply; ``None``: not said."""
    senses = {one.rule.sense for one in found if isinstance(one.rule, Rule) and one.rule.group == "apprentice"}
    if "bad" in senses:
        return False
    ids = (id_ for want in (*named.asked, *named.preferred) for id_ in want.ids)
    is_named = any(pathway.credentials[id_].level == "apprentice" for id_ in ids)
    return True if "good" in senses or is_named or named.welcome else None


def _listed(every: Sequence[Sentence], wants: Sequence[Wanted]) -> list[Wanted]:
    """Return credentials with those joined that stand alone, one under the other: a list is any one of them."""
    order = {one.text: at for at, one in enumerate(every)}
    joined: list[Wanted] = []
    last = -9
    for one in wants:
        at, is_bare = order.get(one.quote, -9), len(one.quote.split()) <= len(one.ids) + 3
        if joined and is_bare and at == last + 1 and not one.needs_all:
            joined[-1] = joined[-1]._replace(ids=(*joined[-1].ids, *one.ids))
        else:
            joined.append(one)
        last = at if is_bare else -9
    return joined


def _is_heading(words: JobWords, one: Sentence) -> bool:
    """Return whether a sentence stands over others: a few words with a colon, or in the form of a heading."""
    if len(one.plain.split()) > HEADING or one.plain.endswith("."):
        return False
    has_form = one.text.isupper() or all(word[:1].isupper() for word in one.text.split() if len(word) > 3)
    return one.plain.endswith(":") or (has_form and any_of((*words.soft, *words.strong, *words.headings), one.plain))


class Fit(NamedTuple):
    """What of a job ad a person has, and what is missing."""

    has: tuple[str, ...]
    missing: tuple[str, ...]


def fit(pathway: Pathway, person: Profile, read: JobRead) -> Fit:
    """Hold a job ad against what a person told; what was not told is neither."""
    roles = pathway.settings.questions
    has: list[str] = []
    missing: list[str] = []
    if person.has(roles.credentials):
        held = {one.id for one in person.held(roles.credentials)}
        above = held | {
            pathway.credentials[id_].becomes for id_ in held if pathway.credentials[id_].becomes and read.apprentice
        }
        for want in read.asked:
            here = [id_ for id_ in want.ids if id_ in above]
            enough = len(here) == len(want.ids) if want.needs_all else bool(here)
            joined = (" and " if want.needs_all else " or ").join(want.ids)
            shown = [id_ for id_ in held if id_ in want.ids or pathway.credentials[id_].becomes in here]
            (has if enough else missing).append(", ".join(sorted(shown)) if enough else joined)
        if read.any_body and not read.asked:
            (has if held else missing).append(", ".join(sorted(held)) if held else "a credential")
    work = next((one.question for one in pathway.records.values() if one.kind == "work"), "")
    months = person.answers.get(work) if read.years is not None else None
    if read.years is not None and not read.years.is_wish and isinstance(months, (int, float)):
        many, unit = (read.years.low / 12, "year") if read.years.low >= 12 else (read.years.low, "month")
        told = f"{many:g} {unit}{'' if many == 1 else 's'} of work"
        (has if months >= read.years.low else missing).append(told)
    return Fit(tuple(dict.fromkeys(has)), tuple(dict.fromkeys(missing)))


def any_of(patterns: Patterns, text: str) -> bool:
    """Return whether one of some patterns is found in a text in small letters."""
    return any(_compiled(one.pattern).search(text) for one in patterns)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _found(rules: Sequence[Rule | Claim], every: Iterable[Sentence]) -> tuple[list[Found], set[Sentence]]:
    """Return each rule with the first sentence that it is found in, and all sentences that a rule was found in."""
    found: dict[str, Found] = {}
    used: set[Sentence] = set()
    for one in every:
        for rule in rules:
            if any_of(rule.when, one.plain) and not any_of(rule.unless, one.plain):
                found.setdefault(rule.id, Found(rule, one.text))
                used.add(one)
    order = {rule.id: number for number, rule in enumerate(rules)}
    return sorted(found.values(), key=lambda one: order[one.rule.id]), used


def _closed(rules: Sequence[Rule]) -> set[str]:
    return {rule.id for rule in rules if rule.group == "apprentice" and rule.sense == "bad"}


def _named(pathway: Pathway, text: str) -> list[tuple[str, int]]:
    """Return the credentials that stand in a text, each with its first place, in their order."""
    names = pathway.reading.job.a_name
    found: dict[str, int] = {}
    for id_ in pathway.credentials:
        for match in _compiled(rf"(?<![\w-]){re.escape(id_.casefold())}s?(?!\w)(?!-[a-z]\b)").finditer(text):
            around = f"{text[max(0, match.start() - NEAR) : match.start()]}@{text[match.end() : match.end() + NEAR]}"
            if not any_of(names, around):
                found.setdefault(id_, match.start())
    return sorted(found.items(), key=lambda one: one[1])


def _by_strength(
    words: JobWords, text: str, named: Sequence[tuple[str, int]], section: bool
) -> list[tuple[bool, list[str]]]:
    """Return the credentials of a sentence that are required, and those that are wished; what is not required is neither.

    A word such as *preferred* counts for the clause that it stands in, and for the clauses of a list that lead to it.
    """
    soft, strong = words.soft, words.strong
    # A strength in brackets belongs to what stands before it; the text stays as long, so places stay where they are.
    text = re.sub(r"\((\w+)\)", lambda match: f" {match[1]}," if any_of((*soft, *strong), match[1]) else match[0], text)
    edges = sorted(
        {0, *(match.end() for one in words.breaks for match in _compiled(one.pattern).finditer(text)), len(text)}
    )
    clauses = [(start, end) for start, end in pairwise(edges) if start < end]
    strengths: list[bool | None] = []
    holds = []
    for start, end in clauses:
        part = text[start:end]
        strengths.append(True if any_of(soft, part) else False if any_of(strong, part) else None)
        is_denied = any_of(words.negated, part) and not any_of(soft, part)
        holds.append([id_ for id_, at in named if start <= at < end and not is_denied])
    groups: dict[bool, list[str]] = {}
    last: bool | None = None
    for at, ids in enumerate(holds):
        own = strengths[at]
        if own is None:
            # A list is as strong as its end.
            following = next((n for n in range(at + 1, len(clauses)) if strengths[n] is not None or not holds[n]), None)
            own = strengths[following] if following is not None and holds[following] else last
        if strengths[at] is not None:
            last = strengths[at]
        if ids:
            groups.setdefault(section if own is None else own, []).extend(ids)
    return list(groups.items())


def _wanted(words: JobWords, one: Sentence, ids: Sequence[str]) -> list[Wanted]:
    """Return credentials as the sentence joins them: any one of a list, all of them, or one of each part of it."""
    spots = sorted(
        (match.start(), id_)
        for id_ in ids
        if (match := _compiled(rf"(?<![\w-]){re.escape(id_.casefold())}").search(one.plain))
    )
    between = [one.plain[at:after] for (at, _), (after, _) in pairwise(spots)]
    joined = [any_of(words.all_of, part) for part in between]
    is_list = any_of(words.one_of, one.plain)
    if not any(joined):
        return [Wanted(tuple(ids), False, one.text)]
    if not is_list:
        return [Wanted(tuple(ids), len(ids) > 1, one.text)]
    groups: list[list[str]] = [[spots[0][1]]]
    for (_, id_), is_new in zip(spots[1:], joined, strict=True):
        groups += [[id_]] if is_new else []
        groups[-1] += [] if is_new else [id_]
    return [Wanted(tuple(group), False, one.text) for group in groups]


def _clause(text: str, at: int) -> str:
    """Return the part of a sentence between two signs that stands around a place."""
    edges = [0, *(match.end() for match in re.finditer(r"[,;()]", text)), len(text)]
    return next((text[start:end] for start, end in pairwise(edges) if start <= at < end), text)


def _years(words: JobWords, one: Sentence, section: bool) -> list[Years]:
    if not any_of(words.experience, one.plain):
        return []
    found = []
    for match in _YEARS.finditer(one.plain):
        before, after = one.plain[max(0, match.start() - 50) : match.end()], one.plain[match.start() : match.end() + 20]
        if any_of(words.other_years, after) or any_of(words.others, before):
            continue
        unit = 1 if match[3].startswith("mo") else 12
        low, high = (_number(part) * unit if part else None for part in (match[1], match[2]))
        if low is not None and low <= 480:
            found.append(Years(low, high, section or any_of(words.soft, _clause(one.plain, match.start())), one.text))
    return found


def _least(years: Sequence[Years]) -> Years | None:
    """Return the least that is required, else the least that is wished."""
    required = [one for one in years if not one.is_wish]
    return min(required or years, key=lambda one: one.low, default=None)


def _number(text: str) -> float:
    return float(_NUMBERS.get(text, 0) or text)


def _pay(words: JobWords, one: Sentence, hours: float) -> list[PayTold]:
    """Return the pay that a sentence names; a number without a sign or a time is none, nor is a sum for something else."""
    found = []
    matches = [*_PAY.finditer(one.plain)]
    for place, match in enumerate(matches):
        limit, first, first_k, per_a, per_b, second, second_k, per_c, per_d = match.groups()
        per = per_a or per_b or per_c or per_d or ""
        if "$" not in match[0] and not per and not (first_k and second_k):
            continue
        around = _around(one.plain, matches, place)
        if (match.start() and one.plain[match.start() - 1] in "-+") or any_of(words.no_pay, around):
            continue
        sums = [_usd(text, bool(k or second_k)) for text, k in ((first, first_k), (second, second_k)) if text]
        by_hour = per.startswith("h") or (not per and max(sums) < HOURLY_BELOW)
        if by_hour and not per and len(sums) == 1 and not any_of(words.pay, one.plain):
            continue
        yearly = [round(part * hours) if by_hour else round(part) for part in sums]
        if not all(PAY_FROM <= part <= PAY_TO for part in yearly) or yearly != sorted(yearly):
            continue
        low: int | None = yearly[0]
        high: int | None = yearly[-1]
        if len(yearly) == 1 and limit:
            low, high = (None, high) if limit.startswith(("up", "max")) else (low, None)
        found.append(PayTold(low, high, by_hour, one.text))
    return found


def _around(text: str, sums: Sequence[re.Match[str]], place: int) -> str:
    """Return a sum with the words near it that speak of it, and not of the sum before or after it.

    Words between two sums belong to the first up to a sign or an *and*, and from there on to the second.
    """
    one = sums[place]
    start, end = max(0, one.start() - NEAR), one.end() + NEAR
    if place:
        start = max(start, sums[place - 1].end() + _share(text[sums[place - 1].end() : one.start()]))
    if place + 1 < len(sums):
        end = min(end, one.end() + _share(text[one.end() : sums[place + 1].start()]))
    return text[start:end]


def _share(between: str) -> int:
    """Return how much of the words between two sums belongs to the first."""
    edge = _EDGE.search(between)
    return edge.start() if edge else 0


def _usd(text: str, thousands: bool) -> float:
    value = float(text.replace(",", ""))
    return value * 1000 if thousands and value < 1000 else value


def _all_named(names: Iterable[Named], every: Sequence[Sentence]) -> tuple[str, ...]:
    return tuple(one.name for one in names if any(any_of(one.when, sentence.plain) for sentence in every))
