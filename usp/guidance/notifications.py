"""Kinds of notices of guidance."""

from django.utils.translation import gettext_lazy as _

from usp.notifications import kinds

kinds.register(
    kinds.Kind(
        key="problem_answered",
        title=_("Sorun bildiriminiz cevaplandı"),
        body=_("%(code)s numaralı bildiriminize cevap yazıldı. Cevabı bildiriminizin sayfasında okuyabilirsiniz."),
        link="guidance:my-problems",
    ),
    kinds.Kind(
        key="problem_closed",
        title=_("Sorun bildiriminiz kapatıldı"),
        body=_("%(code)s numaralı bildiriminizle ilgili yapılacak başka bir şey kalmadı. Sürüyorsa yeniden bildirin."),
        channels=kinds.INBOX_ONLY,
        link="guidance:my-problems",
    ),
)
