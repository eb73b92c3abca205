"""The verification desk: who decides on which declarations, what waits, and what the exam bodies answer."""
