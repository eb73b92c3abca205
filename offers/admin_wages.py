"""Legal pay in the operators' admin: a new wage or rate is a row with its source."""

from django.contrib import admin

from offers.models import MinimumWage, WageRate
from usp.core.admin import WrittenAdmin


@admin.register(MinimumWage)
class MinimumWageAdmin(WrittenAdmin):
    """The net minimum wage by dates."""

    list_display = ["dates", "net", "source"]
    search_fields = ["source"]


@admin.register(WageRate)
class WageRateAdmin(WrittenAdmin):
    """The shares of it that are due, for whom and on which ground."""

    list_display = [
        "dates", "ground", "rate", "is_public", "personnel_from", "personnel_below", "is_compulsory", "state_thirds",
    ]  # fmt: skip
    list_filter = ["ground", "is_public", "is_compulsory"]
    search_fields = ["source"]
