"""How many labelled hazards each reviewer of migrations finds, and how many alarms are not labelled.

  python -m pip install -r benchmarks/migrations/requirements.txt
  npm ci --prefix benchmarks/migrations
  python benchmarks/migrations/compare.py [--case NAME] [--missed] [--tool NAME]

A label is found if the tool reports a rule that speaks of its hazard within the labelled statement, or
without a place (see `rivals.py`). An alarm is *unlabelled* if it speaks of a hazard that the statement does
not have. `SQUAWK` names squawk's program where it is not on the path.
"""

from __future__ import annotations

import argparse
from collections import Counter

from cases import Case, Label, cases
from rivals import Found, Tool, tools

from partywall.hazards.names import hazard_names


def main() -> None:
    """Print the table."""
    arguments = _arguments()
    chosen = [each for each in cases() if arguments.case in {None, each.name}]
    labelled = Counter(label.hazard for case in chosen for label in case.labels)
    all_tools = tools(tuple(sorted(hazard_names())))
    hits: dict[str, Counter[str]] = {}
    alarms: dict[str, list[str]] = {}
    for tool in all_tools:
        if arguments.tool not in {None, tool.name}:
            hits[tool.name], alarms[tool.name] = Counter(), []
            continue
        hits[tool.name], alarms[tool.name] = Counter(), []
        for case in chosen:
            found = tool.run(case)
            hits[tool.name].update(_hits(tool, case, found))
            alarms[tool.name] += _unlabelled(tool, case, found)
            if arguments.missed:
                for label in case.labels:
                    if not _is_hit(tool, label, found):
                        print(f"{tool.name}: {case.name}:{label.line}: {label.hazard}: {label.reason}")
    _print(labelled, all_tools, hits, alarms)
    if arguments.missed:
        for name, found_alarms in alarms.items():
            for alarm in found_alarms:
                print(f"{name}: unlabelled: {alarm}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--case", help="one case alone")
    parser.add_argument("--tool", help="one tool alone")
    parser.add_argument(
        "--missed", action="store_true", help="list what was missed, and what was not labelled"
    )
    return parser.parse_args()


def _hits(tool: Tool, case: Case, found: list[Found]) -> list[str]:
    return [label.hazard for label in case.labels if _is_hit(tool, label, found)]


def _is_hit(tool: Tool, label: Label, found: list[Found]) -> bool:
    return any(label.hazard in tool.hazards(each) and _is_there(label, each) for each in found)


def _is_there(label: Label, found: Found) -> bool:
    """Whether a finding is about a labelled statement; one without a place is about the whole file."""
    return not found.line or label.hazard in _SEVERAL or label.line <= found.line <= label.end


def _unlabelled(tool: Tool, case: Case, found: list[Found]) -> list[str]:
    """Alarms on a statement that has none of the hazards that they speak of."""
    return [
        f"{case.name}:{each.line}: {each.rule}"
        for each in found
        if tool.hazards(each)
        and not any(label.hazard in tool.hazards(each) and _is_there(label, each) for label in case.labels)
    ]


# What takes several statements, and may be told at any of them.
_SEVERAL = frozenset({"enum-recreated"})


def _print(
    labelled: Counter[str],
    all_tools: tuple[Tool, ...],
    hits: dict[str, Counter[str]],
    alarms: dict[str, list[str]],
) -> None:
    names = [each.name for each in all_tools]
    print("| hazard | labels | " + " | ".join(names) + " |")
    print("|---|---|" + "---|" * len(names))
    for hazard, count in sorted(labelled.items()):
        print(f"| `{hazard}` | {count} | " + " | ".join(str(hits[name][hazard]) for name in names) + " |")
    totals = " | ".join(str(sum(hits[name].values())) for name in names)
    print(f"| **all** | {sum(labelled.values())} | {totals} |")
    print("| unlabelled alarms | | " + " | ".join(str(len(alarms[name])) for name in names) + " |")


if __name__ == "__main__":
    main()
