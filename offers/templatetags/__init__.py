"""Tags of the offers' pages."""
