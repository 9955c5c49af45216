"""Where somebody lives, and the career centers near it."""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
import re
from typing import NamedTuple

from mecoder_cli.domain.pathway import Center, Pathway


class Place(NamedTuple):
    """A county and, where it was named, a town in it."""

    county: str
    town: str = ""


def counties_of(pathway: Pathway) -> list[str]:
    """Return the counties of the state in order."""
    return sorted(county for area in pathway.areas for county in area.counties)


def place_of(pathway: Pathway, name: str) -> Place | None:
    """Return the county or the town of that name, whatever the case; ``None`` where neither is known."""
    # As on an envelope: the state after the town, or the county by its full name.
    behind = rf"(,\s*([a-z]{{2}}|{re.escape(pathway.settings.place)})| county)$"
    name = re.sub(behind, "", name.strip(), flags=re.IGNORECASE)
    towns = {town.casefold(): town for town in pathway.towns()}
    counties = {county.casefold(): county for county in counties_of(pathway)}
    town, county = towns.get(name.casefold(), ""), counties.get(name.casefold(), "")
    if not town and not county:
        return None
    return Place(county or pathway.towns()[town], town)


def centers_near(pathway: Pathway, place: Place) -> list[Center]:
    """Return the career centers that serve a place: those of its town, else of its county."""
    serving = [one for one in pathway.centers.values() if place.county in (one.county, *one.counties)]
    own = [one for one in serving if place.town in one.towns]
    return own or serving
