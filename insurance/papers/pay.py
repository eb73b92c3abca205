"""What papers print of pay: the agreed terms beside the law's minimum (rules B5, B6)."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from insurance.papers.registry import EMPLOYER, Missing
from insurance.papers.subject import Subject
from offers.wages import WageFacts

# As papers cite it, whatever language the page speaks; announcements bind nobody here.
LAWS = {"law": "3308 sayılı Kanun md. 25", "provisional": "3308 sayılı Kanun geçici md. 12"}


@dataclass(frozen=True)
class Pay:
    """The agreed terms, frozen. ``minimum`` is the law's amount a month, None where no row says it."""

    is_paid: bool
    amount: Decimal | None
    is_monthly: bool
    pay_day: int
    iban: str
    account_holder: str
    minimum: Decimal | None = None
    minimum_ground: str = ""
    state_share: Decimal | None = None

    @property
    def iban_spaced(self) -> str:
        """«TR33 0006 1005 …», as it is read out."""
        return " ".join(self.iban[at : at + 4] for at in range(0, len(self.iban), 4))


SAMPLE_PAY = Pay(
    is_paid=True,
    amount=Decimal("5100.64"),
    is_monthly=True,
    pay_day=10,
    iban="TR330006100519786457841326",
    account_holder="Örnek Yazılım ve Bilişim Hizmetleri Anonim Şirketi",
    minimum=Decimal("5100.64"),
    minimum_ground="3308 sayılı Kanun md. 25",
    state_share=Decimal("1700.21"),
)

TERMS = Missing(
    _("Ücret koşulları yazılmamış."),
    _("İşveren, stajyerin sayfasındaki «Ücret koşulları» bölümüne yazar."),
    "insurance:pay-terms",
    EMPLOYER,
)
ACCOUNT = Missing(
    _("Devlet katkısının yatacağı IBAN ve hesap sahibi yazılmamış."),
    _("İşveren, stajyerin sayfasındaki «Ücret koşulları» bölümüne yazar."),
    "insurance:pay-terms",
    EMPLOYER,
)


def pay_of(subject: Subject) -> Pay:
    """The terms somebody wrote, with the law's minimum; asked for only once they are there."""
    terms = subject.pay
    if terms is None:
        raise ValueError("no pay terms")
    minimum, ground, share = legal_minimum(subject.wage)
    return Pay(
        is_paid=terms.is_paid,
        amount=terms.amount if terms.is_paid else None,
        is_monthly=terms.is_monthly,
        pay_day=terms.pay_day,
        iban=terms.iban,
        account_holder=terms.account_holder,
        minimum=minimum,
        minimum_ground=ground,
        state_share=share if subject.is_compulsory else None,
    )


def legal_minimum(facts: WageFacts) -> tuple[Decimal | None, str, Decimal | None]:
    """The law's largest amount a month over these dates, its ground, and what the State adds to the employer.

    Where no row of the law covers the dates, all are unknown.
    """
    laws = [one for stretch in facts.stretches for one in stretch.applied if one.row.ground in LAWS]
    if not laws:
        return None, "", None
    highest = max(laws, key=lambda one: one.monthly)
    shares = [one.state_monthly for one in laws if one.state_monthly and one.monthly == highest.monthly]
    return highest.monthly, LAWS[highest.row.ground], max(shares, default=None)
