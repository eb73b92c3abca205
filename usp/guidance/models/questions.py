"""Questions of students to the career adviser of their department, and the answers (A15)."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import DepartmentAdviser, UniversityMembership, UniversityRole, User
from usp.accounts.permissions import UniversityAction, running_memberships, university_scope
from usp.documents.models import Upload
from usp.reference.models import Department, Unit, University

_DESK = (UniversityRole.VERIFIER.value, UniversityRole.MANAGER.value)  # of the unit, where nobody advises


def _usp_now() -> models.Func:
    return models.Func(function="usp_now", output_field=models.DateTimeField())


class QuestionState(models.TextChoices):
    """Where a question stands: ``open ⇄ answered``, both → ``closed``, and from there back to either."""

    OPEN = "open", _("Cevap bekliyor")
    ANSWERED = "answered", _("Cevaplandı")
    CLOSED = "closed", _("Kapandı")


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions, by whom they wait for and who may read them.

    Nothing of this is stored: when an adviser leaves, that department's questions are at the next desk at once.
    """

    def with_desks(self) -> "QuestionQuerySet":
        """Each with: is it forwarded to somebody in office, is there an adviser, a desk of the unit, a manager."""
        running = UniversityMembership.objects.running().filter(user__is_active=True)
        here = running.filter(university=OuterRef("department__unit__university"))
        return self.annotate(
            is_forwarded=Exists(here.filter(user=OuterRef("forwarded_to"))),
            has_adviser=Exists(DepartmentAdviser.objects.running().filter(department=OuterRef("department"))),
            has_unit_desk=Exists(running.filter(unit=OuterRef("department__unit"), role__in=_DESK)),
            has_manager=Exists(here.filter(unit__isnull=True, role=UniversityRole.MANAGER)),
        )

    def directed_to(self, user: User) -> "QuestionQuerySet":
        """Those that this person is to answer: forwarded ones, else by desk (see ``responsible_for``)."""
        return self.with_desks().filter(_directed(user))

    def visible_to(self, user: User) -> "QuestionQuerySet":
        """A student's own; an official's: those to answer, those of the departments advised, and a manager's units."""
        if user.is_student:
            return self.filter(asker=user)
        if user.is_operator:
            return self.directed_to(user)
        if not user.is_career_center:
            return self.none()
        university_id, unit_ids = university_scope(user, UniversityAction.MANAGE)
        managed = Q(department__unit__university=university_id) if university_id else Q(pk__in=[])
        if unit_ids is not None:
            managed = Q(department__unit__in=unit_ids)
        return self.with_desks().filter(_directed(user) | managed | _advised(user))


def _advised(user: User) -> Q:
    return Q(department__in=DepartmentAdviser.objects.running().filter(user=user).values("department"))


def _directed(user: User) -> Q:
    nobody_nearer = Q(is_forwarded=False, has_adviser=False)
    if user.is_operator:
        return Q(department__isnull=True) | nobody_nearer & Q(has_unit_desk=False, has_manager=False)
    held = running_memberships(user)
    if not held:
        return Q(pk__in=[])
    units = [one.unit_id for one in held if one.role in _DESK and one.unit_id is not None]
    directed = Q(is_forwarded=True, forwarded_to=user) | Q(is_forwarded=False) & _advised(user)
    directed |= nobody_nearer & Q(department__unit__in=units)
    if any(one.role == UniversityRole.MANAGER and one.unit_id is None for one in held):
        directed |= nobody_nearer & Q(has_unit_desk=False, department__unit__university=held[0].university_id)
    return directed


