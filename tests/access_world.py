"""One internship from application to papers, everybody who may come by, and a browser for each of them."""

import copy
import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from http.cookies import SimpleCookie
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from applications.models import Application, Declaration, InternshipWindow, ItemKind, ScoringMethod, Term
from insurance.services.papers import ensure_acceptance_form
from offers.models import Offer, Placement, Position, SavedSearch, TalentList
from offers.services.answer import accept_offer
from offers.services.confirm import confirm_offer
from offers.services.positions import open_position
from offers.services.talent import add_to_list, create_list
from tests.access_center import CenterEstate, make_center_estate
from tests.access_dates import make_dates_arguments
from tests.access_desk import make_desk_arguments
from tests.access_employer import EmployerEstate, make_employer_estate
from tests.access_ending import make_ending_arguments
from tests.access_endings import make_endings_arguments
from tests.access_evaluations import EvaluationEstate, make_evaluation_estate
from tests.access_forms import make_forms_arguments
from tests.access_list import make_list_arguments
from tests.access_papers import make_papers_arguments
from tests.access_sgk import make_sgk_arguments
from tests.applications.method_world import make_draft
from tests.factories import (
    AnnouncementFactory,
    ApplicationFactory,
    EmployerFactory,
    LetterFactory,
    MemberFactory,
    OfficialFactory,
    ProblemReportFactory,
    StudentFactory,
    TermFactory,
    UnitFactory,
    UniversityFactory,
    UploadFactory,
    UserFactory,
    WindowFactory,
)
from tests.offers.pages import code_of, in_pool
from tests.offers.world import World, make_world, student_of
from tests.people import enter
from usp.accounts.models import (
    DataExport,
    EmployerMembership,
    EmployerRole,
    InstitutionMembership,
    UniversityRole,
    User,
    UserKind,
)
from usp.documents.models import Document, Upload
from usp.guidance.models import Announcement, OfficialLetter, ProblemReport
from usp.notifications.models import Notification
from usp.reference.models import VerifyingInstitution

_SEARCHES = ("offers:saved-search-rename", "offers:saved-search-delete", "offers:saved-search-news")
_LISTS = (
    "offers:talent-list", "offers:talent-list-rename", "offers:talent-list-delete", "offers:talent-change",
    "offers:bulk", "offers:bulk-preview",
)  # fmt: skip

ROLES = (
    "anonymous",
    "student",  # whose internship it is
    "other_student",
    "employer",  # the manager whose position it is
    "other_employer",
    "supervisor",  # of the same employer
    "center",  # manager of the student's university
    "other_center",  # manager of another university
    "adviser",  # of another unit of the student's university
    "operator",
    "institution",  # verifies a kind of item nationwide
)


