"""The steps that people take in an insurance case: what each is called, causes, asks for, and which verb it calls."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from insurance.case_rights import side_of
from insurance.forms import case as case_forms
from insurance.models import InsuranceCase, InsuranceTask
from insurance.services import case_moves as moves
from insurance.services.case_exits import change_entry, declare_exit
from insurance.services.case_refusals import refuse_entry
from insurance.services.record_checks import check_record, is_fresh, vouch_for_record
from insurance.states import AT_SGK, CaseState, case_may
from offers.states import PlacementState
from usp.accounts.models import User
from usp.core.errors import RuleViolation
from usp.documents.services.uploads import store_upload

Text = str | Promise
S, Ground = CaseState, InsuranceCase.Ground
UNIT_GROUNDS = (Ground.STUDENTSHIP, Ground.TERM, Ground.PAPERS)


@dataclass(frozen=True)
class Moment:
    """What decides which steps are open: who looks, the case, its entry and tasks, and the time."""

    user: User
    case: InsuranceCase
    now: dt.datetime
    has_entry: bool
    open_task: str = ""

    @property
    def today(self) -> dt.date:
        """The day of the page."""
        return self.now.date()

    @property
    def runs(self) -> bool:
        """Whether the internship stands."""
        return bool(self.case.placement.state == PlacementState.CONFIRMED)

    def may(self, action: str) -> bool:
        """Whether the table and the roles let this user do it from here."""
        who = side_of(self.user, self.case, action)
        return bool(who) and case_may(action, self.case.state, who)


@dataclass(frozen=True)
class Step:
    """One step: ``button`` on the case, ``title`` and ``causes`` on its own page, ``done`` afterwards."""

    key: str
    button: Text
    title: Text
    done: Text
    do: Callable[[InsuranceCase, User, dict[str, Any]], object]
    is_open: Callable[[Moment], bool]
    form: type[case_forms.CaseForm] = case_forms.CaseForm
    causes: tuple[tuple[Text, Text], ...] = ()
    icon: str = "check"
    is_danger: bool = False
    options: Callable[[Moment], dict[str, Any]] = field(default=lambda _moment: {})

    def make_form(self, moment: Moment, *args: Any, **kwargs: Any) -> forms.Form:
        """The step's form for this case at this moment."""
        return self.form(*args, case=moment.case, **self.options(moment), **kwargs)


def grounds_at(moment: Moment) -> tuple[InsuranceCase.Ground, ...]:
    """Why an entry may be refused here: SGK's own refusal only where SGK was asked."""
    told = moment.case.state in (S.PAPERS_RECEIVED, S.ENTRY_DECLARED)
    by_sgk = (Ground.SGK,) if told and side_of(moment.user, moment.case, "declare_entry") else ()
    by_unit = side_of(moment.user, moment.case, "refuse_entry") != "employer"
    begun = moment.today >= moment.case.placement.first_day and moment.case.state in AT_SGK
    return (*(UNIT_GROUNDS if by_unit and not begun else ()), *by_sgk)


def _share(case: InsuranceCase, user: User, data: dict[str, Any]) -> object:
    document = store_upload(actor=user, file=data["document"], purpose=moves.ENTRY_DOCUMENT)
    return moves.share_entry(case_id=case.pk, document=document, actor=user)


def _look(case: InsuranceCase, user: User, _data: dict[str, Any]) -> object:
    check = check_record(case_id=case.pk, actor=user)
    if not check.asked:
        raise RuleViolation(check.findings[0].text, code="record_unavailable")
    return check


def _may_set_cover(moment: Moment) -> bool:
    case, user = moment.case, moment.user
    if not moment.runs or case.state in (*AT_SGK, S.EXIT_DECLARED, S.CANCELLED):
        return False
    if user.is_student:
        return case.cover_by_id in (None, user.pk)
    action = "declare_entry" if case.insured_by != InsuranceCase.InsuredBy.UNIVERSITY else "receive_papers"
    return bool(side_of(user, case, action))


def _may_exit(moment: Moment) -> bool:
    case = moment.case
    if not moment.has_entry or not side_of(moment.user, case, "declare_exit"):
        return False
    if moment.runs:
        return case.state == S.ENTRY_SHARED and moment.today >= case.placement.last_day
    return moment.open_task != InsuranceTask.Kind.DELETE_ENTRY or moment.today > case.placement.first_day


