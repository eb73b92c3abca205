"""A stand-in for e-Devlet on its own port, for the demo and the tests. Production refuses it (usp.E002).

Its screens are Turkish only, like the service it stands in for.
"""
