"""Aday Havuzu: how its rows are made, named and searched (docs/architecture.md)."""
