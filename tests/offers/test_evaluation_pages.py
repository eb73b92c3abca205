"""Pages of additional evaluations and change requests: what each side reads, types and gets back."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from offers.models import ChangeRequest, Evaluation, Offer
from offers.services.answer import decline_offer
from offers.services.changes import Wish, request_change
from offers.services.evaluate import ask_move, decide_evaluation, propose_times
from offers.states import OfferState
from tests.factories import DistrictFactory, MemberFactory, UploadFactory
from tests.keeping import kept
from tests.offers.evaluating import TASK, accepted, ask, chosen, first_slot, meeting_at
from tests.offers.pages import choose_windows, code_of, in_pool, text_of
from tests.offers.world import START, World, make_world, student_of
from tests.people import browser
from usp.accounts.models import EmployerRole
from usp.documents.access import may_see_upload
from usp.documents.models import Upload

pytestmark = pytest.mark.django_db
INTERVIEWS = "/mulakatlar/"
AGENDA = "/ek-degerlemeler/"


@kept
def world(at) -> World:
    at(START)
    return make_world(quota=6)


@kept
def offer(world, at) -> Offer:
    one = accepted(world, at)
    in_pool(one.application)
    return one


def page_of(name: str, row) -> str:
    return reverse(f"offers:{name}", args=[row.pk])


def calendar_of(user, evaluation: Evaluation):
    return browser(user).get(page_of("evaluation-calendar", evaluation))


# --- the student


def test_without_interviews_the_page_says_what_will_come(offer):
    page = text_of(browser(student_of(offer)).get(INTERVIEWS))
    assert "Şu anda mülakatınız yok" in page
    assert "Mülakatlar burada görünecek" in page


def test_a_student_picks_a_time_and_sees_the_way_in_and_the_calendar(world, offer):
    evaluation = ask(world, offer)
    client = browser(student_of(offer))
    page = text_of(client.get(INTERVIEWS))
    for words in ("1 mülakat için saat seçmeniz bekleniyor", "16 Mayıs 2024 Perşembe, 10.00", "Kısa bir sohbet."):
        assert words in page, words
    address = page_of("evaluation-choose", evaluation)
    assert "Saatlerden birini seçin" in text_of(client.post(address, {}, follow=True))
    page = text_of(client.post(address, {"slot": first_slot(evaluation).pk}, follow=True))
    for words in ("Görüşme saatiniz: 16 Mayıs 2024", "Görüşmeye katıl", "https://gorusme.example/oda", "Takvime ekle"):
        assert words in page, words
    assert client.get(address).url == INTERVIEWS
    offer_page = text_of(client.get(page_of("offer", offer)))
    assert "Ek değerleme" in offer_page
    assert "Başka saat iste" in offer_page


def test_none_suits_and_another_time_are_one_click_each(world, offer):
    evaluation = ask(world, offer)
    client = browser(student_of(offer))
    page = client.post(page_of("evaluation-choose", evaluation), {"slot": "none"}, follow=True)
    assert "yeni saatler önerince size haber veririz" in text_of(page)
    propose_times(evaluation_id=evaluation.pk, meeting=meeting_at("2024-05-17 09:00"), actor=world.employer_user)
    evaluation.refresh_from_db()
    chosen(evaluation)
    assert "bir kez isteyebilirsiniz" in text_of(client.get(page_of("evaluation-move", evaluation)))
    client.post(page_of("evaluation-move", evaluation))
    evaluation.refresh_from_db()
    assert evaluation.state == "unsuitable"


def test_a_task_is_answered_once_with_words_or_a_file(world, offer):
    evaluation = ask(world, offer, kind="task", what=TASK)
    client = browser(student_of(offer))
    address = page_of("evaluation-answer", evaluation)
    empty = client.post(address, {"text": "  "})
    assert empty.status_code == 422
    assert "Bir cevap yazın ya da dosya ekleyin." in text_of(empty)
    assert client.post(address, {"text": "Özetim."}).url == page_of("offer", offer)
    again = client.post(address, {"text": "Yeni özet."})
    assert again.status_code == 422
    assert "Cevabınızı daha önce gönderdiniz." in text_of(again)
    assert "Özetim." in text_of(browser(world.employer_user).get(page_of("sent-offer", offer)))


def test_the_answers_file_is_open_as_long_as_the_identity(world, offer):
    evaluation = ask(world, offer, kind="portfolio", what=TASK)
    upload: Upload = UploadFactory(owner=student_of(offer), purpose="evaluation_answer")
    Evaluation.objects.filter(pk=evaluation.pk).update(answer_file=upload)
    assert may_see_upload(world.employer_user, upload)
    assert not may_see_upload(make_world().employer_user, upload)
    decline_offer(offer_id=offer.pk, actor=student_of(offer))
    assert not may_see_upload(world.employer_user, upload)
    assert may_see_upload(student_of(offer), upload)


# --- the employer


def test_an_employer_asks_for_an_interview_with_what_its_kind_needs(world, offer):
    client = browser(world.employer_user)
    address = reverse("offers:evaluation-new", args=[offer.pk, "mulakat"])
    assert "Mülakat iste" in text_of(client.get(page_of("sent-offer", offer)))
    optional = re.compile(r"Görüşme (bağlantısı|yeri) ?\(isteğe bağlı\)")
    assert not optional.search(text_of(client.get(address)))
    typed = {"kind": "on_site", "minutes": "30", "time_1": "2024-05-16T07:00", "instructions": "Üçüncü kat."}
    refused = client.post(address, typed)
    assert refused.status_code == 422
    page = text_of(refused)
    assert "08.00 ile 20.00 arasında" in page
    assert not optional.search(page)
    assert "Üçüncü kat." in page  # what was typed stands as typed
    typed |= {"time_1": "2024-05-16T10:00", "place": "B Blok"}
    assert client.post(address, typed).url == page_of("sent-offer", offer)
    assert (offer.evaluations.get().place, offer.evaluations.get().link) == ("B Blok", "")
    assert client.get(address).url == page_of("sent-offer", offer)


def test_a_late_time_is_taken_with_a_warning(world, offer):
    late = offer.confirm_by.astimezone(first_moment().tzinfo).strftime("%Y-%m-%dT10:00")
    client = browser(world.employer_user)
    address = reverse("offers:evaluation-new", args=[offer.pk, "mulakat"])
    page = client.post(address, {"kind": "phone", "minutes": "30", "time_1": late}, follow=True)
    assert "son onaya iki iş gününden az kala" in text_of(page)


def first_moment():
    return TASK.due_at


def test_the_agenda_goes_by_what_is_to_do_then_by_day(world, offer, at):
    agreed = chosen(ask(world, offer))
    page = text_of(browser(world.employer_user).get(AGENDA))
    assert "Görüşmeleriniz gün gün" in page
    assert "16 Mayıs 2024 Perşembe" in page
    assert offer.application.student.user.full_name in page
    at("2024-05-16 11:00")
    page = text_of(browser(world.employer_user).get(AGENDA))
    assert "1 ek değerleme sizi bekliyor" in page
    assert "Sonucu yaz" in page
    decided = browser(world.employer_user).post(
        page_of("evaluation-decide", agreed), {"result": "passed", "ready": "", "note": "Sizi bekleriz."}, follow=True
    )
    assert "son onayınız gerekiyor" in text_of(decided)
    assert "Sizi bekleriz." in text_of(browser(student_of(offer)).get(page_of("offer", offer)))


def test_who_may_not_send_offers_only_reads(world, offer):
    evaluation = ask(world, offer)
    reader = MemberFactory(employer=world.manager.employer, role=EmployerRole.SUPERVISOR).user
    page = text_of(browser(reader).get(AGENDA))
    assert "Önerilen saatler" in page
    assert "Başka saat öner" not in page
    assert browser(reader).post(page_of("evaluation-cancel", evaluation)).status_code == 403


def test_after_the_end_the_employer_reads_a_pseudonym_again(world, offer):
    chosen(ask(world, offer))
    decline_offer(offer_id=offer.pk, actor=student_of(offer))
    page = text_of(browser(world.employer_user).get(AGENDA))
    assert code_of(world, offer.application) in page
    assert offer.application.student.user.full_name not in page


def test_a_list_costs_as_many_queries_for_three_as_for_one(world, offer, at):
    def cost(user, address: str) -> int:
        client = browser(user)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    chosen(ask(world, offer))
    one = cost(world.employer_user, AGENDA)
    for hour in (11, 12):
        more = accepted(world, at)
        in_pool(more.application)
        ask(world, more, what=meeting_at(f"2024-05-17 {hour}:00"))
    assert cost(world.employer_user, AGENDA) == one


# --- calendars


def test_a_calendar_file_keeps_its_uid_and_raises_its_sequence(world, offer):
    student = student_of(offer)
    evaluation = ask(world, offer)
    assert calendar_of(student, evaluation).status_code == 404  # nothing was agreed yet
    chosen(evaluation)
    response = calendar_of(student, evaluation)
    first = response.content.decode()
    assert f'filename="mulakat-{evaluation.pk}.ics"' in response["Content-Disposition"]
    for line in ("METHOD:PUBLISH", "STATUS:CONFIRMED", "SEQUENCE:1", "DTSTART:20240516T070000Z", "LOCATION:https://"):
        assert line in first, line
    ask_move(evaluation_id=evaluation.pk, actor=student)
    second = calendar_of(student, evaluation).content.decode()
    assert "STATUS:CANCELLED" in second
    assert "SEQUENCE:2" in second
    uid = next(line for line in first.splitlines() if line.startswith("UID"))
    assert uid in second


def test_the_employers_calendar_file_names_the_pseudonym_only(world, offer):
    evaluation = chosen(ask(world, offer))
    code = code_of(world, offer.application)
    response = calendar_of(world.employer_user, evaluation)
    assert code in response["Content-Disposition"]
    text = response.content.decode().replace("\r\n ", "")
    assert code in text
    assert offer.application.student.user.full_name not in text
    decline_offer(offer_id=offer.pk, actor=student_of(offer))
    assert "STATUS:CANCELLED" in calendar_of(world.employer_user, evaluation).content.decode()


def test_strangers_get_no_calendar(world, offer):
    evaluation = chosen(ask(world, offer))
    assert calendar_of(make_world().employer_user, evaluation).status_code == 404
    assert calendar_of(world.candidate().student.user, evaluation).status_code == 404


# --- a change of place or window


@kept
def asked(world, at) -> ChangeRequest:
    """A wish for another window, by somebody who is still a pseudonym."""
    at(START)
    candidate = world.candidate()
    in_pool(candidate)
    choose_windows(candidate, ("2024-08-05", 20), ("2024-09-09", 20))
    (offer,) = world.send(candidate)
    at("2024-05-14 10:00")
    wish = Wish(starts_on=candidate.window_choices.get(rank=2).window.starts_on, working_days=20)
    return request_change(offer_id=offer.pk, wish=wish, actor=student_of(offer))


def test_a_student_asks_with_two_choices_and_no_words(world, at):
    at(START)
    candidate = world.candidate()
    choose_windows(candidate, ("2024-08-05", 20), ("2024-09-09", 20))
    DistrictFactory(id=601, province=world.position.province, name="Mamak")
    (offer,) = world.send(candidate)
    at("2024-05-14 10:00")
    client = browser(student_of(offer))
    assert "Değişiklik iste" in text_of(client.get(page_of("offer", offer)))
    page = client.get(page_of("change-new", offer))
    assert "Mamak, Ankara" in text_of(page)
    assert "9 Eylül 2024 başlangıçlı, 20 iş günü" in text_of(page)
    assert b"<textarea" not in page.content
    assert b'type="text"' not in page.content
    assert "Başka bir yer ya da başka bir dönem seçin." in text_of(client.post(page_of("change-new", offer), {}))
    choice = f"ilce:{world.position.province_id}-601"
    done = client.post(page_of("change-new", offer), {"place": choice}, follow=True)
    assert "İşverenin cevabı bekleniyor" in text_of(done)
    assert "İsteği geri al" in text_of(done)
    request = offer.change_requests.get()
    client.post(page_of("change-take-back", request))
    request.refresh_from_db()
    assert request.state == "taken_back"


def test_the_employer_answers_a_pseudonym_and_never_reads_the_date(world, asked):
    client = browser(world.employer_user)
    for address in (page_of("sent-offer", asked.offer), page_of("change-decide", asked)):
        response = client.get(address)
        page = text_of(response)
        assert "Eylül 2024 başlangıçlı, 20 iş günü" in page
        assert asked.offer.application.student.user.full_name not in page
        for secret in ("9 Eylül", "2024-09-09", "09.09"):
            assert secret not in response.content.decode(), secret
    answered = client.post(page_of("change-decide", asked), {"answer": "agree"}, follow=True)
    assert "yeni teklif eskisinin yerine geçti" in text_of(answered)
    assert Offer.objects.get(supersedes=asked.offer).state == OfferState.OPEN
    assert client.get(page_of("change-decide", asked)).status_code == 302


def test_a_refusal_leaves_the_offer_and_is_shown_to_the_student(world, asked):
    browser(world.employer_user).post(page_of("change-decide", asked), {"answer": "refuse"})
    page = text_of(browser(student_of(asked.offer)).get(page_of("offer", asked.offer)))
    assert "Kabul edilmedi" in page
    assert "Teklifi kabul et" in page


def test_the_old_card_says_that_a_new_one_came_and_leads_there(world, asked):
    browser(world.employer_user).post(page_of("change-decide", asked), {"answer": "agree"})
    new = Offer.objects.get(supersedes=asked.offer)
    response = browser(student_of(asked.offer)).get(page_of("offer", asked.offer))
    assert "Yerine yenisi geldi" in text_of(response)
    assert page_of("offer", new) in response.content.decode()


def test_a_failed_evaluation_is_shown_with_its_note(world, offer, at):
    evaluation = ask(world, offer, kind="test", what=TASK)
    at(TASK.due_at)
    decide_evaluation(evaluation_id=evaluation.pk, passed=False, note="Cevap gelmedi.", actor=world.employer_user)
    page = text_of(browser(student_of(offer)).get(page_of("offer", offer)))
    assert "Cevap gelmedi." in page
    assert "Olumsuz" in page
