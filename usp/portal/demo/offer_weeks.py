"""The demo's offer weeks: positions of every kind, offers in every state, lists and searches, an employer at rest.

Everything goes through the verbs that people use; what somebody does on a later day is done when the clock is there.
"""

import datetime as dt
from dataclasses import dataclass

from applications.models import Application, Season
from applications.states import ApplicationState
from offers.models import Offer, Position
from offers.reasons import WithdrawReason
from offers.services import changes, searches, talent
from offers.services.answer import decline_offer
from offers.services.cancelling import request_cancellation
from offers.services.closing import close_position
from offers.services.confirm import confirm_offer
from offers.services.evaluate import Meeting, Task, answer_task, choose_time, decide_evaluation, request_evaluation
from offers.services.positions import AskedDocument, create_position
from offers.services.resting import walk_employers
from offers.services.withdraw import withdraw_offers
from offers.states import Kind, OfferRank, OfferState
from usp.accounts.models import User
from usp.accounts.services.employers import suspend_employer
from usp.core import clock
from usp.portal.demo.hands import proposal, say_yes, send, student_of
from usp.portal.demo.organisations import CENTER
from usp.portal.season_clock import advance_to
from usp.reference.models import District, University

MANAGER, RECRUITER, RESTING = "elif.sahin@dsi.example", "burak.ozturk@trakya.example", "hale.aksoy@marmara.example"
_TITLES = (
    ("Veri mühendisliği stajyeri", "Bilgi İşlem Dairesi Başkanlığı", Kind.INTERNSHIP, 10, None, True,
     "Ölçüm verilerinin toplanması, temizlenmesi ve haritada gösterilmesi."),
    ("Baraj işletmesinde iş gölgeleme", "İşletme ve Bakım Dairesi", Kind.SHADOWING, 4, 5, True,
     "Bir işletme mühendisinin beş iş gününe eşlik etmek; uygulama yaptırılmaz."),
    ("Hidroloji verisi eğitimi", "Etüt, Planlama ve Tahsisler Dairesi", Kind.TRAINING, 12, 10, True,
     "Akım gözlem verisinin okunması üzerine iki haftalık uygulamalı eğitim."),
    ("Coğrafi bilgi sistemleri stajyeri", "Harita Şube Müdürlüğü", Kind.INTERNSHIP, 2, None, False,
     "Sayısal haritaların güncellenmesi, arazi verisinin işlenmesi."),
    ("Arşiv tarama stajyeri", "Destek Hizmetleri Dairesi", Kind.INTERNSHIP, 1, None, True,
     "Proje arşivinin sayısallaştırılmasına yardım."),
)  # fmt: skip
_DOCUMENTS = (AskedDocument("student_certificate"), AskedDocument("entry_document"), AskedDocument("bank_account"))
_SEARCHES = (
    ("Akademik 60 ve üzeri", "akademik=60"),
    ("Teklif göndermediklerimiz", "gizle=1"),
)


@dataclass(frozen=True)
class Season2024:
    """Who and what the offer weeks are about."""

    season: Season
    manager: User
    recruiter: User
    crowd: list[Application]

    def at(self, day: int, hour: int = 17) -> dt.datetime:
        """A moment of May."""
        return self.season.pool_opens_at.astimezone(clock.now().tzinfo).replace(day=day, hour=hour)


def make_offer_weeks(season: Season, until: dt.datetime) -> None:
    """What happens from the pool's opening to the moment the demo shows."""
    crowd = (
        Application.objects.filter(
            season=season, state=ApplicationState.COMPLETED, enrolment_id__startswith="demo-", offers__isnull=True
        )
        .exclude(department__unit__university__code=CENTER)
        .exclude(department__unit__university__kind__in=University.OUTSIDE_TURKIYE)
        .order_by("pk")[:60]
    )
    stage = Season2024(season, _user(MANAGER), _user(RECRUITER), list(crowd))
    positions = _positions(stage)
    asil, yedek = _send_all(stage, positions[0])
    _first_answers(stage, asil, yedek)
    _other_kinds(stage, positions[1], positions[2])
    _from_elsewhere(stage)
    rival = _rivals(stage, asil)
    _lists_and_searches(stage)
    resting = _offer_of_resting(stage)
    advance_to(until - dt.timedelta(minutes=30))
    _last_answers(stage, asil, rival)
    suspend_employer(
        employer_id=resting.position.employer_id,
        actor=_user("deniz.gunes@usp.example"),
        reason="İş yeri adresi doğrulanamadı; belge bekleniyor.",
    )
    walk_employers(resting.position.employer_id)


