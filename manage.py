#!/usr/bin/env python
"""Django's command line for the portal."""

import gc
import os
import sys


def main() -> None:
    """Run one management command with the settings named in the environment (default: the demo's)."""
    gc.set_threshold(100_000, 50, 50)  # models are made by the thousand and kept: looking through them is dear
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "usp.settings.local")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- after the settings are named

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
