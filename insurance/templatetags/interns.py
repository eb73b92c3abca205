"""Tags of the intern's page."""

from django import template
from django.template import Context, Engine
from django.utils.safestring import SafeString

from insurance.intern_parts import Shown

register = template.Library()


@register.simple_tag(takes_context=True)
def intern_part(context: Context, part: Shown) -> SafeString:
    """Render one part; its names are its own and do not reach the next part."""
    found = Engine.get_default().get_template(part.template)
    with context.push(**part.context):
        return found.render(context)
