"""``python -m tests.benchmarks [name …]``: all of them, or the named ones."""

import os
import sys

import django


def main(names: list[str]) -> None:
    """Prepare a database with the demo season, run the benchmarks, print one line a figure."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "usp.settings.test")
    django.setup()
    from tests.benchmarks import (  # noqa: PLC0415 -- after setup
        crash,
        hammer,
        histories,
        pages,
        papers,
        pool,
        prints,
        scoring,
        sweep,
        worklist,
    )
    from tests.benchmarks.season import prepare  # noqa: PLC0415 -- after setup

    in_demo = {"pages": pages.measure, "papers": papers.measure, "sweep": sweep.measure}
    # These make a world of their own, so they come after those that share the demo's.
    alone = {
        "scoring": scoring.measure,
        "hammer": hammer.measure,
        "crash": crash.measure,
        "histories": histories.measure,
        "pool": pool.measure,
        "prints": prints.measure,
        "worklist": worklist.measure,
    }
    known = in_demo | alone
    unknown = set(names) - set(known)
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}; known: {', '.join(known)}")
    wanted = [name for name in known if name in (names or known)]
    if set(wanted) & set(in_demo):
        prepare()
    for name in wanted:
        for line in known[name]():
            sys.stdout.write(f"{name}: {line}\n")
            sys.stdout.flush()


main(sys.argv[1:])
