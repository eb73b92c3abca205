"""The user: one person's sign-in, of exactly one kind."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from usp.core import turkish


class UserKind(models.TextChoices):
    """What somebody uses the portal for. One person with two hats has two sign-ins (docs/rules.md I7)."""

    STUDENT = "student", _("Öğrenci")
    EMPLOYER = "employer", _("İşveren")
    CAREER_CENTER = "career_center", _("Kariyer merkezi")
    OPERATOR = "operator", _("Program yürütücüsü")
    INSTITUTION = "institution", _("Doğrulayan kurum")


class UserManager(BaseUserManager["User"]):
    """Creates users; students come without password, from e-Devlet."""

    def create_user(
        self, *, kind: str, full_name: str, email: str | None = None, password: str | None = None, **extra: Any
    ) -> "User":
        """Create one user of one kind; without a password nobody can sign in with one."""
        user = self.model(kind=kind, full_name=full_name, email=self._clean(email), **extra)
        if password:
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, *, email: str, password: str, full_name: str = "", **extra: Any) -> "User":
        """Create an operator who may do everything in the admin."""
        return self.create_user(
            kind=UserKind.OPERATOR,
            full_name=full_name or email,
            email=email,
            password=password,
            is_staff=True,
            is_superuser=True,
            **extra,
        )

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by e-mail, whatever its case."""
        return self.get(email=self._clean(username))

    @staticmethod
    def _clean(email: str | None) -> str | None:
        # An address is ASCII by our rule, so the English lower case is the right one here.
        return email.strip().lower() if email else None


class User(AbstractBaseUser, PermissionsMixin):
    """One sign-in. ``kind`` never changes; memberships repeat it, so that the database holds docs/rules.md I7."""

    kind = models.CharField(_("tür"), max_length=16, choices=UserKind.choices)
    email = models.EmailField(_("e-posta"), unique=True, null=True, blank=True)
    full_name = models.CharField(_("ad soyad"), max_length=150)
    language = models.CharField(_("dil"), max_length=2, choices=[("tr", "Türkçe"), ("en", "English")], default="tr")
    is_active = models.BooleanField(_("etkin"), default=True)
    is_staff = models.BooleanField(_("yönetim sayfasına girebilir"), default=False)
    date_joined = models.DateTimeField(_("kayıt tarihi"), auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("kullanıcı")
        verbose_name_plural = _("kullanıcılar")
        constraints = [
            models.UniqueConstraint(fields=["id", "kind"], name="user_id_and_kind"),
            models.CheckConstraint(
                condition=Q(kind="student") | Q(email__isnull=False),
                name="user_email_unless_student",
                violation_error_message=_("Öğrenci olmayan kullanıcının e-posta adresi olmalıdır."),
            ),
            models.CheckConstraint(
                condition=Q(is_staff=False) | Q(kind="operator"),
                name="user_only_operators_are_staff",
                violation_error_message=_("Yönetim sayfasına yalnızca program yürütücüleri girebilir."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def short_name(self) -> str:
        """First name and the initial of the last: «Ayşe Ç.»."""
        first, _space, last = self.full_name.rpartition(" ")
        return f"{first} {turkish.upper(last[:1])}." if first else last

    @property
    def is_student(self) -> bool:
        """Whether this person applies for internships."""
        return self.kind == UserKind.STUDENT

    @property
    def is_employer(self) -> bool:
        """Whether this person works for an employer here."""
        return self.kind == UserKind.EMPLOYER

    @property
    def is_career_center(self) -> bool:
        """Whether this person works for a university's career centre or unit."""
        return self.kind == UserKind.CAREER_CENTER

    @property
    def is_operator(self) -> bool:
        """Whether this person runs the programme."""
        return self.kind == UserKind.OPERATOR

    @property
    def is_institution(self) -> bool:
        """Whether this person verifies declarations for an institution."""
        return self.kind == UserKind.INSTITUTION
