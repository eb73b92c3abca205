"""What the demo's other people do at each stage of the season, through the same verbs as everybody."""

import datetime as dt
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command

from applications.lengths import lengths_for
from applications.models import Application, ConsentText, Season
from applications.selectors import current_season
from applications.services.catalogue import load_catalogue
from applications.services.completing import complete_application
from applications.services.declaring import give_consents
from applications.services.preferences import ProvinceChoice, save_preferences
from applications.services.registering import register
from applications.services.starting import start_application
from applications.services.windows import save_windows
from applications.states import ApplicationState
from insurance.services.reminders import remind
from offers.deadlines import proposed_reply_by
from offers.models import MinimumWage, Position
from offers.services.positions import open_position
from offers.services.wages import load_wages
from usp.accounts import crypto
from usp.accounts.models import User
from usp.accounts.services.students import sign_in_student
from usp.core import clock
from usp.core.errors import RuleViolation
from usp.edevlet.sandbox.app import Sandbox, make_sandbox_server
from usp.edevlet.sandbox.people import person_by_key
from usp.portal.demo.center import make_center
from usp.portal.demo.crowd import make_crowd
from usp.portal.demo.crowd_items import decide_items, make_items
from usp.portal.demo.employer_papers import write_employer_papers
from usp.portal.demo.hands import answer, proposal, send
from usp.portal.demo.insurance_cases import decide_one, refuse_one
from usp.portal.demo.intern_list import speak_with_interns, work_through_list
from usp.portal.demo.internship_weeks import end_internships, end_programmes
from usp.portal.demo.offer_weeks import make_offer_weeks
from usp.portal.demo.organisations import CENTER, make_organisations
from usp.portal.demo.papers import hand_papers_in, make_own_forms
from usp.portal.demo.setup import make_letter, make_setup
from usp.portal.demo.sgk import declare_interns, make_sgk
from usp.portal.season_clock import advance_to, set_clock, stage_moments
from usp.reference.models import Province

_APPLY = ("aday-1", "aday-2", "aday-3", "aday-4", "aday-5", "aday-6", "aday-11", "aday-12")
_UNFINISHED = ("aday-7",)
_CROWD = 900
_COMPANY_SEATS = 15


def make_demo() -> None:
    """A season in its application weeks, with organisations, a crowd, and people half-way through."""
    call_command("load_season", "2024", verbosity=0)
    load_catalogue()
    if not MinimumWage.objects.exists():
        load_wages()
    season = current_season()
    if season is None:
        raise RuntimeError("the season was loaded but is not current")
    set_clock(season.applications_open_at + dt.timedelta(days=30, hours=10))
    make_organisations()
    make_setup(season)
    make_crowd(season=season, size=_CROWD)
    with _records_at_hand():
        for key in _APPLY:
            _apply(key, season, complete=True)
        for key in _UNFINISHED:
            _apply(key, season, complete=False)
    begins = stage_moments(season)["applications"][1]
    set_clock(begins - dt.timedelta(days=2))
    make_center()
    make_own_forms()
    make_sgk()
    make_letter()
    set_clock(begins)
    _open_positions(season)


def enter_stage(stage: str) -> None:
    """Run the clock to the stage; the demo's other people act at their moments on the way."""
    season = current_season()
    if season is None:
        raise RuleViolation("Şu anda açık bir dönem yok.", code="no_season")
    target, before = stage_moments(season)[stage][1], clock.now()
    for moment, happens in _acts(season):
        if before < moment <= target:
            if clock.now() < moment:
                advance_to(moment)
            happens()
    if clock.now() < target:
        advance_to(target)
    elif target <= before:
        advance_to(target)  # says that the clock only runs forwards


def _acts(season: Season) -> list[tuple[dt.datetime, Callable[[], None]]]:
    """What the demo's other people do, and when."""
    moments = stage_moments(season)

    def offer_weeks() -> None:
        _send_first_offers(season)
        _fill_a_company(season)
        make_offer_weeks(season, moments["offers"][1])

    return [
        (season.pool_opens_at + dt.timedelta(hours=1), offer_weeks),
        (moments["papers"][1], end_programmes),
        (moments["papers"][1], work_through_list),
        (moments["papers"][1], write_employer_papers),
        (moments["papers"][1], hand_papers_in),
        (moments["papers"][1], speak_with_interns),
        (moments["papers"][1], declare_interns),
        (moments["papers"][1], decide_one),
        (moments["papers"][1], refuse_one),
        (moments["papers"][1], _remind),
        (moments["internship"][1] - dt.timedelta(days=12), declare_interns),
        (moments["internship"][1], end_internships),
    ]


def _remind() -> None:
    """What the morning's task says: what is missing before papers are due and before starts."""
    remind()


