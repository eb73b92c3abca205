"""The papers around an internship: what each says, and the university's own form of it."""
