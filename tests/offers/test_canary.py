"""The canary: a student whose every identity field is a marker comes through every page and file of an employer before
the yes, and no marker is in any byte; another employer's codes lead nowhere (docs/rules.md I7, P9).
"""

import io
import re
import zipfile

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.urls import reverse

from applications.models import Application, Declaration, ItemKind, PoolEntry, Season
from applications.pool.build import build_pool
from offers.models import Offer, PoolExport, SavedSearch, TalentList
from offers.services.searches import refresh_all
from tests.applications.pool_world import (
    CLOSED,
    OPEN,
    Applicant,
    completed_may_declare,
    make_applicants,
    make_department,
    make_employer,
    make_recruiter,
    make_season,
    moment,
    pseudonym_of,
)
from tests.factories import AnnouncementFactory, PositionFactory, UploadFactory
from tests.keeping import kept
from tests.offers.pages import choose_windows, text_of
from tests.people import browser, enter
from usp.accounts.models import Employer, User
from usp.notifications.models import Delivery, Notification
from usp.notifications.services.deliver import sweep_due
from usp.reference.models import University

pytestmark = pytest.mark.django_db
# One word that nothing else contains, in every spelling that folding, slugs or capitals could make of it.
MARKER = re.compile(r"kanarya|qanarya|9876543|98765 43|87654321012", re.IGNORECASE)
POOL = "/havuz/"


@kept
def season(at) -> Season:
    """Twelve candidates of one department; the first one is the canary."""
    at(CLOSED)
    season = make_season()
    department = make_department("Bilgisayar", universities=2)
    people = make_applicants(season, [Applicant(department, provinces=(6, 34))] * 12)
    mark(people[0])
    for one in people:
        choose_windows(one, ("2024-08-05", 20))
    build_pool(season=season)
    at(OPEN)
    return season


def mark(application: Application) -> None:
    """Put the marker into everything that could name the student."""
    student = application.student
    type(student).objects.filter(pk=student.pk).update(
        first_name="Kanarya", last_name="Qanaryaoğlu", tckn_hash="kanarya-hash", contact_email="kanarya@posta.example",
        contact_phone="+905559876543",
    )  # fmt: skip
    User.objects.filter(pk=student.user_id).update(full_name="Kanarya Qanaryaoğlu", email="kanarya2@posta.example")
    with connection.cursor() as cursor:  # a completed application does not change; this one always was so
        cursor.execute("set local session_replication_role = replica")
        type(application).objects.filter(pk=application.pk).update(student_no="KANARYA-1", records={"ad": "Kanarya"})
        cursor.execute("set local session_replication_role = origin")
    unit = application.enrolled_at.unit
    type(unit).objects.filter(pk=unit.pk).update(name="Kanarya Fakültesi")
    University.objects.filter(pk=unit.university_id).update(name="Kanarya Üniversitesi", sort_key="kanarya")
    type(application.enrolled_at).objects.filter(pk=application.department_id).update(name="Kanarya Bölümü")
    AnnouncementFactory(unit=unit, title="Kanarya duyurusu")
    upload = UploadFactory(owner=student.user, name="kanarya.pdf")
    default_storage.delete(upload.file.name)
    kind = ItemKind.objects.exclude(code="gno").filter(by_student=True).first()
    if kind is not None:
        with completed_may_declare():
            Declaration.objects.create(
                application=application, kind=kind, title="Kanarya ödülü", issuer="Kanarya Vakfı",
                created_at=application.started_at, changed_at=application.started_at,
            )  # fmt: skip


@kept
def canary(season: Season) -> Application:
    return Application.objects.get(student__first_name="Kanarya")


@kept
def employer(season: Season) -> Employer:
    """An employer with a position of two seats."""
    employer = make_employer()
    PositionFactory(manager=make_recruiter(employer).employer_membership, season=season, quota=2)
    return employer


@pytest.fixture
def recruiter(client: Client, employer: Employer) -> Client:
    return enter(client, employer.memberships.first().user)


class Watch:
    """Opens addresses and keeps every byte that came back."""

    def __init__(self, client: Client) -> None:
        self.client, self.seen = client, list[tuple[str, str]]()

    def get(self, address: str, data: object = None, **extra: object):
        return self._keep(address, self.client.get(address, data, **extra))

    def post(self, address: str, data: object = None):
        answer = self._keep(address, self.client.post(address, data))
        return self.get(answer["Location"]) if answer.status_code == 302 else answer

    def _keep(self, address: str, answer):
        assert answer.status_code in (200, 302, 422), (address, answer.status_code)
        content = answer.content
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                self.seen += [(f"{address}#{name}", name + parts.read(name).decode()) for name in parts.namelist()]
        else:
            self.seen.append((address, content.decode()))
        self.seen.append((address, str(dict(answer.headers))))
        return answer

    def assert_silent(self) -> None:
        """No marker anywhere, and something was there to be seen."""
        assert [(address, found[0]) for address, text in self.seen if (found := MARKER.search(text))] == []


