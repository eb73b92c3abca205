"""What an offer's state is called and means, said to its candidate."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from offers.cards.shared import Words
from offers.models import Offer
from offers.states import Kind, OfferState, PlacementState

S = OfferState

STUDENT_WORDS: Words = {
    S.OPEN: (gettext_lazy("Cevabınız bekleniyor"), "clock"),
    S.RESERVED: (gettext_lazy("Yedek sırada bekliyorsunuz"), "done"),
    S.ACCEPTED: (gettext_lazy("Kabul ettiniz"), "done"),
    S.EVALUATING: (gettext_lazy("Ek değerlemede"), "brand"),
    S.CONFIRMED: (gettext_lazy("Staja kabul edildiniz"), "done"),
    S.DECLINED: (gettext_lazy("Reddettiniz"), "plain"),
    S.EXPIRED: (gettext_lazy("Zaman aşımı"), "plain"),
    S.WITHDRAWN: (gettext_lazy("İşveren geri çekti"), "plain"),
    S.REJECTED: (gettext_lazy("Ek değerleme olumsuz"), "plain"),
    S.LAPSED: (gettext_lazy("Süresi içinde onaylanmadı"), "plain"),
    S.RELEASED: (gettext_lazy("Serbest bırakıldı"), "plain"),
    S.SUPERSEDED: (gettext_lazy("Yerine yenisi geldi"), "plain"),
    S.ENDED: (gettext_lazy("Staj başlamadan sona erdi"), "plain"),
}
IN_PROGRAMME = gettext_lazy("Programa kabul edildiniz")


def label_of(offer: Offer, state: str) -> tuple[str, str]:
    """The offer's state in words and its colour; of a placement that is over its own."""
    placement = getattr(offer, "placement", None)
    if placement is not None and placement.state != PlacementState.CONFIRMED and state in (S.CONFIRMED, S.ENDED):
        tone = "done" if placement.state == PlacementState.COMPLETED else "plain"
        return str(placement.get_state_display()), tone
    label, tone = STUDENT_WORDS[state]
    return str(IN_PROGRAMME if state == S.CONFIRMED and offer.kind != Kind.INTERNSHIP else label), tone


# What the state means for the student, and what is left to do (A25 for the expired ones).
MEANING: dict[str, str | Promise] = {
    S.OPEN: gettext_lazy("Süre dolmadan cevap verin; cevap vermezseniz teklifi reddetmiş sayılırsınız."),
    S.RESERVED: gettext_lazy("Bir asil yer boşalırsa sıradaki size geçer, e-posta ve SMS ile haber veririz."),
    S.ACCEPTED: gettext_lazy("Sırada işverenin son onayı var. Son onayı ilk veren işveren stajınızı başlatır."),
    S.EVALUATING: gettext_lazy(
        "Ek değerleme sürüyor. Sizden istenenleri ve sonucunu «Ek değerleme» bölümünde görürsünüz."
    ),
    S.CONFIRMED: gettext_lazy("İşveren son onayı verdi. Bundan sonraki adımlar aşağıda sırasıyla yazar."),
    S.DECLINED: gettext_lazy("Bu teklife hayır dediniz. Diğer işverenlerden teklif alma şansınız sürüyor."),
    S.EXPIRED: gettext_lazy(
        "Süresi içinde cevap vermediğiniz için reddetmiş sayıldınız. Bu, yeni teklif almanızı engellemez."
    ),
    S.WITHDRAWN: gettext_lazy("İşveren teklifi geri çekti. Diğer işverenlerden teklif alma şansınız sürüyor."),
    S.REJECTED: gettext_lazy("İşveren ek değerlemeden sonra başka adaylarla devam ediyor."),
    S.LAPSED: gettext_lazy("İşveren son onayı süresi içinde vermedi. Sizin bir eksiğiniz yok."),
    S.RELEASED: gettext_lazy("Başka bir işveren stajınızı onayladığı için bu teklif serbest bırakıldı."),
    S.SUPERSEDED: gettext_lazy("İşveren bu teklifin yerine yeni bir teklif gönderdi."),
    S.ENDED: gettext_lazy("Stajın kaydı, staj başlamadan sona erdi."),
}
RELEASED: dict[str, str | Promise] = {
    "overlap": gettext_lazy(
        "Onaylanan staj ya da programınızla aynı günlere denk geldiği için bu teklif serbest bırakıldı."
    ),
    "disqualified": gettext_lazy("Başvurunuz geçerliliğini yitirdiği için bu teklif serbest bırakıldı."),
}
LINE_ENDED = gettext_lazy("Yedek sırada size yer açılmadan çağrı süresi doldu. Sizin bir eksiğiniz yok.")

# Somebody called from the line: the same state means more.
CALLED: dict[str, str | Promise] = {
    S.OPEN: gettext_lazy(
        "Bir yer boşaldı ve sıra size geldi. Süre dolmadan cevap verin; cevap vermezseniz yer sıradakine geçer."
    ),
    S.ACCEPTED: gettext_lazy(
        "Bir yer boşaldı ve önceden verdiğiniz cevapla sizin oldu. Sırada işverenin son onayı var."
    ),
}
OUTCOME: dict[str, str | Promise] = {
    PlacementState.COMPLETED: gettext_lazy("Stajınızı tamamladınız."),
    PlacementState.CANCELLED: gettext_lazy(
        "Staj iptal edildi. Staj hakkınız geri geldi; diğer işverenlerden teklif alma şansınız sürüyor."
    ),
    PlacementState.ABANDONED: gettext_lazy(
        "Staj yarıda kaldı. Staj hakkınız geri geldi; diğer işverenlerden teklif alma şansınız sürüyor."
    ),
}
PROGRAMME_OUTCOME: dict[str, str | Promise] = {
    PlacementState.COMPLETED: gettext_lazy("Programı tamamladınız."),
    PlacementState.CANCELLED: gettext_lazy("Programa katılımınız iptal edildi. Staj hakkınız etkilenmez."),
    PlacementState.ABANDONED: gettext_lazy("Program yarıda kaldı. Staj hakkınız etkilenmez."),
}
