"""What the shell's own components need beside the tags of ``usp.core``."""

from django import template

from usp.core import clock

register = template.Library()


@register.simple_tag
def page_moment() -> str:
    """The moment this page shows, by the one clock, as ISO 8601: the countdown's script counts on from it."""
    return clock.page_now().isoformat(timespec="seconds")
