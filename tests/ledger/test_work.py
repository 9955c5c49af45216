"""Months of work: overlaps once, nothing invented, open questions kept apart."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.record.journal import Event, fold
from mecoder_cli.record.work import count_months, jobs_of, merged, whole_months

DAY = date(2026, 11, 23)
SPANS = st.lists(
    st.tuples(st.dates(date(2018, 1, 1), date(2026, 12, 31)), st.integers(0, 900)).map(
        lambda pair: (pair[0], pair[0] + timedelta(days=pair[1]))
    ),
    max_size=6,
)


def months(pathway: Pathway, *jobs: dict[str, object]) -> tuple[int, int]:
    events = [
        Event(number, "2026-01-01T00:00", "logged", {"record": "job", "employer": f"E{number}", **job})
        for number, job in enumerate(jobs, 1)
    ]
    found = count_months(pathway, jobs_of(fold(events).entries), DAY)
    return found.counted, found.asked


def test_a_year_is_twelve_months(pathway: Pathway) -> None:
    """First and last day count; a calendar year is twelve months whatever its days."""
    assert months(pathway, {"from": "2025-01-01", "to": "2025-12-31"}) == (12, 0)
    assert months(pathway, {"from": "2025-02-01", "to": "2026-01-30"}) == (11, 0)
    assert months(pathway, {"from": "2025-02-01", "to": "2026-01-31"}) == (12, 0)


def test_a_job_that_goes_on_counts_up_to_the_day(pathway: Pathway) -> None:
    """The month is full on the same day of the month."""
    assert months(pathway, {"from": "2025-11-23"}) == (12, 0)
    assert months(pathway, {"from": "2025-11-24"}) == (11, 0)
    assert months(pathway, {"from": "2025-11-24", "to": "2026-11-23"}) == (12, 0), "today is the last day, and over"


def test_overlaps_count_once(pathway: Pathway) -> None:
    """Two jobs in the same months are one stretch."""
    assert months(pathway, {"from": "2025-01-01", "to": "2025-12-31"}, {"from": "2025-07-01", "to": "2026-06-30"}) == (
        18,
        0,
    )
    assert months(pathway, {"from": "2025-01-01", "to": "2025-06-30"}, {"from": "2025-07-01", "to": "2025-12-31"}) == (
        12,
        0,
    )


def test_part_time_work_is_a_question_until_the_body_says(pathway: Pathway) -> None:
    """It is kept apart, except where another full job covers the months, or the body has confirmed."""
    half = {"from": "2025-01-01", "to": "2025-12-31", "hours_per_week": 20}
    assert months(pathway, half) == (0, 12)
    assert months(pathway, half, {"from": "2025-07-01", "to": "2025-12-31"}) == (6, 6)
    assert months(pathway, {**half, "confirmed": True}) == (12, 0)
    assert months(pathway, {**half, "hours_per_week": 35}) == (12, 0)
    assert months(pathway, {"from": "2025-01-01", "to": "2025-12-31", "unpaid": True}) == (0, 12)


def test_an_unpaid_externship_counts(pathway: Pathway) -> None:
    """The body counts externships for their real length."""
    event = Event(1, "t", "logged", {"record": "externship", "employer": "X", "from": "2026-01-01", "to": "2026-03-31", "unpaid": True, "hours_per_week": 20})  # fmt: skip
    assert tuple(count_months(pathway, jobs_of(fold([event]).entries), DAY)) == (3, 0)


@given(SPANS)
def test_never_more_days_than_there_were(spans: list[tuple[date, date]]) -> None:
    """Counted against a plain set of days: at most a month of rounding, never above."""
    days = {start + timedelta(days=n) for start, end in spans for n in range((end - start).days)}
    found = whole_months(spans)
    assert len(days) / 31 - 1 <= found <= len(days) / 28
    assert found * 30.4375 <= len(days) + 3 * max(1, len(merged(spans)))


@given(SPANS, st.randoms())
def test_order_does_not_matter(spans: list[tuple[date, date]], chance: object) -> None:
    """However the jobs were entered, the sum is the same."""
    shuffled = list(spans)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert whole_months(shuffled) == whole_months(spans)


@given(SPANS, st.tuples(st.dates(date(2018, 1, 1), date(2026, 11, 22)), st.integers(1, 900)))
def test_one_more_job_never_takes_months_away(spans: list[tuple[date, date]], more: tuple[date, int]) -> None:
    """Logging work can only help."""
    span = (more[0], more[0] + timedelta(days=more[1]))
    assert whole_months([*spans, span]) >= whole_months(spans)
