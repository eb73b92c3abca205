"""After acceptance: the intern list, insurance cases, printed forms."""
