"""The verbs of the form: what may be declared, by whom and until when; institutions; consents."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from applications.declaration_rules import earliest_day, level_of
from applications.models import Consent, ConsentText, Declaration, ExamLevel, ItemKind, LanguageExam
from applications.selectors import preferences_of
from applications.services.completing import complete_application
from applications.services.declaring import (
    ChangedMeanwhile,
    InvalidDeclaration,
    add_declaration,
    change_declaration,
    give_consents,
    remove_declaration,
    save_institutions,
    withdraw_consent,
)
from applications.services.preferences import (
    PlacesChangedMeanwhile,
    ProvinceChoice,
    places_token,
    save_preferences,
)
from tests.applications.conftest import IN_SEASON, LAST_SECOND, TOO_LATE
from tests.applications.form_world import SHAPES, FormWorld, make_form_world
from tests.factories import StudentFactory, UploadFactory
from usp.core.errors import RuleViolation
from usp.notifications.models import Notification
from usp.reference.models import Institution

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(ground, at) -> FormWorld:
    at(IN_SEASON)
    return make_form_world(ground)


def refusal(run) -> RuleViolation:
    with pytest.raises(RuleViolation) as refused:
        run()
    return refused.value


@pytest.mark.parametrize("kind", SHAPES)
def test_every_shape_of_declaration_is_kept(world, kind):
    kept = world.declare(kind)
    assert (kept.kind.code, kept.state, kept.source, kept.version) == (kind, "pending", "student", 1)
    assert kept.proof.owner == world.user


WRONG = [
    ("project", {"title": ""}, "title"),
    ("project", {"issuer": ""}, "issuer"),
    ("project", {"dated_on": None}, "dated_on"),
    ("project", {"dated_on": dt.date(2024, 2, 2)}, "dated_on"),  # tomorrow
    ("project", {"dated_on": dt.date(2016, 5, 16)}, "dated_on"),  # before lise: born 17.05.2003, thirteen
    ("project", {"option": None}, "option"),
    ("work", {"amount": None}, "amount"),
    ("work", {"amount": Decimal("0")}, "amount"),
    ("work", {"amount": Decimal("2.5")}, "amount"),
    ("work", {"amount": Decimal("30")}, "amount"),  # 29 days lie between the dates
    ("work", {"ends_on": dt.date(2023, 7, 1)}, "ends_on"),
    ("work", {"starts_on": None}, "starts_on"),
    ("club", {"amount": Decimal("9")}, "amount"),
    ("language", {"amount": None}, "amount"),
    ("language", {"amount": Decimal("100.5")}, "amount"),
    ("language", {"exam": None}, "exam"),
    ("language", {"language": None}, "language"),
    ("language", {"dated_on": dt.date(2018, 1, 1)}, "dated_on"),  # a YDS result has run out
]


@pytest.mark.parametrize(("kind", "change", "field"), WRONG)
def test_what_does_not_fit_is_told_at_its_field(world, kind, change, field):
    refused = refusal(lambda: world.declare(kind, **change))
    assert isinstance(refused, InvalidDeclaration)
    assert [name for name, _text in refused.problems] == [field]
    assert all(text.endswith((".", ")")) for _name, text in refused.problems)
    assert not Declaration.objects.exists()


def test_another_kinds_grade_is_no_grade(world):
    foreign = world.kinds["olympiad"].options.first()
    assert [one[0] for one in refusal(lambda: world.declare(option=foreign)).problems] == ["option"]


def test_an_exam_of_another_language_is_none(world):
    goethe = LanguageExam.objects.get(code="goethe")
    refused = refusal(lambda: world.declare("language", exam=goethe, amount=None, exam_grade="B2"))
    assert [name for name, _text in refused.problems] == ["exam"]


def test_the_level_follows_from_the_result(world):
    assert world.declare("language").option.code == "b2"  # YDS 82,5
    german = world.values("language").language.__class__.objects.get(code="de")
    goethe = LanguageExam.objects.get(code="goethe")
    kept = world.declare("language", language=german, exam=goethe, amount=None, exam_grade="C1")
    assert (kept.option.code, kept.amount) == ("c1", None)


@pytest.mark.parametrize(("points", "level"), [("89.99", "b2"), ("90", "c1"), ("10", None), (None, None)])
def test_a_level_is_the_highest_minimum_reached(points, level):
    options = {code: world_option(code) for code in ("b2", "c1")}
    rows = [ExamLevel(minimum=Decimal(low), option=options[code]) for low, code in (("60", "b2"), ("90", "c1"))]
    found = level_of(rows, Decimal(points) if points else None, "")
    assert (found.code if found else None) == level


def world_option(code):
    from applications.models import ItemOption  # noqa: PLC0415 -- unsaved, for the pure rule alone

    return ItemOption(code=code)


def test_a_result_code_stands_in_for_a_document(world):
    def add(**changes):
        return add_declaration(
            actor=world.user, application_id=world.application.pk, kind_code="language",
            values=world.values("language", **changes),
        )  # fmt: skip

    assert [name for name, _text in refusal(add).problems] == ["proof"]
    assert add(code="ABC123").proof is None


def test_lise_begins_where_the_records_say():
    assert earliest_day(born=dt.date(2004, 2, 29), graduated_year=None) == dt.date(2017, 2, 28)
    assert earliest_day(born=dt.date(2003, 5, 17), graduated_year=2020) == dt.date(2015, 9, 1)


def test_a_second_click_adds_nothing(world):
    assert world.declare() == world.declare()
    assert Declaration.objects.count() == 1


def test_limits_are_the_kinds_and_the_seasons(world):
    ItemKind.objects.filter(code="project").update(max_items=1)
    world.declare()
    assert refusal(lambda: world.declare(title="İkinci")).code == "kind_full"
    season = world.application.season
    season.max_declarations = 1
    season.save(update_fields=["max_declarations"])
    assert refusal(lambda: world.declare("club")).code == "declarations_full"


def test_somebody_elses_file_is_no_proof(world):
    def add(proof):
        return add_declaration(
            actor=world.user, application_id=world.application.pk, kind_code="project",
            values=world.values(), proof=proof,
        )  # fmt: skip

    assert refusal(lambda: add(UploadFactory(purpose="declaration_proof"))).code == "proof_unknown"
    assert refusal(lambda: add(UploadFactory(owner=world.user, purpose="problem"))).code == "proof_unknown"


def change(world, item, version=1, **changes):
    return change_declaration(actor=world.user, declaration_id=item.pk, version=version, values=world.values(**changes))


def test_a_change_keeps_the_document_and_counts(world):
    item = world.declare()
    changed = change(world, item, title="Yeni başlık")
    assert (changed.title, changed.version, changed.proof_id) == ("Yeni başlık", 2, item.proof_id)
    assert change(world, item, title="Yeni başlık").version == 2  # a second click with the old version


def test_the_second_tab_learns_what_the_first_saved(world):
    item = world.declare()
    change(world, item, title="Birinci sekme")
    with pytest.raises(ChangedMeanwhile) as refused:
        change(world, item, title="İkinci sekme")
    assert refused.value.current.title == "Birinci sekme"
    assert change(world, item, version=2, title="İkinci sekme").version == 3


def test_nobody_touches_somebody_elses(world):
    item, stranger = world.declare(), StudentFactory().user
    with pytest.raises(Declaration.DoesNotExist):
        change_declaration(actor=stranger, declaration_id=item.pk, version=1, values=world.values())
    with pytest.raises(Declaration.DoesNotExist):
        remove_declaration(actor=stranger, declaration_id=item.pk)
    remove_declaration(actor=world.user, declaration_id=item.pk)
    with pytest.raises(Declaration.DoesNotExist):
        remove_declaration(actor=world.user, declaration_id=item.pk)


def steps(world):
    """Each verb of the form, ready to run."""
    item = Declaration.objects.get(source="student")
    pk = world.application.pk
    institution = Institution.objects.first().pk
    return {
        "add": lambda: world.declare("club"),
        "change": lambda: change(world, item, title="Başka"),
        "remove": lambda: remove_declaration(actor=world.user, declaration_id=item.pk),
        "institutions": lambda: save_institutions(actor=world.user, application_id=pk, institution_ids=[institution]),
        "consents": lambda: give_consents(actor=world.user, application_id=pk, text_ids=world.texts()),
        "places": lambda: save_preferences(
            actor=world.user, application_id=pk, provinces=[ProvinceChoice(6, all_districts=True)]
        ),
        "complete": lambda: complete_application(actor=world.user, application_id=pk),
    }


@pytest.mark.parametrize("name", ["add", "change", "remove", "institutions", "consents", "places"])
def test_each_step_ends_with_the_last_second(world, at, name):
    world.declare()
    at(LAST_SECOND)
    with transaction.atomic():
        steps(world)[name]()
        transaction.set_rollback(True)
    at(TOO_LATE)
    assert refusal(steps(world)[name]).code in ("declaration_in_time", "preference_in_time")
    assert Declaration.objects.get().version == 1


def test_completing_needs_each_mandatory_text_and_ends_with_the_last_second(world, at):
    world.declare()
    ready = steps(world)
    ready["places"]()
    assert refusal(ready["complete"]).code == "consent_missing"
    give_consents(actor=world.user, application_id=world.application.pk, text_ids=world.texts()[:1])
    assert refusal(ready["complete"]).code == "consent_missing"
    ready["consents"]()
    at(TOO_LATE)
    assert refusal(ready["complete"]).code == "application_in_time"
    at(LAST_SECOND)
    assert ready["complete"]().state == "completed"
    assert ready["complete"]().state == "completed"  # a second click
    notice = Notification.objects.get(kind="application_completed")
    assert notice.context["declarations"] == "1"
    for name in ("add", "change", "remove", "institutions", "consents"):
        assert refusal(steps(world)[name]).code == "application_frozen"


def test_before_basvur_the_form_is_closed(world, ground):
    world.application = ground.application(started=True)
    assert refusal(world.declare).code == "stage_one_unfinished"


# --- institutions ----------------------------------------------------------------------------------------------------


def test_institutions_keep_their_order_and_limit(world):
    first, second, *_others = Institution.objects.values_list("pk", flat=True)

    def save(*ids):
        save_institutions(actor=world.user, application_id=world.application.pk, institution_ids=ids)
        return [one.institution_id for one in world.application.institution_preferences.order_by("rank")]

    assert save(second, first) == [second, first]
    assert refusal(lambda: save(first, first)).code == "institution_twice"
    assert refusal(lambda: save(99_999)).code == "institution_unknown"
    world.application.season.max_institutions = 1
    world.application.season.save(update_fields=["max_institutions"])
    assert refusal(lambda: save(first, second)).code == "institution_too_many"
    Institution.objects.filter(pk=second).update(is_active=False)
    assert save(second) == [second]  # chosen while it was offered
    assert save() == []
    assert refusal(lambda: save(second)).code == "institution_unknown"


# --- consents --------------------------------------------------------------------------------------------------------


def give(world, ids, **more):
    return give_consents(actor=world.user, application_id=world.application.pk, text_ids=ids, **more)


def test_an_optional_consent_opens_its_kind_and_closing_it_takes_its_declarations(world):
    association = {"kind": "club", "option": world.kinds["association"].options.first()}

    def declare():
        return add_declaration(
            actor=world.user, application_id=world.application.pk, kind_code="association",
            values=world.values(**association), proof=world.proof(),
        )  # fmt: skip

    assert refusal(declare).code == "consent_missing"
    give(world, world.texts() + world.texts("consent"))
    declare()
    assert give(world, world.texts() + world.texts("consent")) == 0
    assert give(world, world.texts()) == 1
    assert not Declaration.objects.exists()
    assert Consent.objects.filter(withdrawn_at=None).count() == len(world.texts())
    assert refusal(declare).code == "consent_missing"


def test_a_consent_may_be_taken_back_after_completion_and_the_mandatory_may_not(world):
    give(world, world.texts() + world.texts("consent"))
    steps_of = ProvinceChoice(6, all_districts=True)
    save_preferences(actor=world.user, application_id=world.application.pk, provinces=[steps_of])
    complete_application(actor=world.user, application_id=world.application.pk)

    def withdraw(text_id):
        withdraw_consent(actor=world.user, application_id=world.application.pk, text_id=text_id)

    assert refusal(lambda: withdraw(world.texts()[0])).code == "consent_mandatory"
    withdraw(world.texts("consent")[0])
    withdraw(world.texts("consent")[0])
    assert world.application.consents.filter(withdrawn_at=None).count() == len(world.texts())


def test_a_text_that_changed_is_read_before_it_counts(world):
    shown = world.texts()
    old = ConsentText.objects.get(code="truthfulness")
    give(world, shown)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentText.objects.filter(pk=old.pk).update(body="Başka")
    ConsentText.objects.filter(pk=old.pk).update(is_current=False)
    old.pk, old.version, old.is_current = None, 2, True
    old.save(force_insert=True)
    assert refusal(lambda: give(world, shown, shown_ids=shown)).code == "consent_text_changed"
    give(world, world.texts())
    assert Consent.objects.filter(withdrawn_at=None).count() == len(shown)


# --- places in two tabs ----------------------------------------------------------------------------------------------


def test_places_are_never_overwritten_unseen(world):
    def save(province, seen):
        save_preferences(
            actor=world.user, application_id=world.application.pk,
            provinces=[ProvinceChoice(province, all_districts=True)], seen=seen,
        )  # fmt: skip

    save(6, "")
    with pytest.raises(PlacesChangedMeanwhile) as refused:
        save(11, "")
    assert refused.value.current == places_token(preferences_of(world.application)) == "6:"
    save(11, refused.value.current)
    assert [row.province_id for row in world.application.province_preferences.all()] == [11]
