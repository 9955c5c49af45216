"""The proof, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the types of what is shown; the work is another's
    from mecoder_cli.proof.trial import Result


def proof_json(result: Result) -> dict[str, Any]:
    """Return the proof as ``mecoder.prove/1``."""
    return {
        "schema": "mecoder.prove/1",
        "kinds": result.kinds,
        "pairs": result.pairs,
        "ok": result.ok,
        "problems": [problem._asdict() for problem in result.problems],
        "counts": dict(result.counts),
        "exceptions": dict(result.exceptions),
        "unused_facts": list(result.unused),
        "targets": [
            {"id": target, "kinds": sum(one.kinds for one in result.targets if one.target == target)}
            for target in dict.fromkeys(one.target for one in result.targets)
        ],
        "questions": {
            "mean": result.newcomers.mean, "worst": result.newcomers.worst, "all": result.asked.all_questions,
            "needless": result.asked.needless + result.newcomers.needless,
            "everybody": {
                "mean": result.asked.mean, "worst": result.asked.worst,
                "histogram": {str(n): share for n, share in result.asked.histogram.items()},
                "interviews": result.asked.interviews,
            },
        },
        "sampled": result.limited is not None,
        "seconds": round(result.seconds, 1),
    }  # fmt: skip
