"""Pages of guidance, by who uses them."""
