"""The papers around an internship (docs/rules.md B12), as keys; the portal prints most, some only come in.

The values of printed ones are the keys of ``usp.documents.kinds``.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Paper(models.TextChoices):
    """D1 – D15 by name, in the order in which an internship needs them."""

    ACCEPTANCE_FORM = "acceptance_form", _("Staj Başvuru ve Kabul Formu")  # D1, the university's own
    EMPLOYER_ACCEPTANCE = "employer_acceptance", _("Staja Kabul Belgesi")  # the employer's, docs/rules.md A6
    NECESSITY_LETTER = "necessity_letter", _("Staj Zorunluluk Yazısı")  # D2
    HEALTH_COVER = "health_cover", _("SPAS Müstehaklık Belgesi")  # D3, from e-Devlet, only comes in
    IDENTITY_COPY = "identity_copy", _("Kimlik Fotokopisi")  # D4, only comes in
    CONTRACT = "contract", _("Staj Sözleşmesi (3308)")  # D5
    FUND_FORM = "fund_form", _("İşsizlik Fonu Katkısı Bilgi Formu")  # D6
    UNDERTAKING = "undertaking", _("Taahhütname")  # D7
    SGK_ENTRY = "sgk_entry", _("SGK İşe Giriş Bildirgesi")  # D8, from SGK, only comes in
    START_FORM = "start_form", _("Staj Başlangıç Formu")  # D9
    ATTENDANCE_SHEET = "attendance_sheet", _("Devam Çizelgesi")  # D10
    REPORT_COVER = "report_cover", _("Staj Raporu Kapağı")  # D11
    EVALUATION_FORM = "evaluation_form", _("Stajyer Değerlendirme Formu")  # D12
    COMPLETION = "completion", _("Staj Bitirme Belgesi")  # D13
    WITHDRAWAL = "withdrawal", _("Staj Feragat Dilekçesi")  # D15


NOT_PRINTED = frozenset({Paper.HEALTH_COVER, Paper.IDENTITY_COPY, Paper.SGK_ENTRY})
"""What somebody else issues: the portal only takes it in."""
