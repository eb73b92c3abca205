"""The demo's employers, career centre and operator, with their second factors."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from insurance.models import PaperRules
from usp.accounts.models import (
    Employer,
    EmployerMembership,
    EmployerRole,
    EmployerStatus,
    InstitutionMembership,
    UniversityMembership,
    UniversityRole,
    User,
    UserKind,
)
from usp.portal.demo.accounts import PASSWORD, PRINCIPALS
from usp.reference.models import District, Unit, University, VerifyingInstitution

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
    ("Marmara Lojistik A.Ş.", "1000000059", False, 130, "Depolama ve taşımacılık", "Kocaeli", "Gebze",
     "Lojistik Merkezi B Blok No: 3", "+902626410000", "marmara.example", EmployerStatus.APPROVED),
)  # fmt: skip
# e-mail, name, which employer, role, job title
_COLLEAGUES = (
    ("cem.yildirim@dsi.example", "Cem Yıldırım", 0, EmployerRole.SUPERVISOR, "Bilgi İşlem Dairesi Mühendisi"),
    ("nuray.demirci@sakaryaem.example", "Nuray Demirci", 2, EmployerRole.MANAGER, "Genel Müdür Yardımcısı"),
    ("okan.ergin@egegida.example", "Okan Ergin", 3, EmployerRole.MANAGER, "İnsan Kaynakları Müdürü"),
    ("hale.aksoy@marmara.example", "Hale Aksoy", 4, EmployerRole.MANAGER, "İnsan Kaynakları Müdürü"),
)


def make_organisations() -> None:
    """Everybody who signs in with a password, once."""
    employers = [_employer(*row) for row in _EMPLOYERS]
    elif_, burak, zeynep, omer, deniz, ferhat = (
        demo_user(account.email, account.name, kind)
        for account, kind in zip(
            PRINCIPALS,
            (
                *(UserKind.EMPLOYER, UserKind.EMPLOYER, UserKind.CAREER_CENTER, UserKind.CAREER_CENTER),
                *(UserKind.OPERATOR, UserKind.INSTITUTION),
            ),
            strict=True,
        )
    )
    _member(elif_, employers[0], EmployerRole.MANAGER, "İnsan Kaynakları Şube Müdürü")
    _member(burak, employers[1], EmployerRole.RECRUITER, "İnsan Kaynakları Uzmanı")
    for email, name, index, role, title in _COLLEAGUES:
        _member(demo_user(email, name, UserKind.EMPLOYER), employers[index], role, title)
    university = University.objects.get(code=CENTER)
    faculty = Unit.objects.get(university=university, code="muhendislik-fakultesi")
    UniversityMembership.objects.create(user=zeynep, university=university, role=UniversityRole.MANAGER)
    UniversityMembership.objects.create(user=omer, university=university, unit=faculty, role=UniversityRole.ADVISER)
    _institution(ferhat, "tubitak")
    PaperRules.objects.get_or_create(
        university=university,
        defaults={"lead_days": 15, "document_prefix": "E-77152623-", "papers_to": ""},
    )
    deniz.is_staff = deniz.is_superuser = True
    deniz.save()


def demo_user(email: str, name: str, kind: str) -> User:
    """Somebody who signs in with the demo's password and second factor."""
    user = User.objects.create_user(kind=kind, full_name=name, email=email, password=PASSWORD)
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, generate_totp_secret())
    return user


def _member(user: User, employer: Employer, role: EmployerRole, title: str) -> None:
    EmployerMembership.objects.create(
        user=user, employer=employer, role=role, job_title=title, phone=str(employer.phone)
    )


def _institution(user: User, code: str) -> None:
    """Give the institution its desk and its first official."""
    institution = VerifyingInstitution.objects.get(code=code)
    institution.has_desk = True
    institution.save(update_fields=["has_desk"])
    InstitutionMembership.objects.create(user=user, institution=institution)


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
