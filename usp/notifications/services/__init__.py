"""The verbs of the outbox and the inbox."""
