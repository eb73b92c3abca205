"""What binds both sides before the start: contract (D5), the fund's form (D6), undertaking (D7)."""

from dataclasses import dataclass

from insurance.paper_kinds import Paper
from insurance.papers.blocks import BLOCKS
from insurance.papers.data import InternPaper
from insurance.papers.pay import ACCOUNT, SAMPLE_PAY, TERMS, Pay, pay_of
from insurance.papers.registry import ALL_SIDES, TO_THE_END, Missing, Spec, register
from insurance.papers.subject import Subject
from usp.accounts.permissions import EmployerAction
from usp.core.templatetags.usp import tr_money

CLAUSES = tuple((name, label) for name, label, _text in BLOCKS[Paper.CONTRACT])
PAY_AFTER = "hours"
"""The clause on pay stands after the one on hours; it is computed, nobody words it."""
LARGE = 20
"""From how many people on the smaller share of the State applies (law 3308, provisional article 12)."""


@dataclass(frozen=True)
class Clause:
    """One article of the contract."""

    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Contract(InternPaper):
    """The contract of law 3308 between student, workplace and university."""

    pay: Pay

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The articles in order, the one on pay among them; a text left empty by the university has no article."""
        found: list[Clause] = []
        for name, label in CLAUSES:
            text = self.frame.texts.get(name, "")
            if text:
                found.append(Clause(label, text))
            if name == PAY_AFTER:
                found.append(Clause("Ücret", " ".join(pay_sentences(self.pay))))
        return tuple(found)

    def public_lines(self) -> tuple[tuple[str, str], ...]:
        """Whether it is paid; not how much."""
        return (("Ücret", "Ödenir" if self.pay.is_paid else "Ödenmez"),)


def pay_sentences(pay: Pay) -> tuple[str, ...]:
    """The article on pay. The law's minimum is named where it is on record, and its rights are kept either way."""
    if not pay.is_paid:
        return (
            "Taraflar bu staj için ücret kararlaştırmamıştır. Öğrencinin 3308 sayılı Kanun’un 25 inci maddesinden "
            "doğan hakları saklıdır.",
        )
    when = (
        f"Ücret, her ayın en geç {pay.pay_day}. günü öğrencinin banka hesabına yatırılır."
        if pay.is_monthly
        else f"Ücret, tamamlanan stajın bitimini izleyen ayın en geç {pay.pay_day}. günü öğrencinin banka hesabına "
        "yatırılır."
    )
    sentences = [f"İşletme, öğrenciye aylık net {tr_money(pay.amount)} ücret öder.", when]
    if pay.minimum is not None:
        sentences.append(
            f"Bu tarihlerde yasal alt sınır aylık {tr_money(pay.minimum)} tutarındadır ({pay.minimum_ground}); asgari "
            "ücret değişirse alt sınır da değişir ve ücret ondan az olamaz."
        )
    sentences.append("Tam olmayan aylarda ücret, özürsüz devamsızlık dışındaki günler üzerinden hesaplanır.")
    return tuple(sentences)


@dataclass(frozen=True, kw_only=True)
class FundForm(InternPaper):
    """What the employment fund wants to know of a paid internship at a private workplace (law 3308, md. 25)."""

    pay: Pay
    is_compulsory: bool | None  # None: not decided; nothing is ticked and no share is named

    @property
    def band(self) -> str:
        """«20’den az» / «20 ve üzeri» / «Bilinmiyor»."""
        if self.workplace.personnel is None:
            return "Bilinmiyor"
        return "20 ve üzeri" if self.workplace.personnel >= LARGE else "20’den az"

    def public_lines(self) -> tuple[tuple[str, str], ...]:
        """Nothing of the amount or the account."""
        return (("Personel sayısı", self.band),)


@dataclass(frozen=True, kw_only=True)
class Undertaking(InternPaper):
    """What the student promises, and the workplace's word that it is fit to train."""


def terms_missing(subject: Subject) -> tuple[Missing, ...]:
    """The contract cannot be printed without the terms of pay."""
    return () if _are_whole(subject) else (TERMS,)


def account_missing(subject: Subject) -> tuple[Missing, ...]:
    """The fund's form needs the account besides."""
    if not _are_whole(subject):
        return (TERMS,)
    return () if subject.pay is not None and subject.pay.iban and subject.pay.account_holder else (ACCOUNT,)


def _are_whole(subject: Subject) -> bool:
    return subject.pay is not None and (not subject.pay.is_paid or subject.pay.amount is not None)


register(
    Spec(
        kind=Paper.CONTRACT,
        data=Contract,
        template="pdf/contract.html",
        makers=ALL_SIDES,
        fill=lambda subject: {"pay": pay_of(subject)},
        sample={"pay": SAMPLE_PAY},
        missing=terms_missing,
        employer_action=EmployerAction.CONFIRM,
    )
)
register(
    Spec(
        kind=Paper.FUND_FORM,
        data=FundForm,
        template="pdf/fund_form.html",
        makers=ALL_SIDES,
        fill=lambda subject: {"pay": pay_of(subject), "is_compulsory": subject.is_compulsory},
        sample={"pay": SAMPLE_PAY, "is_compulsory": True},
        missing=account_missing,
        decided=lambda subject: {"is_compulsory": subject.is_compulsory},
        states=TO_THE_END,
        employer_action=EmployerAction.CONFIRM,
    )
)
register(Spec(kind=Paper.UNDERTAKING, data=Undertaking, template="pdf/undertaking.html", makers=ALL_SIDES))
