"""Runs one of the benches, or says which there are."""

import argparse
import importlib
import os
import sys

QUESTIONS = ("fanout", "rollup", "changes", "exactness", "past", "merger", "reorganisation", "page")


def main(words: list[str]) -> int:
    """Measure and print one line; the answer of the process is 0 when the goal is met."""
    parser = argparse.ArgumentParser(prog="quantriet bench", description=__doc__)
    parser.add_argument("question", choices=QUESTIONS)
    parser.add_argument("--json", action="store_true", help="one line for programs")
    parser.add_argument("--scale", choices=("national", "small"), default="national")
    chosen = parser.parse_args(words)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

    from bench.national import ground

    levels = ground.SMALL if chosen.scale == "small" else ground.LEVELS
    measured = importlib.import_module(f"bench.national.{chosen.question}").measure(levels)
    print(measured.as_json() if chosen.json else measured.as_text(), flush=True)
    return 0 if measured.is_met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
