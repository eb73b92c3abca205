"""Tags of a placement's page."""

from typing import Any

from django import template
from django.template import Context, Engine
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from offers.asides import asides_of

register = template.Library()


@register.simple_tag(takes_context=True)
def placement_asides(context: Context, placement: Any) -> SafeString:
    """What apps above show of this placement to whoever looks; each part's names are its own."""
    shown = []
    for aside in asides_of(context["user"], placement):
        with context.push(placement=placement, **aside.context):
            shown.append((Engine.get_default().get_template(aside.template).render(context),))
    return format_html_join("", "{}", shown)