def _entry_day_open(moment: Moment) -> bool:
    return moment.runs and moment.today < moment.case.placement.first_day


def _exit_options(moment: Moment) -> dict[str, Any]:
    task = moment.case.tasks.filter(kind=InsuranceTask.Kind.DECLARE_EXIT, done_at__isnull=True).first()
    return {"last_day": task.left_on if task else None}


STEPS: tuple[Step, ...] = (
    Step(
        "karar", _("Sigortayı kimin yapacağını kaydet"), _("Sigortayı kim yapacak?"), _("Karar kaydedildi."),
        lambda case, user, data: moves.decide_insurer(case_id=case.pk, actor=user, **data),
        lambda m: m.runs and bool(side_of(m.user, m.case, "decide"))
        and m.case.state in (S.AWAITING_DECISION, S.AWAITING_PAPERS, S.PAPERS_RECEIVED, S.ENTRY_REFUSED),
        case_forms.InsurerForm,
        ((_("Öğrenciye ve işverene haber verilir"), _("Sigortayı kimin yapacağını ikisi de okur.")),
         (_("Giriş gelmeden staj başlamaz"), _("Giriş belgesi yüklenene kadar staj başlatılamaz.")),),
        "gavel",
    ),
    Step(
        "evrak", _("Evrakı tamam olarak kaydet"), _("Evrak eksiksiz teslim alındı mı?"),
        _("Evrak tamam olarak kaydedildi."),
        lambda case, user, data: moves.receive_papers(case_id=case.pk, actor=user, **data),
        lambda m: _entry_day_open(m) and m.may("receive_papers"), case_forms.PapersForm,
        ((_("Sigorta girişi bildirilebilir"), _("Eksik evrak varsa kabul edilmez ve adıyla söylenir.")),
         (_("Öğrenciye haber verilir"), _("Girişin ne zamana kadar yapılacağını okur.")),),
        "inbox",
    ),
    Step(
        "saglik", _("Sağlık yardımını kaydet"), _("Sağlık yardımı"), _("Kaydedildi."),
        lambda case, user, data: moves.set_health_cover(case_id=case.pk, actor=user, **data), _may_set_cover,
        case_forms.CoverForm,
        ((_("Belge türü buna göre belirlenir"), _("Ailesi üzerinden alan öğrenci 22, almayan 43 ile bildirilir.")),),
        "heart-handshake", options=lambda m: {"for_student": m.user.is_student},
    ),
    Step(
        "kayit", _("Öğrencilik kaydına bak"), _("Öğrencilik kaydına yeniden bakılsın mı?"),
        _("Öğrencilik kaydına bakıldı."),
        _look,
        lambda m: _entry_day_open(m) and m.may("declare_entry"),
        causes=((_("e-Devlet’e sorulur"), _("Öğrencilik sürüyor mu, üst sınıfa geçmiş mi, not ortalaması ne.")),
                (_("Öğrencilik bittiyse giriş bildirilemez"), _("Sınıf ve ortalama yalnızca işvereni uyarır.")),),
        icon="refresh",
    ),
    Step(
        "beyan", _("Öğrenciliği kendi kaydımızdan doğrula"),
        _("Öğrenciliği kendi kayıtlarınızdan doğruluyor musunuz?"),
        _("Doğrulamanız kaydedildi."),
        lambda case, user, data: vouch_for_record(case_id=case.pk, actor=user),
        lambda m: _entry_day_open(m) and m.may("declare_entry") and not m.user.is_employer
        and not is_fresh(m.case, m.now),
        causes=((_("e-Devlet yanıt vermiyorsa"), _("Öğrenciliğin sürdüğünü üniversitenin kaydından siz söylersiniz; "
                                                     "adınız ve an yazılır.")),),
        icon="user-check",
    ),
    Step(
        "giris", _("Girişi kaydet"), _("SGK’ya giriş bildirildi mi?"), _("Giriş kaydedildi."),
        lambda case, user, data: moves.declare_entry(case_id=case.pk, actor=user, **data),
        lambda m: _entry_day_open(m) and m.may("declare_entry") and not m.case.record_stops
        and m.case.has_health_cover is not None,
        case_forms.EntryForm,
        ((_("En geç başlamadan önceki gün 23.59"), _("Aynı gün ve geçmişe dönük giriş yapılamaz.")),
         (_("Sonra giriş belgesi paylaşılır"), _("Belge öğrenci ve işverene ulaşmadan staj başlamaz.")),),
        "send",
    ),
    Step(
        "duzelt", _("Yeni tarihli girişi kaydet"), _("Eski giriş silinip yenisi bildirildi mi?"),
        _("Giriş yeni tarihiyle kaydedildi."),
        lambda case, user, data: change_entry(case_id=case.pk, actor=user, **data),
        lambda m: m.runs and m.open_task == InsuranceTask.Kind.CHANGE_ENTRY
        and bool(side_of(m.user, m.case, "change_entry")),
        case_forms.EntryForm,
        ((_("Önce SGK’da eski girişi silin"), _("Eski başlama gününün ertesi günü 23.59’a kadar silinebilir; sonra "
                                                  "eski güne çıkış bildirilir.")),
         (_("Yeni girişi başlamadan önce bildirin"), _("Sonra yeni giriş belgesini paylaşırsınız.")),),
        "calendar-event",
    ),
    Step(
        "belge", _("Giriş belgesini paylaş"), _("Giriş belgesini paylaşın"),
        _("Belge öğrenci ve işverenle paylaşıldı."), _share,
        lambda m: m.runs and m.has_entry and m.open_task != InsuranceTask.Kind.CHANGE_ENTRY
        and m.case.state in AT_SGK and bool(side_of(m.user, m.case, "share_entry")),
        case_forms.DocumentForm,
        ((_("Öğrenci ve işveren belgeyi görür"), _("İkisine de haber verilir; staj gününde başlayabilir.")),),
        "upload",
    ),
    Step(
        "cikis", _("Çıkışı kaydet"), _("SGK’ya çıkış bildirildi mi?"), _("Çıkış kaydedildi."),
        lambda case, user, data: declare_exit(case_id=case.pk, actor=user, **data), _may_exit,
        case_forms.ExitForm,
        ((_("Çalıştığı son gün yazılır"), _("İkinci stajın girişi ancak bundan sonra bildirilebilir.")),),
        "flag", options=_exit_options,
    ),
    Step(
        "evrak-geri", _("Evrakı geri aç"), _("Evrak yeniden mi beklenecek?"), _("Evrak yeniden bekleniyor."),
        lambda case, user, data: moves.reopen_papers(case_id=case.pk, actor=user, **data),
        lambda m: m.runs and m.may("reopen_papers"), case_forms.ReasonForm,
        ((_("Giriş bildirilemez"), _("Evrak yeniden tamam sayılana kadar dosya bekler; öğrenci nedenini okur.")),),
        "arrow-back-up",
    ),
    Step(
        "ret", _("Girişi reddet"), _("Sigorta girişi yapılmayacak mı?"), _("Ret kaydedildi."),
        lambda case, user, data: refuse_entry(case_id=case.pk, actor=user, **data),
        lambda m: m.runs and bool(side_of(m.user, m.case, "refuse_entry")) and bool(grounds_at(m)),
        case_forms.RefusalForm,
        ((_("Birimin nedeni stajı iptal eder"), _("Öğrenci mazeretli sayılır; hakkı geri verilir, not yazılamaz.")),
         (_("SGK’nın reddi stajı iptal etmez"), _("Dosya size döner; düzeltip yeniden bildirirsiniz.")),),
        "ban", True, lambda m: {"grounds": grounds_at(m)},
    ),
)  # fmt: skip
BY_KEY = {step.key: step for step in STEPS}
# The one step that leads on; everything else that is open stands beside it.
_ORDER = ("karar", "evrak", "duzelt", "cikis", "belge", "saglik", "giris", "kayit", "beyan")


def open_steps(moment: Moment) -> list[Step]:
    """What this user may do now, in the order of the case."""
    return [step for step in STEPS if step.is_open(moment)]


def next_step(moment: Moment, steps: list[Step]) -> Step | None:
    """The one that leads on. A document that is shared already is no next step, nor cover that is known."""
    keys = {step.key for step in steps}
    if moment.case.state == S.ENTRY_SHARED:
        keys -= {"belge"}
    if moment.case.has_health_cover is not None or moment.case.state in (S.AWAITING_PAPERS, S.ENTRY_REFUSED):
        keys -= {"saglik"}
    if moment.case.state != S.AWAITING_DECISION:
        keys -= {"karar"}
    if "giris" not in keys and moment.case.record_checked_at is not None:
        keys -= {"kayit", "beyan"}
    return next((BY_KEY[key] for key in _ORDER if key in keys), None)
