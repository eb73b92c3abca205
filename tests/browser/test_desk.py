"""An adviser at the verification desk: twenty declarations decided from the keyboard alone."""

from collections import Counter

import pytest
from django.urls import reverse

from applications.models import Declaration
from applications.proofs import PROOF
from tests.applications.desk_world import IN_EVALUATION, make_desk
from tests.browser.test_admin import at_the_desk
from tests.browser.test_journey import Clock, sign_in, with_factor
from tests.documents.lies import pdf
from tests.factories import UploadFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_twenty_declarations_are_cleared_by_keyboard(visit, portal: str, season_clock: Clock, at) -> None:
    season_clock(IN_EVALUATION)
    desk = make_desk()
    for number in range(4):
        application = desk.application()
        for item in range(5):
            proof = UploadFactory(owner=application.student.user, content=pdf(), purpose=PROOF)
            desk.declare(application, "B2", issuer=f"Topluluk {number}-{item}", amount=1, proof=proof)
        desk.completed(application)
    adviser = visit()
    sign_in(adviser, desk.verifier, with_factor(desk.verifier))
    adviser.go("/basvuru/dogrulama/")
    adviser.page.get_by_role("button", name="İncele").first.focus()
    keys, page = adviser.page.keyboard, adviser.page
    keys.press("Enter")
    for number in range(20):
        page.wait_for_selector("[data-usp-verdict]")
        if number in (0, 19):
            adviser.look()
        opened = page.url
        if number % 5 == 4:
            keys.press("1")
            keys.press("r")
        else:
            keys.press("a")
        page.wait_for_url(lambda url, opened=opened: url != opened)
    assert "Bekleyen beyan yok" in page.get_by_role("main").inner_text()
    assert Counter(Declaration.objects.values_list("state", flat=True)) == {"approved": 16, "rejected": 4}
    rejected = Declaration.objects.filter(state="rejected").earliest("id")
    student = at_the_desk(visit(width=390), portal, rejected.application.student.user)
    student.go(reverse("applications:declaration-appeal", args=[rejected.pk]))
    assert student.page.locator("[name=statement]").is_visible()
