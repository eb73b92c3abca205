"""What each role of a university and of an employer may do, in one plain sentence (docs/rules.md A15)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from usp.accounts.models import EmployerRole as W
from usp.accounts.models import UniversityRole as R

SENTENCES: dict[str, Promise] = {
    R.MANAGER: _("Birimin bütün işlerini yapar, yetkilileri davet eder, görev verir ve geri alır; itirazlara bakmaz."),
    R.VERIFIER: _("Öğrencilerin beyan ettiği belgeleri denetler, gerekirse sorularını cevaplar."),
    R.ADVISER: _("Bölümünün öğrencilerine adıyla gösterilir, sorularını cevaplar, staj evrakını teslim alır."),
    R.INSURANCE: _("Stajyerleri görür, evrakı teslim alır, sigorta giriş ve çıkışlarını bildirir."),
    R.COMMISSION: _("Stajyerleri görür, stajın zorunlu staj yerine sayılıp sayılmadığına karar verir."),
    R.SECOND_REVIEWER: _("Reddedilen belgelere yapılan itirazları inceler; ilk denetimi yapan kişi olamaz."),
}
EMPLOYER_SENTENCES: dict[str, Promise] = {
    W.MANAGER: _("Her şeyi yapar; ayrıca kurum bilgilerini değiştirir, kişileri davet eder ve görevlerini bitirir."),
    W.RECRUITER: _("Pozisyon açar, aday havuzunda arar, teklif gönderir, son onayı verir."),
    W.SUPERVISOR: _("Pozisyonları, teklifleri ve stajyerleri görür; stajyerlerle ilgilenir, teklif gönderemez."),
}
