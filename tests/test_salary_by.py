"""Pay side by side: counties, years, credentials; each figure with its kind, its day and its source."""

import json
from typing import Any

import pytest
from conftest import Run

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.lookup import pay
from mecoder_cli.output.blocks import UNICODE
from mecoder_cli.output.terminal import fitted, height
from mecoder_cli.screens.salary import areas_screen, credentials_screen, years_screen

BY = ("county", "year", "credential")


def told(run: Run, *words: str) -> list[dict[str, Any]]:
    done = run("salary", *words, "--json")
    assert done.returncode == 0, done.stderr
    items: list[dict[str, Any]] = json.loads(done.stdout)["items"]
    return items


@pytest.mark.parametrize("by", BY)
def test_every_figure_has_its_day_and_its_source(run: Run, pathway: Pathway, by: str) -> None:
    """Nothing without a fact; each source is known."""
    items = told(run, "--by", by)
    assert len(items) > 6
    for one in items:
        assert one["as_of"] and one["facts"] and all(id_ in pathway.facts for id_ in one["facts"])
        assert one["sources"] and all(id_ in pathway.sources for id_ in one["sources"])


def test_the_county_asked_for_stands_first(run: Run) -> None:
    """Named, or stored; a county without figures is said to have none."""
    assert told(run, "Pittsfield", "--by", "county")[0]["area"] == "pittsfield"
    assert told(run, "--by", "county", "--set", "county=Hampden")[0]["area"] == "springfield"
    assert "No figures are published for Dukes, Franklin, Nantucket" in " ".join(
        run("salary", "--by", "county").stdout.split()
    )


def test_averages_and_medians_are_told_apart(run: Run) -> None:
    """Each year's own kind of figure is said, the oldest first."""
    state = [one for one in told(run, "--by", "year") if one["of"] == "Massachusetts"]
    assert [(one["as_of"], one["usd"], one["how"]) for one in state] == [
        ("2018-05", 50740, "average"), ("2023-05", 58890, "average"), ("2023-05", 52330, "median"), ("2025-05", 60350, "median"),
    ]  # fmt: skip
    assert "records technicians" in run("salary", "--by", "year").stdout


def test_the_newest_of_each_credential_is_shown_and_all_in_full(run: Run) -> None:
    """As many as there are in the knowledge."""
    items = told(run, "--by", "credential")
    short, full = (run("salary", "--by", "credential", *more).stdout for more in ((), ("--full",)))
    assert len(items) > len({one["of"] for one in items})
    assert f"All {len(items)} figures" in " ".join(short.split())
    assert full.count("[pay.cpc]") == sum(one["of"] == "CPC" for one in items) > short.count("[pay.cpc]") == 1


def test_an_offer_is_told_with_what_the_law_says(run: Run) -> None:
    """And a sum in the place of a place is told where it belongs."""
    assert "must show the range" in " ".join(run("salary", "Boston", "--offer", "48k").stdout.split())
    done = run("salary", "45k")
    assert done.returncode == 2 and "--offer 45k" in done.stderr


def test_one_screen_each(pathway: Pathway) -> None:
    """At 80 columns in 23 rows."""
    made = (
        areas_screen(pathway, pay.by_area(pathway, None), 80, UNICODE, full=False), years_screen(pathway, pay.by_year(pathway)),
        credentials_screen(pathway, pay.by_credential(pathway), full=False),
    )  # fmt: skip
    assert [height(fitted(one, 80, UNICODE, 23), 80, UNICODE) <= 23 for one in made] == [True] * 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--by", "town"), "--by"), (("--by", "year", "--offer", "48k"), "--by goes with a place alone"), (("Springfeld", "--by", "county"), "Did you mean")],
)  # fmt: skip
def test_bad_input_is_told(run: Run, arguments: tuple[str, ...], said: str) -> None:
    """One message, exit 2, nothing on standard output."""
    done = run("salary", *arguments)
    assert (done.returncode, done.stdout) == (2, "") and said in done.stderr
