"""Check a paper, fetch a paper, see an uploaded file."""