def test_no_marker_reaches_the_employer_before_the_yes(recruiter: Client, canary: Application, employer, season, at):
    code = pseudonym_of(canary.pk, employer.pk)
    others = [pseudonym_of(one, employer.pk) for one in PoolEntry.objects.values_list("link__application", flat=True)]
    watch = Watch(recruiter)
    assert code in watch.get(POOL).content.decode()
    watch.get(POOL, {"ara": "kan", "il": "6", "dil": "1-2"}, headers={"HX-Request": "true"})
    watch.get(POOL, headers={"HX-Request": "true", "HX-Target": "havuz-liste"})
    watch.get(reverse("offers:candidate", args=[code]), {"sinif": "3"})
    watch.get(reverse("offers:pool-compare"), {"aday": ".".join(one[2:] for one in (code, others[0], others[1]))})
    watch.get(reverse("offers:saved-searches"), {"sinif": "3"})
    watch.post(reverse("offers:saved-searches"), {"name": "Üçüncü sınıf", "sorgu": "sinif=3"})
    refresh_all()
    search = SavedSearch.objects.get()
    watch.post(reverse("offers:saved-search-news", args=[search.pk]))
    watch.get(reverse("offers:pool-export"), {"sinif": "3"})
    exported = watch.post(reverse("offers:pool-export"), {"sorgu": "sinif=3"})
    assert exported["Content-Disposition"] == 'attachment; filename="aday-listesi.xlsx"'
    assert code in "".join(text for _address, text in watch.seen if "sharedStrings" in _address or "sheet1" in _address)
    lists(watch, code, others)
    send(watch, code, at)
    letters(watch)
    watch.assert_silent()


def lists(watch: Watch, code: str, others: list[str]) -> None:
    """The talent pool and a sending's preparation."""
    chosen = list(dict.fromkeys([code, *others]))[:3]
    watch.post(reverse("offers:pool-choose"), {"aday": chosen, "islem": "ekle"})
    made = TalentList.objects.get().pk
    watch.get(reverse("offers:talent-lists"))
    watch.get(reverse("offers:talent-list", args=[made]), {"sirala": "academic"})
    watch.post(reverse("offers:talent-member", args=[made, code]), {"tags": "öncelikli", "note": "İyi"})
    watch.post(reverse("offers:talent-change", args=[made]), {"aday": chosen, "islem": "teklif"})


def send(watch: Watch, code: str, at) -> None:
    """Preview, sending to several and to one, and every page that shows a sent offer."""
    made = TalentList.objects.get()
    position = made.employer.positions.get()
    terms = {"position": position.pk, "reply_day": "2024-05-17", "reply_hour": "17", "aday": code[2:]}
    watch.get(reverse("offers:send", args=[code]))
    single = terms | {"rank": "asil", "period": "2024-08-20"}
    watch.get(reverse("offers:send-preview", args=[code]), single)
    assert code in text_of(watch.get(reverse("offers:bulk-preview", args=[made.pk]), terms))
    sent = watch.post(reverse("offers:bulk", args=[made.pk]), terms)
    assert "Teklif gönderildi" in text_of(sent)
    offer = Offer.objects.get()
    at("2024-05-08 09:30")
    for address in (
        "/", "/gonderilen-teklifler/", "/pozisyonlar/", "/isveren/stajyerler/", "/bildirimler/", POOL,
        reverse("offers:sent-offer", args=[offer.pk]), reverse("offers:position", args=[position.pk]),
        reverse("offers:sent-batch", args=[offer.batch_id]), reverse("offers:candidate", args=[code]),
        reverse("offers:talent-list", args=[made.pk]),
    ):  # fmt: skip
        watch.get(address)


def letters(watch: Watch) -> None:
    """What the employer's people were written: inbox, e-mail, SMS."""
    sweep_due()
    mine = Notification.objects.filter(recipient__kind="employer")
    watch.seen += [("inbox", str(notice.context) + notice.link) for notice in mine]
    watch.seen += [("delivery", str(vars(one))) for one in Delivery.objects.filter(notification__in=mine)]
    people = set(User.objects.filter(kind="employer").values_list("email", flat=True))
    watch.seen += [("mail", str(one.message())) for one in mail.outbox if people & set(one.to)]