def _user(email: str) -> User:
    return User.objects.select_related("employer_membership__employer").get(email=email)


def _position(stage: Season2024, actor: User, row: tuple[str, str, str, int, int | None, bool, str]) -> Position:
    title, unit, kind, quota, days, publish, tasks = row
    employer = actor.employer_membership.employer
    supervisor = employer.memberships.order_by("pk").last()
    position = Position(
        season=stage.season, kind=kind, title=title, workplace_unit=unit, province=employer.province,
        district=employer.district, address=employer.address, weekly_days=5, tasks=tasks, working_days=days,
        supervisor=supervisor or actor.employer_membership, mentor_name="Sevgi Kara",
        mentor_title="Başmühendis", meal=True, transport=kind == Kind.INTERNSHIP,
    )  # fmt: skip
    documents = _DOCUMENTS if kind == Kind.INTERNSHIP else ()
    return create_position(position=position, quota=quota, actor=actor, publish=publish, documents=documents)


def _positions(stage: Season2024) -> list[Position]:
    """Two internships, a shadowing, a training, a draft and one that was closed."""
    made = [_position(stage, stage.manager, row) for row in _TITLES]
    close_position(position_id=made[-1].pk, actor=stage.manager, reason="Arşiv taşınıyor.")
    return made


def _send_all(stage: Season2024, position: Position) -> tuple[list[Offer], list[Offer]]:
    """Ten asil offers, two of them from the first of July, and ten yedek ones behind."""
    july = dt.date(stage.season.pool_opens_at.year, 7, 1)
    early = [proposal(one, stage.season, start=july) for one in stage.crowd[:2]]
    others = [proposal(one, stage.season) for one in stage.crowd[2:10]]
    asil = send(position, [*early, *others], stage.at(10), stage.manager)
    line = [proposal(one, stage.season, OfferRank.YEDEK) for one in stage.crowd[10:20]]
    return asil, send(position, line, stage.at(14), stage.manager)


def _first_answers(stage: Season2024, asil: list[Offer], yedek: list[Offer]) -> None:
    """Most say yes on the first day; one says no, two stay silent, and the line moves twice."""
    for offer in (*asil[:6], asil[8], *yedek[:3], *yedek[6:8]):
        say_yes(offer)
    for offer in asil[:2]:
        confirm_offer(offer_id=offer.pk, actor=stage.manager)
    decline_offer(offer_id=asil[6].pk, actor=student_of(asil[6]), reason="place")
    decline_offer(offer_id=yedek[5].pk, actor=student_of(yedek[5]), reason="dates")
    withdraw_offers(offer_ids=[asil[5].pk], reason=WithdrawReason.CONDITION, actor=stage.manager)
    task = request_evaluation(
        offer_id=asil[4].pk, kind="task", instructions="Ekteki ölçüm dizisinde eksik günleri bulun.",
        what=Task(stage.at(10, 12)), actor=stage.manager,
    )  # fmt: skip
    answer_task(evaluation_id=task.pk, text="Eksik günleri bulamadım.", file=None, actor=student_of(asil[4]))
    decide_evaluation(evaluation_id=task.pk, passed=False, note="Bu iş için biraz erken.", actor=stage.manager)


def _other_kinds(stage: Season2024, shadowing: Position, training: Position) -> None:
    """Two programmes are confirmed in the same week; of the training some have not answered."""
    soon = stage.at(27).date()
    own = Application.objects.filter(  # the career centre sees programmes, too, in a tab of their own
        season=stage.season, state=ApplicationState.COMPLETED, enrolment_id__startswith="demo-", offers__isnull=True,
        department__unit__university__code=CENTER,
    ).order_by("pk")[:1]  # fmt: skip
    watch = [proposal(one, stage.season, start=soon, days=5) for one in (*own, *stage.crowd[20:22])]
    for offer in send(shadowing, watch, stage.at(14), stage.manager)[:2]:
        say_yes(offer)
        confirm_offer(offer_id=offer.pk, actor=stage.manager)
    learn = [proposal(one, stage.season, start=soon, days=10) for one in stage.crowd[23:28]]
    say_yes(send(training, learn, stage.at(15), stage.manager)[0])


def _from_elsewhere(stage: Season2024) -> None:
    """One intern from KKTC, one from abroad: their universities cannot insure them, so somebody must decide (A8)."""
    position = Position.objects.filter(employer=stage.manager.employer_membership.employer_id).order_by("pk")[1]
    candidates = Application.objects.filter(
        season=stage.season, department__unit__university__kind__in=University.OUTSIDE_TURKIYE
    )
    wanted = [proposal(one, stage.season) for one in candidates.order_by("pk")]
    for offer in send(position, wanted, stage.at(15), stage.manager):
        say_yes(offer)
        confirm_offer(offer_id=offer.pk, actor=stage.manager)


