"""Models of guidance."""

from usp.guidance.models.announcements import Announcement, Audience

__all__ = ["Announcement", "Audience"]
