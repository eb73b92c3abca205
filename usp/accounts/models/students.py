"""The student's identity, as e-Devlet states it, and the contact data that belong to the person."""

from typing import Any, ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from usp.accounts import crypto
from usp.accounts.models.users import User, UserKind
from usp.core import turkish


@pghistory.track(
    pghistory.UpdateEvent(condition=pghistory.AnyChange("contact_email", "contact_phone")),
    fields=["contact_email", "contact_phone"],
    model_name="StudentContactEvent",
)
class Student(models.Model):
    """One person who signs in through e-Devlet. Contact data are not part of the frozen application (A45).

    Contact data come from e-Devlet until the student proves others by a code: then ``…_confirmed_at`` says when, and
    e-Devlet's no longer replace them. Each change of them is kept by the database.
    """

    user = models.OneToOneField(User, models.PROTECT, related_name="student", verbose_name=_("kullanıcı"))
    user_kind = models.CharField(max_length=16, default=UserKind.STUDENT, editable=False)
    tckn_encrypted = models.BinaryField(editable=False)
    tckn_hash = models.CharField(max_length=64, unique=True, editable=False)
    first_name = models.CharField(_("ad"), max_length=80)
    last_name = models.CharField(_("soyad"), max_length=80)
    search_name = models.CharField(max_length=200, editable=False, db_index=True)
    birth_date = models.DateField(_("doğum tarihi"), null=True, blank=True)
    citizenship = models.CharField(_("uyruk"), max_length=2, default="TR")
    contact_email = models.EmailField(_("İletişim e-postası"), blank=True)
    contact_phone = PhoneNumberField(_("İletişim numarası"), blank=True)
    email_confirmed_at = models.DateTimeField(_("e-postanın doğrulanması"), null=True, blank=True)
    phone_confirmed_at = models.DateTimeField(_("numaranın doğrulanması"), null=True, blank=True)

    objects: ClassVar[models.Manager["Student"]] = models.Manager()

    class Meta:
        verbose_name = _("öğrenci")
        verbose_name_plural = _("öğrenciler")
        constraints = [
            models.CheckConstraint(condition=Q(user_kind="student"), name="student_user_is_student"),
            models.CheckConstraint(
                condition=(Q(email_confirmed_at__isnull=True) | ~Q(contact_email=""))
                & (Q(phone_confirmed_at__isnull=True) | ~Q(contact_phone="")),
                name="student_confirmed_contact_exists",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the name as people search for it: without case, dots and tails."""
        self.search_name = turkish.fold(str(self))
        super().save(*args, **kwargs)

    @property
    def tckn(self) -> str:
        """The identity number in full. For papers and SGK only; screens show ``tckn_masked``."""
        return crypto.decrypt(bytes(self.tckn_encrypted))

    @property
    def tckn_masked(self) -> str:
        """The identity number with all but its last two digits hidden."""
        return "*" * 9 + self.tckn[-2:]

    def set_tckn(self, tckn: str) -> None:
        """Store the identity number encrypted, with its keyed hash."""
        self.tckn_encrypted = crypto.encrypt(tckn)
        self.tckn_hash = crypto.blind_index(tckn)
