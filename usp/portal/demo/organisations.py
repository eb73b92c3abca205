"""The demo's employers, career centre and operator, with their second factors."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from insurance.models import PaperRules
from usp.accounts.models import (
    Employer,
    EmployerMembership,
    EmployerRole,
    EmployerStatus,
    UniversityMembership,
    UniversityRole,
    User,
    UserKind,
)
from usp.portal.demo.accounts import ACCOUNTS, PASSWORD
from usp.reference.models import District, Unit, University

CENTER = "bilecik-seyh-edebali"
# name, tax number (fictitious), public, personnel, activity, province, district, address, phone, status
_EMPLOYERS = (
    ("Devlet Su İşleri Genel Müdürlüğü", "1000000017", True, 18000, "Su kaynakları ve enerji", "Ankara", "Çankaya",
     "Mustafa Kemal Mah. Anadolu Bulvarı No: 9", "+903124170000", "dsi.example", EmployerStatus.APPROVED),
    ("Trakya Yazılım A.Ş.", "1000000025", False, 64, "Yazılım geliştirme", "Bilecik", "Bozüyük",
     "Organize Sanayi Bölgesi 3. Cadde No: 12", "+902283140000", "trakya.example", EmployerStatus.APPROVED),
    ("Sakarya Elektromekanik Ltd. Şti.", "1000000033", False, 14, "Elektrik makineleri", "Sakarya", "Serdivan",
     "Kemalpaşa Mah. 12. Sokak No: 4", "+902642210000", "sakaryaem.example", EmployerStatus.PENDING),
    ("Ege Gıda Sanayi A.Ş.", "1000000041", False, 220, "Gıda üretimi", "İzmir", "Bornova",
     "Ankara Caddesi No: 172", "+902323880000", "egegida.example", EmployerStatus.PENDING),
)  # fmt: skip


def make_organisations() -> None:
    """Everybody who signs in with a password, once."""
    employers = [_employer(*row) for row in _EMPLOYERS]
    elif_, burak, zeynep, omer, deniz = (
        _user(account.email, account.name, kind)
        for account, kind in zip(
            ACCOUNTS,
            (UserKind.EMPLOYER, UserKind.EMPLOYER, UserKind.CAREER_CENTER, UserKind.CAREER_CENTER, UserKind.OPERATOR),
            strict=True,
        )
    )
    _member(elif_, employers[0], EmployerRole.MANAGER, "İnsan Kaynakları Şube Müdürü")
    _member(burak, employers[1], EmployerRole.RECRUITER, "İnsan Kaynakları Uzmanı")
    _member(
        _user("cem.yildirim@dsi.example", "Cem Yıldırım", UserKind.EMPLOYER),
        employers[0],
        EmployerRole.SUPERVISOR,
        "Bilgi İşlem Dairesi Mühendisi",
    )
    university = University.objects.get(code=CENTER)
    faculty = Unit.objects.get(university=university, code="muhendislik-fakultesi")
    UniversityMembership.objects.create(user=zeynep, university=university, role=UniversityRole.MANAGER)
    UniversityMembership.objects.create(user=omer, university=university, unit=faculty, role=UniversityRole.ADVISER)
    PaperRules.objects.get_or_create(
        university=university,
        defaults={"lead_days": 15, "document_prefix": "E-77152623-", "papers_to": ""},
    )
    deniz.is_staff = deniz.is_superuser = True
    deniz.save()


def _user(email: str, name: str, kind: UserKind) -> User:
    user = User.objects.create_user(kind=kind, full_name=name, email=email, password=PASSWORD)
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, generate_totp_secret())
    return user


def _member(user: User, employer: Employer, role: EmployerRole, title: str) -> None:
    EmployerMembership.objects.create(
        user=user, employer=employer, role=role, job_title=title, phone=str(employer.phone)
    )


def _employer(
    name: str, vkn: str, is_public: bool, personnel: int, activity: str, province: str, district: str, address: str,
    phone: str, domain: str, status: str,
) -> Employer:  # fmt: skip
    place = District.objects.select_related("province").get(province__name=province, name=district)
    return Employer.objects.create(
        name=name, vkn=vkn, is_public=is_public, personnel_count=personnel, activity=activity,
        province=place.province, district=place, address=address, phone=phone, email=f"staj@{domain}",
        website=f"https://{domain}", status=status,
    )  # fmt: skip