class Question(models.Model):
    """One question with its thread. ``department`` is the student's when asking; without one operators answer.

    ``waiting_since`` is the moment from which somebody waits for an answer: the order of the adviser's list.
    """

    asker = models.ForeignKey(User, models.PROTECT, related_name="questions", verbose_name=_("soran"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name=_("bölüm")
    )
    subject = models.CharField(_("konu"), max_length=120)
    state = models.CharField(_("durum"), max_length=10, choices=QuestionState.choices, default=QuestionState.OPEN)
    forwarded_to = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("yönlendirilen kişi")
    )
    asked_at = models.DateTimeField(_("sorulma"), db_default=_usp_now())
    waiting_since = models.DateTimeField(_("bekleme başlangıcı"), null=True, blank=True, db_default=_usp_now())
    last_at = models.DateTimeField(_("son hareket"), db_default=_usp_now())
    form_id = models.UUIDField(editable=False, default=uuid.uuid4)

    objects: ClassVar[QuestionQuerySet] = QuestionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("soru")
        verbose_name_plural = _("sorular")
        ordering = ["-last_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["asker", "form_id"], name="question_once_per_form"),
            models.CheckConstraint(
                condition=Q(state=QuestionState.OPEN, waiting_since__isnull=False)
                | ~Q(state=QuestionState.OPEN) & Q(waiting_since__isnull=True),
                name="question_waits_while_open",
            ),
        ]
        indexes = [
            models.Index(fields=["asker", "-last_at"], name="question_of_asker"),
            models.Index(fields=["department", "state"], name="question_of_department"),
            models.Index(fields=["waiting_since"], name="question_waiting", condition=Q(state=QuestionState.OPEN)),
        ]

    def __str__(self) -> str:
        return self.subject


class MessageKind(models.TextChoices):
    """What a line of a thread is."""

    TEXT = "text", _("mesaj")
    FORWARDED = "forwarded", _("yönlendirme")
    CLOSED = "closed", _("kapatma")
    REOPENED = "reopened", _("yeniden açma")


class QuestionMessage(models.Model):
    """One line of a thread: what somebody wrote, or what was done. Never changed, never deleted.

    ``body`` of a forwarding is its reason: officials read it, the student does not.
    """

    question = models.ForeignKey(Question, models.PROTECT, related_name="messages", verbose_name=_("soru"))
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("yazan"))
    kind = models.CharField(_("tür"), max_length=10, choices=MessageKind.choices, default=MessageKind.TEXT)
    body = models.TextField(_("metin"), max_length=4000, blank=True)
    to = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("yönlendirilen kişi")
    )
    upload = models.ForeignKey(
        Upload, models.PROTECT, null=True, blank=True, related_name="question_messages", verbose_name=_("dosya")
    )
    at = models.DateTimeField(_("an"), db_default=_usp_now())
    form_id = models.UUIDField(editable=False, default=uuid.uuid4)

    class Meta:
        verbose_name = _("soru mesajı")
        verbose_name_plural = _("soru mesajları")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["question", "author", "form_id"], name="question_message_once_per_form"),
            models.CheckConstraint(
                condition=~Q(kind="text") | ~Q(body=""),
                name="question_message_says_something",
                violation_error_message=_("Mesaj boş olamaz."),
            ),
            models.CheckConstraint(
                condition=Q(kind="forwarded", to__isnull=False) & ~Q(body="")
                | ~Q(kind="forwarded") & Q(to__isnull=True),
                name="question_forwarding_names_whom_and_why",
                violation_error_message=_("Kime ve neden yönlendirdiğinizi yazın."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.body[:40]}"


class QuestionRead(models.Model):
    """How far one person has read one thread: the number of the last message seen."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="reads")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    last_message = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("soru okuması")
        verbose_name_plural = _("soru okumaları")
        constraints = [models.UniqueConstraint(fields=["question", "user"], name="question_read_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.question}"


class CannedAnswer(models.Model):
    """An answer that a unit (or, without unit, the whole university) keeps ready for what is asked again and again."""

    university = models.ForeignKey(University, models.PROTECT, related_name="+", verbose_name=_("üniversite"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("birim"))
    title = models.CharField(_("başlık"), max_length=80)
    body = models.TextField(_("cevap"), max_length=4000)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("yazan"))
    changed_at = models.DateTimeField(_("son değişiklik"), auto_now=True)

    trigger_rules: ClassVar[dict[str, Promise]] = {
        "canned_answer_unit_of_university": _("Birim bu üniversitenin değil."),
    }

    class Meta:
        verbose_name = _("hazır cevap")
        verbose_name_plural = _("hazır cevaplar")
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["university", "unit", "title"],
                nulls_distinct=False,
                name="canned_answer_title_once",
                violation_error_message=_("Bu birimde bu başlıkta bir hazır cevap zaten var."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
