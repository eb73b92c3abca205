"""What an employer can do with an offer now, and until when, in sentences. Rows in, words out."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from offers.cards.sent import SentRow
from offers.cards.shared import days_of
from offers.states import LIVE_OFFER, Kind, OfferState

S = OfferState


@dataclass(frozen=True)
class Step:
    """One sentence, and the moment it is good for; ``until`` is None where no clock runs."""

    text: str
    until: dt.datetime | None = None


def steps_now(row: SentRow, now: dt.datetime) -> list[Step]:
    """What goes on and what is possible at this moment, the employer's own turn first."""
    if row.rests and row.state in LIVE_OFFER:
        return [Step(_rest_words(row))]
    match row.state:
        case S.OPEN:
            return _while_open(row)
        case S.RESERVED:
            return _while_reserved(row)
        case S.ACCEPTED:
            return _while_accepted(row, now)
        case S.EVALUATING:
            return [
                Step(_("Ek değerlemeyi sonuçlandırın; olumluysa ardından son onayı verin."), row.offer.confirm_by),
                Step(_("Süre dolarsa kabul düşer, yer sıradaki yedeğe geçer.")),
            ]
        case S.CONFIRMED:
            return _while_confirmed(row, now.date())
    return [Step(_closed_words(row))]


def _rest_words(row: SentRow) -> str:
    if row.state == S.CONFIRMED:
        return _("Kurumunuzun işlemleri durduruldu. Onaylanan staj sürer; sorularınızı program yürütücüsüne yazın.")
    return _(
        "Kurumunuzun işlemleri durduruldu: süreler işlemiyor, adayın adı ve iletişim bilgileri kapalı. İşlemler "
        "yeniden başlayınca kaldığı yerden sürer."
    )


def _while_open(row: SentRow) -> list[Step]:
    steps = []
    if row.asks_change:
        steps.append(
            Step(_("Aday yer ya da dönem değişikliği istiyor. Cevaplanmayan istek kabul edilmemiş sayılır."),
                 row.change_by)
        )  # fmt: skip
    until = None if row.waits_for_a_call else row.offer.reply_by
    steps.append(Step(_("Adayın cevabı bekleniyor. Cevap gelmezse teklif reddedilmiş sayılır."), until))
    if row.line_no is not None:
        steps.append(Step(_("Aday yedek sırada: evet derse bekler, yer boşalınca sırayla çağrılır.")))
    steps.append(Step(_("Vazgeçerseniz teklifi nedenini seçerek geri çekebilirsiniz; yer varsa sıraya geçer.")))
    return steps


def _while_reserved(row: SentRow) -> list[Step]:
    """The day on which a call ends tells the university, so it is not said (docs/rules.md P2)."""
    steps = [Step(_("Aday yedek sırada beklemeyi kabul etti. Boşalan yer sıradaki adaya kendiliğinden geçer."))]
    if row.offer.kind == Kind.INTERNSHIP:
        steps.append(Step(_("Evrak süreleri nedeniyle çağrı, başlangıçtan haftalar önce sona erebilir.")))
    steps.append(Step(_("Aday çağrılmadan adı açılmaz. Gerekirse teklifi nedenini seçerek geri çekebilirsiniz.")))
    return steps


def _while_accepted(row: SentRow, now: dt.datetime) -> list[Step]:
    waits = row.waits_until(now)
    if waits is not None:
        steps = [
            Step(_("Aday yedek sıradan çağrıldı ve bir süre serbestçe vazgeçebilir; son onay bundan sonra açılır."),
                 waits),
            Step(_("Son onayın en geç anı."), row.offer.confirm_by),
        ]  # fmt: skip
    else:
        steps = [
            Step(_("Son onayı verin. Adayın stajını, son onayı ilk veren işveren başlatır."), row.offer.confirm_by)
        ]
    steps.append(Step(_("Karar vermeden önce ek değerleme isteyebilirsiniz: mülakat, sınav ya da ödev.")))
    steps.append(Step(_("Süre dolarsa kabul düşer, yer sıradaki yedeğe geçer.")))
    return steps


def _while_confirmed(row: SentRow, today: dt.date) -> list[Step]:
    """Insurance and papers belong to internships alone (A3); a day that has begun is no longer cancelled."""
    days = days_of(row.offer)
    if today > days.last_day:
        return [Step(_("Son gün geçti. Devamı siz bildirince tamamlanmış sayılır."))]
    if today >= days.first_day:
        return [Step(_("Tarihi sürüyor. Yarıda kalırsa ya da hiç başlamadıysa aşağıdan bildirin."))]
    if row.offer.kind != Kind.INTERNSHIP:
        return [
            Step(_("Tarihler kesinleşti. İş gölgeleme ve eğitim için sigorta girişi ve staj evrakı beklenmez.")),
            Step(_("Değişiklik gerekirse nedenini yazarak iptal edebilirsiniz.")),
        ]
    return [
        Step(_("Tarihler kesinleşti. Sigorta girişi paylaşılmadan stajı başlatmayın.")),
        Step(_("Değişiklik gerekirse stajı, nedenini yazarak iptal edebilirsiniz.")),
    ]


def _closed_words(row: SentRow) -> str:
    return {
        S.DECLINED: _("Aday teklifi istemedi. Yer varsa yedek sıraya geçti."),
        S.EXPIRED: _("Aday süresi içinde cevap vermedi. Farklı bir süreyle yeniden teklif gönderebilirsiniz."),
        S.WITHDRAWN: _("Bu teklif geri çekildi. Aynı adaya yeni bir teklif gönderebilirsiniz."),
        S.REJECTED: _("Ek değerleme olumsuz bitti. Yer varsa yedek sıraya geçti."),
        S.LAPSED: _("Süresi içinde sonuçlanmadığı için düştü."),
        S.RELEASED: _("Adayın dönemdeki hakkı kullanıldı ya da tarihleri çakıştı; teklif serbest bırakıldı."),
        S.SUPERSEDED: _("Anlaşılan değişiklikle yerine yeni bir teklif geçti."),
        S.ENDED: _("Staj başlamadan sona erdi. Yer varsa yedek sıraya geçti."),
        S.UNDONE: _("Gönderim on saniye içinde geri alındı; aday görmedi."),
    }[S(row.state)]
