"""What each role meets at the addresses of the worklist, the dashboard and pay."""

# Columns in the order of ROLES, as in tests/test_access.py.
CLOCK_ROWS = """
insurance:worklist                   GET  in  403 403 403 403 403 200 200 200 403 403
insurance:worklist                   POST in  405 405 405 405 405 405 405 405 405 405
insurance:dashboard                  GET  in  403 403 403 403 403 200 200 200 403 403
insurance:dashboard                  POST in  405 405 405 405 405 405 405 405 405 405
insurance:dashboard-pdf              GET  in  403 403 403 403 403 200 200 200 403 403
insurance:dashboard-pdf              POST in  405 405 405 405 405 405 405 405 405 405
insurance:my-pay                     GET  in  200 404 403 403 403 403 403 403 403 403
insurance:my-pay                     POST in  405 405 405 405 405 405 405 405 405 405
"""
