"""Yeterlilik Puanı: how points come from records, under a versioned method (domain.md §1.3)."""
