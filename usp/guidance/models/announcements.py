"""Announcements: what a university, a unit, a department or the programme tells everybody it concerns (A30)."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import User
from usp.accounts.permissions import UniversityAction, running_memberships, university_scope
from usp.notifications.models import usp_now
from usp.reference.models import Department, Unit, University


class Audience(models.TextChoices):
    """Whom an announcement speaks to."""

    STUDENTS = "students", _("Öğrenciler")
    OFFICIALS = "officials", _("Üniversite yetkilileri")
    EMPLOYERS = "employers", _("İşverenler")
    PUBLIC = "public", _("Herkes (giriş yapmayanlar dahil)")


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    """Announcements, by who reads and who writes them."""

    def current(self) -> "AnnouncementQuerySet":
        """Those that are shown at this moment, by the portal's clock."""
        return self.filter(
            Q(shows_until__isnull=True) | Q(shows_until__gt=usp_now()),
            shows_from__lte=usp_now(),
            withdrawn_at__isnull=True,
        )

    def addressed_to(self, user: User, department: Department | None = None) -> "AnnouncementQuerySet":
        """What concerns this reader: by kind, and by university, unit and department.

        A student's department comes from the application, which only the caller knows; without one the student
        reads what is addressed to everybody.
        """
        if user.is_operator:
            return self
        if user.is_employer:
            return self.filter(_EVERYWHERE, audience__in=[Audience.EMPLOYERS, Audience.PUBLIC])
        if user.is_student:
            return self.filter(_place_of(department), audience__in=[Audience.STUDENTS, Audience.PUBLIC])
        if user.is_career_center:
            return self.filter(Q(audience=Audience.OFFICIALS) & _places_of_official(user) | Q(audience=Audience.PUBLIC))
        return self.filter(audience=Audience.PUBLIC)

    def editable_by(self, user: User) -> "AnnouncementQuerySet":
        """What this user may change: operators what concerns everybody, officials what concerns their own units."""
        if user.is_operator:
            return self.filter(_EVERYWHERE)
        university_id, unit_ids = university_scope(user, UniversityAction.ANNOUNCE)
        if unit_ids is None:
            return self.filter(
                Q(university=university_id)
                | Q(unit__university=university_id)
                | Q(department__unit__university=university_id)
            )
        return self.filter(Q(unit__in=unit_ids) | Q(department__unit__in=unit_ids))


_EVERYWHERE = Q(university__isnull=True, unit__isnull=True, department__isnull=True)


def _place_of(department: Department | None) -> Q:
    if department is None:
        return _EVERYWHERE
    unit = department.unit
    return _EVERYWHERE | Q(university=unit.university_id) | Q(unit=unit.pk) | Q(department=department.pk)


def _places_of_official(user: User) -> Q:
    """Everywhere, the official's university, and the units of the official's roles with their departments."""
    places = _EVERYWHERE
    for membership in running_memberships(user):
        places |= Q(university=membership.university_id)
        if membership.unit_id is None:
            places |= Q(unit__university=membership.university_id)
            places |= Q(department__unit__university=membership.university_id)
        else:
            places |= Q(unit=membership.unit_id) | Q(department__unit=membership.unit_id)
    return places


@pghistory.track()
class Announcement(models.Model):
    """One announcement. It names one place at most: a university, a unit or a department; with none, everybody.

    ``body`` is plain text: blank lines part paragraphs, addresses become links when shown. A change makes a new
    version (the history keeps the earlier ones); an announcement is withdrawn, never deleted.
    """

    audience = models.CharField(_("kime"), max_length=10, choices=Audience.choices, default=Audience.STUDENTS)
    university = models.ForeignKey(
        University,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="announcements",
        verbose_name=_("üniversite"),
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="announcements", verbose_name=_("birim")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="announcements", verbose_name=_("bölüm")
    )
    title = models.CharField(_("başlık"), max_length=120)
    body = models.TextField(_("metin"), max_length=5000)
    shows_from = models.DateTimeField(_("yayın başlangıcı"))
    shows_until = models.DateTimeField(_("yayın bitişi"), null=True, blank=True)
    pinned = models.BooleanField(_("başa sabitle"), default=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="announcements", verbose_name=_("yazan"))
    version = models.PositiveIntegerField(_("sürüm"), default=1)
    changed_at = models.DateTimeField(_("son değişiklik"))
    withdrawn_at = models.DateTimeField(_("geri çekilme"), null=True, blank=True)

    objects: ClassVar[AnnouncementQuerySet] = AnnouncementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("duyuru")
        verbose_name_plural = _("duyurular")
        ordering = ["-pinned", "-shows_from", "-id"]
        indexes = [
            models.Index(
                fields=["audience", "-shows_from"],
                condition=Q(university__isnull=True, unit__isnull=True, department__isnull=True),
                name="announcement_everywhere",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True, department__isnull=True)
                | Q(university__isnull=True, department__isnull=True)
                | Q(university__isnull=True, unit__isnull=True),
                name="announcement_names_one_place",
                violation_error_message=_("Duyuru ya bir üniversiteye, ya bir birime, ya da bir bölüme yazılır."),
            ),
            models.CheckConstraint(
                condition=Q(university__isnull=True, unit__isnull=True, department__isnull=True)
                | Q(audience__in=["students", "officials"]),
                name="announcement_of_university_speaks_inside",
                violation_error_message=_(
                    "Üniversitenin duyurusu kendi öğrencilerine ya da kendi yetkililerine yazılır."
                ),
            ),
            models.CheckConstraint(
                condition=Q(shows_until__isnull=True) | Q(shows_until__gt=F("shows_from")),
                name="announcement_ends_after_it_begins",
                violation_error_message=_("Yayın bitişi, yayın başlangıcından sonra olmalıdır."),
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(body=""), name="announcement_says_something"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> str:
        """Whose announcement it is: the department's, the unit's or the university's name, else the programme's."""
        place = self.department or self.unit or self.university
        return str(place) if place else gettext("Ulusal Staj Programı")
