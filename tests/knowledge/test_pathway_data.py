"""The knowledge itself: sourced, dated, reachable, ours."""

import json
import pickle
import re
from pathlib import Path

import pytest

from mecoder_cli.domain.facts import Range, facts_in
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.knowledge import compiled, pathway_file, read_in_full
from mecoder_cli.knowledge.schema import json_schema

CONTRACT_STEPS = [
    "get-diploma",
    "choose-training",
    "complete-training",
    "join-aapc",
    "join-ahima",
    "pass-cpc",
    "pass-cca",
    "pass-ccs",
    "pass-crc",
    "pass-cpma",
    "pass-cgsc",
    "pass-cic",
    "complete-practicode",
    "find-first-job",
    "build-experience",
    "convert-cpc-a",
    "earn-ceus",
    "renew-aapc",
    "renew-ahima",
    "prove-course-hours",
    "move-into-role",
]


def test_every_figure_has_source_date_and_grade(pathway: Pathway) -> None:
    """No figure without them; what nobody found says so."""
    for fact in pathway.facts.values():
        for value in fact.values:
            assert value.source in pathway.sources
            assert value.as_of and value.checked and value.grade and value.confidence
        if fact.is_conflict:
            assert fact.because


def test_nothing_superseded_was_loaded(pathway: Pathway) -> None:
    """The old exam, the old CEU ladder and the machine-written sites stay out."""
    assert pathway.facts["cpc.questions"].current.value == 100
    text = pathway_file().read_text(encoding="utf-8")
    for banned in ("winenfood", "visualfoodie", "eatsip365", "eathealthy365", "5 h 40", "150 questions", "free retake"):
        assert banned not in text.lower()
    ladder = [pathway.facts[f"aapc.ceus.{number}"].current.value for number in range(1, 6)]
    assert ladder == [36, 40, 44, 48, 52]


def test_the_steps_of_the_contract_are_there(pathway: Pathway) -> None:
    """Scripts may rely on these ids."""
    assert set(CONTRACT_STEPS) <= {step.id for step in pathway.steps}
    ways = [way.id for way in pathway.step("convert-cpc-a").ways]
    assert ways == ["employment", "employment-plus-course", "employment-plus-practicode", "course-plus-practicode"]


def test_all_counties_lead_to_an_area(pathway: Pathway) -> None:
    """Each of the state's fourteen counties is in exactly one."""
    counties = [county for area in pathway.areas for county in area.counties]
    assert len(counties) == len(set(counties)) == 14


@pytest.mark.parametrize(
    ("area", "figures"),
    [
        ("us", (37000, 43490, 51140, 64820, 81150)),
        ("massachusetts", (43960, 48170, 60350, 74700, 81620)),
        ("suffolk", (45540, 49160, 60460, 75500, 82260)),
        ("worcester", (37480, 44990, 51050, 63250, 75570)),
        ("Berkshire", (42570, 47700, 49910, 61630, 67040)),
    ],
)
def test_wages_are_those_of_the_statistics(pathway: Pathway, area: str, figures: tuple[int, ...]) -> None:
    """Percentiles of May 2025, found by area or county in any case."""
    found = pathway.area_of(area)
    assert found is not None
    value = pathway.facts[found.wage].current.value
    assert isinstance(value, tuple)
    assert tuple(value[:5]) == figures


def test_ranges_are_ordered(pathway: Pathway) -> None:
    """Low is at most likely, likely at most high."""
    for fact in pathway.facts.values():
        for value in fact.values:
            if isinstance(value.value, Range):
                assert value.value.low <= value.value.likely <= value.value.high


def test_the_schema_in_the_repository_is_in_step() -> None:
    """data/pathway.schema.json is what the model generates (mecoder facts check --schema)."""
    kept = Path(__file__).parents[2] / "data" / "pathway.schema.json"
    assert json.loads(kept.read_text(encoding="utf-8")) == json_schema()


def test_the_compiled_form_is_the_same_and_never_trusted_blindly(pathway: Pathway, tmp_path: Path) -> None:
    """Equal to the YAML; refused when damaged, or when any of the files it was made from has changed."""
    read, _, written = read_in_full(pathway_file())
    for name, source in written.sources:
        (tmp_path / name).write_bytes(source)
    made, place = compiled.dump(read, written.sources), tmp_path / "compiled"

    def loaded(body: bytes) -> Pathway | None:
        place.write_bytes(body)
        return compiled.load(place, tmp_path)

    same = loaded(made)
    assert same is not None
    assert same == pathway
    assert [*facts_in(same)] == [*facts_in(pathway)]
    for place_ in range(0, len(made), max(1, len(made) // 40)):
        damaged = bytearray(made)
        damaged[place_] ^= 0xFF
        assert loaded(bytes(damaged)) is None
    assert loaded(made[:-1]) is None
    assert loaded(b"") is None
    for name, source in written.sources:
        (tmp_path / name).write_bytes(source + b" ")
        assert loaded(made) is None
        (tmp_path / name).write_bytes(source)
    assert loaded(made) is not None
    (tmp_path / written.sources[-1][0]).unlink()
    assert loaded(made) is None


def test_the_compiled_form_runs_no_code(tmp_path: Path) -> None:
    """Even where its checksum is right: a pickle that names anything but our types is not read."""
    body, source = pickle.dumps(print), b"x"
    (tmp_path / "x.yaml").write_bytes(source)
    place = tmp_path / "compiled"
    place.write_bytes(compiled._head([("x.yaml", source)], body) + b"\n" + body)
    assert compiled.load(place, tmp_path) is None


def test_no_name_of_the_trade_in_code() -> None:
    """A credential, a body or the state is named in the knowledge file only."""
    src = Path(__file__).parents[2] / "src"
    names = re.compile(r"CPC|AAPC|AHIMA|\bCCS\b|MaHIMA|Massachusetts")
    found = [
        f"{path.name}:{number}: {line.strip()}"
        for path in src.rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if names.search(line)
    ]
    assert found == []
