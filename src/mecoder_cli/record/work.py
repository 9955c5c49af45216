"""Months of work from jobs: overlaps count once, what the body must be asked about is kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from mecoder_cli.domain.pathway import Pathway, Record
from mecoder_cli.record.entries import Work
from mecoder_cli.record.journal import Log

DAYS_OF_MONTH = 31
"""Days left over from several stretches make a month only when they fill the longest one."""


class Job(NamedTuple):
    """A stretch of work that was logged, with its event."""

    id: int
    work: Work

    def ends_before(self, day: date) -> date:
        """Return the day after the last one that counts by *day*: today itself counts once the job is over."""
        return day if self.work.end is None or self.work.end > day else self.work.end + timedelta(days=1)

    def goes_on(self, day: date) -> bool:
        """Return whether the job is held on *day*."""
        return self.work.start <= day and (self.work.end is None or self.work.end >= day)


class Months(NamedTuple):
    """Months of work, counted from jobs."""

    counted: int
    asked: int
    """Further months that count only if the body says so."""


def jobs_of(entries: Iterable[Log]) -> tuple[Job, ...]:
    """Return the work among *entries*, by its first day."""
    found = [Job(one.id, one.entry) for one in entries if isinstance(one.entry, Work)]
    return tuple(sorted(found, key=lambda job: (job.work.start, job.id)))


def is_open(record: Record, work: Work) -> bool:
    """Return whether the body must be asked how *work* counts: part-time, or unpaid outside an externship."""
    part_time = work.hours_per_week is not None and work.hours_per_week < record.full_time
    return not work.confirmed and (part_time or (work.unpaid and bool(record.employs)))


def count_months(pathway: Pathway, jobs: Sequence[Job], day: date) -> Months:
    """Return the months that *jobs* give up to *day*, and those that hang on the body's answer."""
    firm = [job for job in jobs if not is_open(pathway.records[job.work.record], job.work)]
    counted = whole_months((job.work.start, job.ends_before(day)) for job in firm)
    everything = whole_months((job.work.start, job.ends_before(day)) for job in jobs)
    return Months(counted, everything - counted)


def merged(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Return *spans* (first day, day after the last) without overlaps."""
    found: list[tuple[date, date]] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def whole_months(spans: Iterable[tuple[date, date]]) -> int:
    """Return the whole calendar months in *spans*; days that several leave over add up."""
    months = days = 0
    for start, end in merged(spans):
        whole = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
        months += whole
        year, month = divmod(start.year * 12 + start.month - 1 + whole, 12)
        days += (end - _on(year, month + 1, start.day)).days
    return months + days // DAYS_OF_MONTH


def _on(year: int, month: int, day: int) -> date:
    """Return that day of the month, or the last one it has."""
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


def overlapping(jobs: Sequence[Job], start: date, end: date | None, day: date) -> tuple[Job, ...]:
    """Return the jobs that share days with the stretch from *start* to *end*."""
    last = end or day
    return tuple(job for job in jobs if job.work.start <= last and (job.work.end is None or job.work.end >= start))
