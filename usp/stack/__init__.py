"""The launcher behind the Makefile: sets the project up, runs the demo, runs the checks.

What runs before ``.venv`` exists (``__main__``, ``bootstrap``, ``console``, ``machine``, ``paths``,
``venv``) uses the standard library only. This is the one package beside ``usp.env`` that looks at the
environment: it prepares it for the portal's processes.
"""