@contextmanager
def _records_at_hand() -> Iterator[None]:
    """e-Devlet's sandbox on a port of its own while the demo is made: the verbs ask the real messages."""
    options = settings.USP_EDEVLET
    server = make_sandbox_server(Sandbox.from_settings(), "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    before = options["records_url"]
    options["records_url"] = f"http://127.0.0.1:{server.server_port}/kayitlar"
    try:
        yield
    finally:
        options["records_url"] = before
        server.shutdown()
        server.server_close()
        thread.join()


def _apply(key: str, season: Season, *, complete: bool) -> None:
    person = person_by_key(key)
    user = sign_in_student(tckn=person.tckn, first_name=person.first_name, last_name=person.last_name)
    application = start_application(actor=user)
    enrolment = application.records["enrolments"][0]["id"]
    application = register(actor=user, application_id=application.pk, enrolment_id=enrolment)
    wanted = Province.objects.filter(name__in=["Ankara", "Bilecik", "İstanbul"])
    choices = [ProvinceChoice(province.pk, all_districts=True) for province in wanted]
    save_preferences(actor=user, application_id=application.pk, provinces=choices)
    department = application.enrolled_at
    windows = season.windows.filter(
        university=department.unit.university_id, working_days__in=lengths_for(department, season).days
    ).values_list("pk", flat=True)
    if windows:
        save_windows(actor=user, application_id=application.pk, window_ids=list(windows)[:3])
    given = ConsentText.objects.filter(is_current=True).exclude(kind=ConsentText.Kind.CONSENT)
    give_consents(actor=user, application_id=application.pk, text_ids=list(given.values_list("pk", flat=True)))
    chance = random.Random(key)  # noqa: S311 -- a demo, not a secret
    items = make_items(chance, [application], waiting_at=CENTER)
    if complete:
        complete_application(actor=user, application_id=application.pk)
        decide_items(chance, items, waiting_at=CENTER)


def _open_positions(season: Season) -> None:
    """The public employer has two positions from the start; the software company opens its own when offers begin."""
    manager = User.objects.get(email="elif.sahin@dsi.example")
    employer = manager.employer_membership.employer
    supervisor = employer.memberships.get(user__email="cem.yildirim@dsi.example")
    for title, unit, tasks, quota in (
        ("Yazılım ve veri stajyeri", "Bilgi İşlem Dairesi Başkanlığı",
         "Baraj izleme verilerinin temizlenmesi, iç raporların hazırlanması, kurum içi uygulamalarda test.", 6),
        ("Proje ve inşaat stajyeri", "Barajlar ve HES Dairesi Başkanlığı",
         "Proje dosyalarının incelenmesi, keşif ve metraj hesapları, şantiye gezilerine katılım.", 3),
    ):  # fmt: skip
        open_position(
            position=Position(
                season=season, title=title, workplace_unit=unit, province=employer.province,
                district=employer.district, address=employer.address, weekly_days=5, tasks=tasks, supervisor=supervisor,
            ),
            quota=quota,
            actor=manager,
        )  # fmt: skip


def _send_first_offers(season: Season) -> None:
    """The public employer offers to the sandbox's people: one is confirmed, one accepted, the others wait."""
    manager = User.objects.get(email="elif.sahin@dsi.example")
    position = Position.objects.filter(employer=manager.employer_membership.employer).order_by("pk")[0]
    candidates = list(
        Application.objects.filter(season=season, state=ApplicationState.COMPLETED)
        .exclude(enrolment_id__startswith="demo-")
        .filter(offers__isnull=True)
        .select_related("student__user")
        .order_by("-pk")[:6]
    )
    proposals = [proposal(application, season) for application in candidates]
    offers = send(position, proposals, proposed_reply_by(season, clock.now()), manager)
    by_student = {offer.application.student.tckn_hash: offer for offer in offers}
    for key, confirmed in (("aday-12", True), ("aday-11", False), ("aday-6", False)):
        offer = by_student.get(_hash_of(key))
        if offer is not None:
            answer(offer, manager, confirmed=confirmed)


def _fill_a_company(season: Season) -> None:
    """The software company takes interns from the crowd, so that the career centre has a list to work through."""
    recruiter = User.objects.get(email="burak.ozturk@trakya.example")
    employer = recruiter.employer_membership.employer
    candidates = list(
        Application.objects.filter(season=season, enrolment_id__startswith="demo-", window_choices__isnull=False)
        .filter(department__unit__university__code=CENTER)
        .distinct()
        .order_by("pk")[:_COMPANY_SEATS]
    )
    position = open_position(
        position=Position(
            season=season, title="Ürün geliştirme stajyeri", workplace_unit="Ürün Geliştirme",
            province=employer.province, district=employer.district, address=employer.address, weekly_days=6,
            tasks="Müşteri ekranlarının geliştirilmesi, test yazılması, kod gözden geçirmelerine katılım.",
            supervisor=recruiter.employer_membership,
        ),
        quota=_COMPANY_SEATS,
        actor=recruiter,
    )  # fmt: skip
    proposals = [proposal(application, season) for application in candidates]
    offers = send(position, proposals, proposed_reply_by(season, clock.now()), recruiter)
    for offer in offers[:-2]:
        answer(offer, recruiter, confirmed=True)


def _hash_of(key: str) -> str:
    return crypto.blind_index(person_by_key(key).tckn)