def test_the_file_has_no_author_no_moment_and_only_pseudonyms(recruiter: Client, employer, canary, season):
    answer = recruiter.post(reverse("offers:pool-export"), {"sorgu": ""})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        core, app = parts.read("docProps/core.xml").decode(), parts.read("docProps/app.xml").decode()
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert re.search(r"<dc:creator>[^<]", core) is None
    assert re.search(r"<cp:lastModifiedBy>[^<]", core) is None
    assert "2000-01-01" in core
    assert "Company></Company" in app
    assert len(set(re.findall(r"A-\w{7}", sheet))) == 12
    assert (PoolExport.objects.get().rows, PoolExport.objects.get().exported_by.kind) == (12, "employer")


def test_the_cap_counts_all_people_of_the_employer_together(recruiter: Client, employer, season):
    taken = {"employer": employer, "season": season, "exported_by": make_recruiter(employer)}
    PoolExport.objects.create(**taken, exported_at=moment("2024-05-08 00:00"), rows=985)
    PoolExport.objects.create(**taken, exported_at=moment("2024-05-07 23:59:59"), rows=900)  # counts no more
    recruiter.post(reverse("offers:pool-export"), {"sorgu": ""})
    colleague = browser(make_recruiter(employer))
    page = text_of(colleague.get(reverse("offers:pool-export")))
    assert "12 adaydan ilk 3 satır" in page
    colleague.post(reverse("offers:pool-export"), {"sorgu": ""})
    over = colleague.post(reverse("offers:pool-export"), {"sorgu": ""})
    assert over.status_code == 422
    assert "satırı aldı" in text_of(over)
    assert list(PoolExport.objects.order_by("pk").values_list("rows", flat=True))[2:] == [12, 3]


def test_a_code_of_another_employer_is_not_found_wherever_it_is_tried(recruiter: Client, canary, employer):
    stranger = make_employer("Başka Kurum")
    foreign = pseudonym_of(canary.pk, stranger.pk)
    unknown = "A-0000000"
    mine = pseudonym_of(canary.pk, employer.pk)
    recruiter.post(reverse("offers:pool-choose"), {"aday": [mine], "islem": "ekle"})
    made = TalentList.objects.get().pk
    for code in (foreign, unknown):
        answers = [
            recruiter.get(reverse("offers:candidate", args=[code])),
            recruiter.get(reverse("offers:pool-compare"), {"aday": f"{mine[2:]}.{code[2:]}"}),
            recruiter.get(reverse("offers:send", args=[code])),
            recruiter.post(reverse("offers:send", args=[code])),
            recruiter.get(reverse("offers:send-preview", args=[code])),
            recruiter.get(reverse("offers:talent-member", args=[made, code])),
        ]
        assert {answer.status_code for answer in answers} == {404}
    # one that exists elsewhere and one that exists nowhere answer the same bytes
    pages = [recruiter.get(reverse("offers:candidate", args=[code])).content for code in (foreign, unknown)]
    assert without_nonce(pages[0]) == without_nonce(pages[1])


def without_nonce(content: bytes) -> str:
    """The page but for what differs by itself: nonce, token, the address asked."""
    text = re.sub(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|A-\w{7}', "", content.decode())
    return re.sub(r'data-usp-now="[^"]*"|usp-mono">\w+|sorun-bildir/\?\S*', "", text)


def test_news_are_counted_once_a_day_for_all_and_only_the_owner_sees_them(recruiter: Client, season, employer, at):
    recruiter.post(reverse("offers:saved-searches"), {"name": "Herkes", "sorgu": "sinif=3"})
    twice = recruiter.post(reverse("offers:saved-searches"), {"name": "Herkes", "sorgu": ""})
    assert "Bu adda bir aramanız var." in text_of(twice)
    search = SavedSearch.objects.get()
    assert (search.total, search.new_count, search.query) == (12, 0, "sinif=3")
    SavedSearch.objects.filter(pk=search.pk).update(total=0)
    assert refresh_all() == 1
    search.refresh_from_db()
    assert (search.total, search.new_count) == (12, 0)
    assert "12 aday" in text_of(recruiter.get(reverse("offers:saved-searches")))
    stranger = browser(make_recruiter(make_employer("Başka Kurum")))
    for name in ("rename", "delete", "news"):
        assert stranger.post(reverse(f"offers:saved-search-{name}", args=[search.pk])).status_code == 404
    assert "12 aday" in text_of(stranger.get(POOL, {"yeni": search.pk}))  # another's search is passed over
    recruiter.post(reverse("offers:saved-search-rename", args=[search.pk]), {"name": "Üçler"})
    assert "Üçler" in text_of(recruiter.get(reverse("offers:saved-searches")))
    recruiter.post(reverse("offers:saved-search-delete", args=[search.pk]))
    assert not SavedSearch.objects.exists()
