"""What a student's own export tells of agreed pay and of the list letters that name the student."""

from django.utils.translation import gettext_lazy as _

from insurance.models import AcceptanceListRow, PayTerms
from offers.models import Placement
from usp.accounts.exports import Part, register, sheet_of
from usp.accounts.models import User


def collect(user: User) -> Part:
    """Of the student's own placements; the firm's account is the firm's."""
    mine = Placement.objects.visible_to(user)
    terms = PayTerms.objects.filter(placement__in=mine).select_related("placement__offer").order_by("pk")
    rows = AcceptanceListRow.objects.filter(placement__in=mine).select_related(
        "placement__offer", "acceptance_list__university"
    )
    employer = ("employer", _("İşveren"), lambda row: row.placement.offer.terms["employer"])
    return Part(
        (
            sheet_of(
                "pay_terms", _("Ücret koşulları"), terms,
                employer, "is_paid", "amount", "is_monthly", "pay_day", "changed_at",
            ),
            sheet_of(
                "acceptance_lists", _("Adınızın geçtiği liste yazıları"), rows.order_by("pk"),
                employer,
                ("university", _("Üniversite"), lambda row: row.acceptance_list.university.name),
                ("made_at", _("Düzenlenme"), lambda row: row.acceptance_list.made_at),
            ),
        ),
    )  # fmt: skip


register(app="insurance.forms", order=43, collect=collect, tables=(PayTerms, AcceptanceListRow))