@dataclass
class Estate:
    """What belongs to «student», «employer» and «center», and nobody else."""

    people: dict[str, User | None]
    open_offer: Offer
    accepted: Offer
    placement: Placement
    document: Document
    upload: Upload
    notice: Notification
    announcement: Announcement
    letter: OfficialLetter
    window: InternshipWindow
    term: Term
    problem: ProblemReport
    code: str
    search: SavedSearch
    talent_list: TalentList
    export: DataExport
    center: CenterEstate
    employer: EmployerEstate
    method_draft: ScoringMethod
    declaration: Declaration
    evaluations: EvaluationEstate
    endings: dict[str, dict[str, Any]]
    intern_list: dict[str, dict[str, Any]]
    ending: dict[str, dict[str, Any]]
    papers: dict[str, dict[str, Any]]
    dates: dict[str, dict[str, Any]]
    forms: dict[str, dict[str, Any]]

    def __post_init__(self) -> None:
        self._client = Client(raise_request_exception=False)  # each new one would load all the middleware
        self._cookies = {role: self._signed_in(role) for role in self.people}

    @cached_property
    def method_pdf(self) -> dict[str, Any]:
        """What the cache holds of the published method's PDF once somebody has asked for it."""
        name = "applications:method-pdf"
        self.ask("anonymous", "GET", reverse(name, kwargs=self.arguments(name)))
        published = ScoringMethod.objects.get(season=self.method_draft.season, version="2024.1")
        return cache.get_many([f"method-report:{published.pk}:tr"])

    def arguments(self, name: str) -> dict[str, Any]:
        """The arguments that lead this address to an object of the estate."""
        return {
            "offers:offer": {"pk": self.open_offer.pk},
            "offers:accept": {"pk": self.open_offer.pk},
            "offers:decline": {"pk": self.open_offer.pk},
            "offers:candidate": {"code": self.code},
            "offers:send": {"code": self.code},
            "offers:send-preview": {"code": self.code},
            **{key: {"pk": self.search.pk} for key in _SEARCHES},
            **{key: {"pk": self.talent_list.pk} for key in _LISTS},
            "offers:talent-member": {"pk": self.talent_list.pk, "code": self.code},
            "offers:position": {"pk": self.open_offer.position_id},
            "offers:position-edit": {"pk": self.open_offer.position_id},
            "offers:position-quota": {"pk": self.open_offer.position_id},
            "offers:position-publish": {"pk": self.open_offer.position_id},
            "offers:position-copy": {"pk": self.open_offer.position_id},
            "offers:position-close": {"pk": self.open_offer.position_id},
            "offers:position-reopen": {"pk": self.open_offer.position_id},
            "offers:position-cancel": {"pk": self.open_offer.position_id},
            "offers:sent-offer": {"pk": self.open_offer.pk},
            "offers:confirm": {"pk": self.accepted.pk},
            "offers:position-line": {"pk": self.open_offer.position_id},
            "offers:operator-offer": {"pk": self.open_offer.pk},
            "offers:evaluation-new": {"pk": self.accepted.pk, "group": "mulakat"},
            "offers:sent-batch": {"batch_id": self.open_offer.batch_id},
            "offers:undo": {"batch_id": self.open_offer.batch_id},
            "insurance:intern": {"pk": self.placement.pk},
            "insurance:my-pay": {"pk": self.placement.pk},
            "notifications:open": {"pk": self.notice.pk},
            "notifications:sent-one": {"box": "posta", "name": "1.eml"},
            "notifications:sent-html": {"box": "posta", "name": "1.eml"},
            "guidance:my-problem": {"code": self.problem.code},
            "applications:university-window": {"pk": self.window.pk},
            "applications:window-close": {"pk": self.window.pk},
            "applications:window-reopen": {"pk": self.window.pk},
            "applications:window-remove": {"pk": self.window.pk},
            "applications:university-term": {"pk": self.term.pk},
            "applications:term-remove": {"pk": self.term.pk},
            "applications:unit-departments": {"pk": self.placement.application.enrolled_at.unit_id},
            "guidance:letter": {"pk": self.letter.pk},
            "guidance:letter-read": {"pk": self.letter.pk},
            "guidance:letter-pass": {"pk": self.letter.pk},
            "guidance:letter-remind": {"pk": self.letter.pk},
            "guidance:letter-withdraw": {"pk": self.letter.pk},
            "guidance:announcement": {"pk": self.announcement.pk},
            "guidance:announcement-edit": {"pk": self.announcement.pk},
            "guidance:announcement-withdraw": {"pk": self.announcement.pk},
            "accounts:export-download": {"pk": self.export.pk},
            "applications:declaration-add": {"kind": "project"},
            "applications:declaration-edit": {"pk": 0},
            "applications:declaration-remove": {"pk": 0},
            "applications:method-version": {"season": self.method_draft.season.code, "version": "2024.1"},
            "applications:method-pdf": {"season": self.method_draft.season.code, "version": "2024.1"},
            "applications:method-edit": {"pk": self.method_draft.pk},
            "applications:method-sample": {"pk": self.method_draft.pk},
            "applications:method-publish": {"pk": self.method_draft.pk},
            "applications:method-discard": {"pk": self.method_draft.pk},
            "applications:declaration-appeal": {"pk": self.declaration.pk},
            "applications:desk-item": {"pk": self.declaration.pk},
            "documents:verify-code": {"code": self.document.code},
            "documents:download": {"code": self.document.code},
            "documents:upload": {"pk": self.upload.pk},
            "account_confirm_email": {"key": "abc"},
            "account_reset_password_from_key": {"uidb36": "1", "key": "abc"},
            "mfa_remove_webauthn": {"pk": 1},
            "mfa_edit_webauthn": {"pk": 1},
            **self.center.arguments(),
            **self.employer.arguments(),
            **self.evaluations.arguments,
            **self.endings,
            **self.ending,
            **self.intern_list,
            **self.papers,
            **make_desk_arguments(self.placement),
            **self.dates,
            **self.forms,
        }.get(name, {})

    def ask(self, role: str, method: str, address: str, data: dict[str, Any] | None = None) -> HttpResponse:
        """The answer to one request; what it wrote is taken back."""
        client = self._client
        client.cookies = copy.copy(self._cookies[role])  # an answer's cookies take the place of these, no more
        before = transaction.savepoint()
        try:
            return client.get(address, data) if method == "GET" else client.post(address, data)
        finally:
            transaction.savepoint_rollback(before)

    def _signed_in(self, role: str) -> SimpleCookie:
        client, user = Client(), self.people[role]
        if user is not None:
            enter(client, user)
        return client.cookies


