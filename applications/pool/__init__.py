"""Aday Havuzu: how its rows are made, named and searched (design.md §8)."""