def _rivals(stage: Season2024, asil: list[Offer]) -> Offer:
    """The software company wants the same candidate and is first; another one of its offers waits for an answer."""
    position = _position(stage, stage.recruiter, (
        "Mobil uygulama stajyeri", "Ürün Geliştirme", Kind.INTERNSHIP, 3, None, True,
        "Mobil uygulamada ekran geliştirme ve test.",
    ))  # fmt: skip
    wanted = [proposal(asil[8].application, stage.season), proposal(stage.crowd[28], stage.season)]
    first, second = send(position, wanted, stage.at(15), stage.recruiter)
    say_yes(first)
    confirm_offer(offer_id=first.pk, actor=stage.recruiter)
    return second


def _lists_and_searches(stage: Season2024) -> None:
    """Two lists with tags and notes, and searches to come back to."""
    first = talent.create_list(season=stage.season, name="Veri bilimi adayları", actor=stage.manager)
    second = talent.create_list(season=stage.season, name="Saha için güçlü adaylar", actor=stage.manager)
    members = [one.pk for one in stage.crowd[30:42]]
    talent.add_to_list(list_id=first.pk, application_ids=members[:8], actor=stage.manager)
    talent.add_to_list(list_id=second.pk, application_ids=members[8:], actor=stage.manager)
    for pk, tags, note in (
        (members[0], ("öncelikli", "python"), "Projeleri bizim işe çok yakın."),
        (members[1], ("python",), "İkinci turda yeniden bakalım."),
        (members[2], ("öncelikli",), ""),
    ):
        talent.write_note(list_id=first.pk, application_id=pk, tags=tags, note=note, actor=stage.manager)
    for name, query in _SEARCHES:
        searches.save_search(season=stage.season, name=name, query=query, actor=stage.manager)


def _offer_of_resting(stage: Season2024) -> Offer:
    """An offer of the employer that is suspended a few days later: its clock rests."""
    actor = _user(RESTING)
    position = _position(stage, actor, (
        "Depo planlama stajyeri", "Lojistik Planlama", Kind.INTERNSHIP, 2, None, True,
        "Depo yerleşim planlarının hazırlanması, stok sayımına katılım.",
    ))  # fmt: skip
    return send(position, [proposal(stage.crowd[44], stage.season)], stage.at(20), actor)[0]


def _last_answers(stage: Season2024, asil: list[Offer], rival: Offer) -> None:
    """Half an hour before the demo's moment: an interview for tomorrow, a task, a question, a request to cancel."""
    now = clock.now()
    tomorrow = (now + dt.timedelta(days=1)).replace(hour=11, minute=0, second=0, microsecond=0)
    interview = request_evaluation(
        offer_id=asil[2].pk, kind="online", instructions="Kendinizi ve bir projenizi anlatmanızı isteyeceğiz.",
        what=Meeting((tomorrow, tomorrow.replace(hour=14)), 30, link="https://gorusme.dsi.example/veri-01"),
        actor=stage.manager,
    )  # fmt: skip
    slot = interview.slots.order_by("starts_at")[0]
    choose_time(evaluation_id=interview.pk, slot_id=slot.pk, actor=student_of(asil[2]))
    request_evaluation(
        offer_id=asil[3].pk, kind="task", instructions="Verilen ölçüm dizisini bir sayfada yorumlayın.",
        what=Task(stage.at(17, 12)), actor=stage.manager,
    )  # fmt: skip
    other = District.objects.filter(province__name="Bilecik").exclude(name=rival.terms["district"]).order_by("pk")[0]
    changes.request_change(offer_id=rival.pk, wish=changes.Wish(other.province_id, other.pk), actor=student_of(rival))
    _wants_out(stage)


def _wants_out(stage: Season2024) -> None:
    """One of the software company's interns asks to cancel, with a reason named beforehand."""
    offers = Offer.objects.filter(
        position__employer=stage.recruiter.employer_membership.employer_id, state=OfferState.CONFIRMED
    )
    placement = offers.order_by("pk")[1].placement
    request_cancellation(
        placement_id=placement.pk, ground="health", text="Ameliyat olacağım; doktorum iki ay dinlenmemi istiyor.",
        proof=None, actor=placement.student.user,
    )  # fmt: skip
