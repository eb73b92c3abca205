"""``python3 -m usp.stack <command>``. Written so that an old Python can still read it and say what is
wrong.
"""

import sys


def main():  # type: () -> int
    """Refuse an old Python in one sentence; everything else is the business of ``bootstrap``."""
    if sys.version_info < (3, 11):  # noqa: UP036 -- this file is for the older ones
        sys.stderr.write(
            "This project needs Python 3.11 or later, and {} is {}.{}. Install a newer one and name it: "
            "make run PYTHON=python3.12\n".format(sys.executable, *sys.version_info[:2])
        )
        return 1
    from usp.stack.bootstrap import start  # noqa: PLC0415 -- after the check

    return start(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
