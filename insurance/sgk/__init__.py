"""SGK's bulk files and answers, pure: bytes in, bytes out, no database (docs/rules.md B1–B3, docs/decisions/0017)."""
