"""Verbs: whole or not at all, tried again after a lost lock, and constraints that speak."""

import pytest
from django.db import DataError, IntegrityError, OperationalError, connection, transaction

from tests.factories import EmployerFactory, OfficialFactory, UniversityFactory
from usp.accounts.models import Employer, UniversityMembership
from usp.core.db import acting, rule_from_constraint, sqlstate, verb
from usp.core.errors import RuleViolation
from usp.core.models import SeasonClock

LOST_LOCKS = ["40P01", "55P03", "40001"]


def fail_with(state: str) -> None:
    """Let PostgreSQL itself raise that state."""
    with connection.cursor() as cursor:
        cursor.execute(f"do $$ begin raise exception using errcode = '{state}'; end $$")


class Flaky:
    """A verb that writes a row, and loses so many times before it keeps it."""

    def __init__(self, losses: int, state: str) -> None:
        self.losses, self.state, self.tries = losses, state, 0

    def __call__(self) -> str:
        return verb(self._act)()

    def _act(self) -> str:
        self.tries += 1
        SeasonClock.objects.create(id=1)
        if self.tries <= self.losses:
            fail_with(self.state)
        return "done"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("state", LOST_LOCKS)
def test_a_lost_lock_is_tried_again(state: str):
    act = Flaky(losses=3, state=state)
    assert act() == "done"
    assert act.tries == 4
    assert SeasonClock.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_after_four_tries_the_user_gets_a_sentence_and_nothing_changed():
    act = Flaky(losses=99, state="40P01")
    with pytest.raises(RuleViolation, match="Hiçbir şey değişmedi") as refusal:
        act()
    assert refusal.value.code == "busy"
    assert act.tries == 4
    assert not SeasonClock.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_verb_that_waits_longer_than_a_statement_may_take_ends_in_a_sentence():
    @verb
    def wait() -> None:
        with connection.cursor() as cursor:
            cursor.execute("set local statement_timeout = 50")
            cursor.execute("select pg_sleep(5)")

    with pytest.raises(RuleViolation) as refusal:
        wait()
    assert refusal.value.code == "busy"


@pytest.mark.django_db(transaction=True)
def test_any_other_error_is_not_tried_again():
    act = Flaky(losses=99, state="22003")
    with pytest.raises(DataError):
        act()
    assert act.tries == 1


@pytest.mark.django_db(transaction=True)
def test_only_the_outermost_block_tries_again():
    act = Flaky(losses=1, state="40P01")
    with pytest.raises(OperationalError), transaction.atomic():
        act()
    assert act.tries == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("keeps", [True, False])
def test_a_refusal_takes_back_what_was_written_unless_it_keeps_its_work(keeps: bool):
    @verb
    def settle_and_refuse() -> None:
        SeasonClock.objects.create(id=1)
        raise RuleViolation("Süre doldu.", keeps_work=keeps)

    with pytest.raises(RuleViolation, match=r"Süre doldu\."):
        settle_and_refuse()
    assert SeasonClock.objects.exists() is keeps


@pytest.mark.django_db
def test_a_constraint_speaks_its_own_sentence():
    held = OfficialFactory()
    with (
        pytest.raises(RuleViolation, match="yalnızca bir üniversitede") as refusal,
        rule_from_constraint(UniversityMembership, "university_membership_one_university"),
    ):
        OfficialFactory(user=held.user, university=UniversityFactory(code="iki"), role="verifier")
    assert refusal.value.code == "university_membership_one_university"
    assert UniversityMembership.objects.count() == 1  # the transaction goes on


@pytest.mark.django_db
def test_another_constraint_goes_through_untouched():
    held = OfficialFactory()
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        rule_from_constraint(UniversityMembership, "university_membership_once"),
    ):
        OfficialFactory(user=held.user, university=UniversityFactory(code="iki"), role="verifier")


@pytest.mark.django_db
def test_a_misspelt_constraint_is_noticed_at_once():
    with pytest.raises(LookupError, match="employer_vkn_nine"), rule_from_constraint(Employer, "employer_vkn_nine"):
        pass


@pytest.mark.django_db
def test_the_actor_is_named_inside_and_the_earlier_one_comes_back():
    def named() -> tuple[str, str]:
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('usp.actor', true), current_setting('usp.reason', true)")
            return tuple(text or "" for text in cursor.fetchone())

    with acting("user:1", "neden"):
        assert named() == ("user:1", "neden")
        with acting("system"):
            assert named() == ("system", "")
        assert named() == ("user:1", "neden")
    assert named() == ("", "")


@pytest.mark.django_db
def test_the_state_of_an_error_that_is_not_postgresql_s_is_empty():
    assert sqlstate(ValueError()) == ""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        EmployerFactory(vkn="12")
    assert sqlstate(refusal.value) == "23514"
