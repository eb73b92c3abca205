"""Yeterlilik Puanı: how points come from records, under a versioned method (decision 0008)."""
