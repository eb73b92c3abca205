"""``python -m tests.benchmarks [pages|papers|sweep|scoring …]``: all of them, or the named ones."""

import os
import sys

import django


def main(names: list[str]) -> None:
    """Prepare a database with the demo season, run the benchmarks, print one line a figure."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "usp.settings.test")
    django.setup()
    from tests.benchmarks import pages, papers, scoring, sweep  # noqa: PLC0415 -- after setup
    from tests.benchmarks.season import prepare  # noqa: PLC0415 -- after setup

    known = {"pages": pages.measure, "papers": papers.measure, "sweep": sweep.measure, "scoring": scoring.measure}
    unknown = set(names) - set(known)
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}; known: {', '.join(known)}")
    if set(names) != {"scoring"}:  # which makes a world of its own
        prepare()
    for name in names or known:
        for line in known[name]():
            sys.stdout.write(f"{name}: {line}\n")
            sys.stdout.flush()


main(sys.argv[1:])