def make_estate(at: Any) -> Estate:
    """The estate on the morning after the final approval."""
    at("2024-05-13 10:00")
    world = make_world(quota=3)
    first = world.candidate()
    (offer,) = world.send(first)
    second = ApplicationFactory(season=first.season, student=StudentFactory(first_name="Can", last_name="Öz"))
    (accepted,) = world.send(second)
    third = ApplicationFactory(season=first.season, student=StudentFactory(first_name="Ece", last_name="Ak"))
    in_pool(third)
    at("2024-05-14 10:00")
    accept_offer(offer_id=offer.pk, actor=student_of(offer))
    accept_offer(offer_id=accepted.pk, actor=student_of(accepted))
    placement = confirm_offer(offer_id=offer.pk, actor=world.employer_user)
    people = _people(world.manager, first)
    open_offer = _open_offer(world, first, at)
    return Estate(
        people=people,
        open_offer=open_offer,
        evaluations=make_evaluation_estate(world, first, open_offer, at),
        endings=make_endings_arguments(world, placement, at),
        ending=make_ending_arguments(people["center"], placement),
        intern_list=make_list_arguments(people["center"], placement),
        papers=make_papers_arguments(people["center"], placement) | make_sgk_arguments(people["center"], placement),
        dates=make_dates_arguments(people["center"], placement),
        forms=make_forms_arguments(world.employer_user, placement),
        accepted=accepted,
        placement=placement,
        document=ensure_acceptance_form(placement_id=placement.pk, actor=None),
        upload=UploadFactory(owner=first.student.user),
        notice=Notification.objects.filter(recipient=student_of(offer)).earliest("id"),
        announcement=AnnouncementFactory(unit=first.enrolled_at.unit),
        letter=LetterFactory(),
        window=WindowFactory(
            season=first.season, university=first.enrolled_at.unit.university, starts_on=dt.date(2024, 7, 16)
        ),
        term=TermFactory(university=first.enrolled_at.unit.university),
        problem=ProblemReportFactory(reporter=first.student.user),
        code=code_of(world, third),
        search=SavedSearch.objects.create(
            employer=world.manager.employer,
            season=first.season,
            name="Bizim arama",
            created_by=world.employer_user,
            created_at=first.season.pool_opens_at,
        ),
        talent_list=_talent_list(world, third),
        export=DataExport.objects.create(user=first.student.user),
        center=make_center_estate(people["center"], first),
        employer=make_employer_estate(world.manager, people["supervisor"]),
        method_draft=make_draft(first.season, people["operator"]),
        declaration=declared(first),
    )


def _talent_list(world: World, application: Application) -> TalentList:
    """A list of the employer with the candidate on it."""
    made = create_list(season=application.season, name="Bizim liste", actor=world.employer_user)
    add_to_list(list_id=made.pk, application_ids=[application.pk], actor=world.employer_user)
    return made


def declared(application: Application) -> Declaration:
    """One that waits for the desk; put beside the completed application as if it had been there before."""
    kind = ItemKind.objects.filter(verifier="career_center", by_student=True).first()
    at = application.registered_at
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        made = Declaration.objects.create(application=application, kind=kind, created_at=at, changed_at=at)
        cursor.execute("set local session_replication_role = origin")
    return made


def _open_offer(world: World, application: Application, at: Any) -> Offer:
    """A job shadowing that still waits for the same student's answer."""
    was = world.position
    shadowing = Position(
        season=was.season, kind="shadowing", title="Meslek gözlemi", workplace_unit=was.workplace_unit,
        province=was.province, district=was.district, address=was.address, weekly_days=5, tasks="İzleme.",
        supervisor=was.supervisor, working_days=5,
    )  # fmt: skip
    opened = World(world.manager, open_position(position=shadowing, quota=1, actor=world.employer_user))
    (offer,) = opened.send(application, starts_on=dt.date(2024, 10, 7), working_days=5)
    at("2024-05-14 11:00")
    return offer


def _people(manager: EmployerMembership, application: Application) -> dict[str, User | None]:
    """Everybody of ROLES."""
    university = application.department.unit.university
    abroad = UniversityFactory(code="baska")
    elsewhere = UnitFactory(university=university, code="tip-fakultesi")
    return {
        "anonymous": None,
        "student": application.student.user,
        "other_student": StudentFactory(first_name="Naz", last_name="Er").user,
        "employer": manager.user,
        "other_employer": MemberFactory(employer=EmployerFactory(name="Başka Kurum")).user,
        "supervisor": MemberFactory(employer=manager.employer, role=EmployerRole.SUPERVISOR).user,
        "center": OfficialFactory(university=university).user,
        "other_center": OfficialFactory(university=abroad).user,
        "adviser": OfficialFactory(university=university, unit=elsewhere, role=UniversityRole.ADVISER).user,
        "operator": UserFactory(),
        "institution": _verifier(),
    }


def _verifier() -> User:
    """Somebody at the desk of a verifying institution that verifies nothing of what is declared here."""
    institution = VerifyingInstitution.objects.create(code="federasyon", name="Federasyon", has_desk=True)
    user = UserFactory(kind=UserKind.INSTITUTION, full_name="Federasyon Görevlisi")
    InstitutionMembership.objects.create(user=user, institution=institution)
    return user
