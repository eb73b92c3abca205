"""Template tags of the whole portal: icons, Turkish dates, numbers and time left."""

import datetime as dt
import re
from decimal import Decimal

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from usp.core import clock, turkish

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; decorative unless a label is given."""
    meaning = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="usp-icon" {}><use href="{}#{}"></use></svg>', meaning, static("icons/sprite.svg"), name
    )


@register.filter
def soft_email(address: str) -> SafeString:
    """An e-mail address that a narrow column breaks before its «@» rather than inside a name."""
    return format_html_join(SafeString("<wbr>"), "{}", ((part,) for part in re.split(r"(?=@)", address)))


@register.filter
def tr_date(day: dt.date | None) -> str:
    """«17 Nisan 2024 Çarşamba»."""
    return date_format(_local(day), "j F Y l") if day else ""


@register.filter
def tr_day(day: dt.date | None) -> str:
    """«17 Nisan 2024»."""
    return date_format(_local(day), "j F Y") if day else ""


@register.filter
def tr_short(day: dt.date | None) -> str:
    """«17 Nis»."""
    return date_format(_local(day), "j M") if day else ""


@register.filter
def tr_datetime(moment: dt.datetime | None) -> str:
    """«17 Nisan 2024 Çarşamba 17.00»."""
    return date_format(_local(moment), "j F Y l H.i") if moment else ""


@register.filter
def time_left(moment: dt.datetime | None) -> str:
    """«6 saat 12 dakika kaldı», in the two largest units; «süresi doldu» once the moment has come."""
    if moment is None:
        return ""
    seconds = int((moment - clock.page_now()).total_seconds())
    if seconds <= 0:
        return _("süresi doldu")
    days, rest = divmod(seconds, 86400)
    hours, rest = divmod(rest, 3600)
    minutes = rest // 60
    parts = [
        (days, ngettext("%d gün", "%d gün", days)),
        (hours, ngettext("%d saat", "%d saat", hours)),
        (minutes, ngettext("%d dakika", "%d dakika", minutes)),
    ]
    said = [text % number for number, text in parts if number][:2]
    return _("%s kaldı") % " ".join(said) if said else _("bir dakikadan az kaldı")


@register.filter
def urgent(moment: dt.datetime | None) -> bool:
    """True in the last 24 hours before a moment."""
    return moment is not None and moment - clock.page_now() < dt.timedelta(hours=24)


@register.filter
def tr_number(number: int | None) -> str:
    """«12.482» (English: «12,482»)."""
    if number is None:
        return ""
    grouped = f"{number:,}"
    return grouped if get_language() == "en" else grouped.replace(",", ".")


@register.filter
def tr_decimal(number: Decimal | None) -> str:
    """«53,33» (English: «53.33»), two decimals."""
    if number is None:
        return ""
    text = f"{number:,.2f}"
    return text if get_language() == "en" else text.translate(str.maketrans(",.", ".,"))


@register.filter
def tr_money(amount: Decimal | None) -> str:
    """«5.100,64 TL»."""
    return f"{tr_decimal(amount)} TL" if amount is not None else ""


@register.filter
def tr_upper(text: str) -> str:
    """In capitals by Turkish rules, for papers: «İzmir» becomes «İZMİR»."""
    return turkish.upper(text)


def _local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    return timezone.localtime(value) if isinstance(value, dt.datetime) else value
