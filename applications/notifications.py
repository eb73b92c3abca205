"""What the application tells people (docs/rules.md A20)."""

from django.utils.translation import gettext_lazy as _

from usp.accounts.models import UserKind
from usp.notifications.kinds import INBOX_AND_EMAIL, Kind, register

_STUDENT = (UserKind.STUDENT,)

register(
    Kind(
        key="application_completed",
        title=_("Başvurunuz tamamlandı"),
        body=_(
            "%(season)s başvurunuz %(at)s itibarıyla tamamlandı. Doğrulamaya giden beyan sayısı: %(declarations)s; "
            "sonuçlarını «Başvuru Durumum» sayfasında görürsünüz. İl ve ilçe tercihlerinizi %(close)s tarihine kadar "
            "değiştirebilirsiniz; işverenler adayları %(pool)s tarihinden itibaren inceler."
        ),
        channels=INBOX_AND_EMAIL,
        mandatory=True,
        link="applications:status",
        audience=(UserKind.STUDENT,),
    ),
    Kind(
        key="gno_scale_unknown",
        title=_("Tanımsız not sistemi: %(university)s"),
        body=_(
            "%(university)s kayıtlarında en yüksek notu %(scale)s olan bir not sistemi var ve %(season)s döneminde "
            "bunun sınırı tanımlı değil. Sınır eklenene kadar bu öğrenciler başvuramaz."
        ),
        channels=INBOX_AND_EMAIL,
        audience=(UserKind.OPERATOR,),
    ),
    Kind(
        key="application_disqualified",
        title=_("Başvurunuz geçersiz sayıldı"),
        body=_(
            "%(season)s başvurunuz program yürütücüsü tarafından geçersiz sayıldı. Gerekçe: %(reason)s Aday havuzundan "
            "çıkarıldınız ve süren teklifleriniz sona erdi. Yanlışlık olduğunu düşünüyorsanız %(email)s adresine yazın."
        ),
        channels=INBOX_AND_EMAIL,
        mandatory=True,
        link="applications:status",
        audience=_STUDENT,
    ),
    Kind(
        key="deadline_extended_unfinished",
        title=_("Başvuru süresi uzatıldı"),
        body=_(
            "%(season)s başvuruları %(new)s tarihine kadar uzatıldı (önceki son an: %(old)s). Gerekçe: %(reason)s "
            "Başvurunuz yarım; bu tarihe kadar tamamlayabilirsiniz."
        ),
        channels=INBOX_AND_EMAIL,
        mandatory=True,
        link="applications:status",
        audience=_STUDENT,
    ),
    Kind(
        key="deadline_extended_completed",
        title=_("Başvuru süresi uzatıldı"),
        body=_(
            "%(season)s başvuruları %(new)s tarihine kadar uzatıldı (önceki son an: %(old)s). Gerekçe: %(reason)s "
            "Tamamlanan başvurunuz geçerlidir; il ve ilçe tercihlerinizi bu tarihe kadar değiştirebilirsiniz."
        ),
        channels=INBOX_AND_EMAIL,
        mandatory=True,
        link="applications:status",
        audience=_STUDENT,
    ),
    Kind(
        key="season_date_moved",
        title=_("Dönem takvimi değişti: %(date)s"),
        body=_(
            "%(season)s takviminde «%(date)s» %(old)s yerine %(new)s oldu. Gerekçe: %(reason)s Daha önce size "
            "bildirilen tek tek süreler değişmez."
        ),
        channels=INBOX_AND_EMAIL,
        mandatory=True,
        link="portal:home",
    ),
)

register(
    Kind(
        key="declaration_rejected",
        title=_("Bir beyanınız reddedildi: %(item)s"),
        body=_(
            "«%(item)s» beyanınız şu gerekçeyle reddedildi: %(reason)s. Karar yanlışsa %(until)s tarihine kadar bir "
            "kez itiraz edebilirsiniz; itiraza başka bir yetkili bakar."
        ),
        channels=INBOX_AND_EMAIL,
        mandatory=True,
        link="applications:status",
        audience=(UserKind.STUDENT,),
    ),
    Kind(
        key="appeal_upheld",
        title=_("İtirazınız sonuçlandı: ret kararı değişmedi"),
        body=_("«%(item)s» beyanınıza itirazınızı ikinci bir yetkili inceledi; ret kararı kesinleşti."),
        channels=INBOX_AND_EMAIL,
        mandatory=True,
        link="applications:status",
        audience=(UserKind.STUDENT,),
    ),
    Kind(
        key="appeal_overturned",
        title=_("İtirazınız kabul edildi"),
        body=_("«%(item)s» beyanınız itirazınız üzerine onaylandı; puanınız güncellendi."),
        channels=INBOX_AND_EMAIL,
        mandatory=True,
        link="applications:status",
        audience=(UserKind.STUDENT,),
    ),
    Kind(
        key="declarations_decided",
        title=_("Beyanlarınızın tümü karara bağlandı"),
        body=_("%(total)s beyanınızdan %(approved)s tanesi onaylandı. Puanınızı «Profilim» sayfasında görebilirsiniz."),
        link="applications:profile",
        audience=(UserKind.STUDENT,),
    ),
)

register(
    Kind(
        key="windows_missing",
        title=_("Staj takviminizi seçin"),
        body=_(
            "%(university)s staj takvimlerini yayımladı ve siz henüz takvim seçmediniz. Staj yapabileceğiniz tarihleri "
            "%(until)s tarihine kadar seçip sıralayın; işverenler teklifini bu tarihlere göre gönderir."
        ),
        link="applications:windows",
        audience=(UserKind.STUDENT,),
    ),
    Kind(
        key="window_closed",
        title=_("Seçtiğiniz bir staj takvimi kapatıldı"),
        body=_(
            "%(university)s, %(starts_on)s günü başlayan %(days)s iş günlük takvimi yeni seçime ve yeni tekliflere "
            "kapattı: %(reason)s. Sıralamanızı gözden geçirin; size gönderilmiş teklifler tarihlerini korur."
        ),
        link="applications:windows",
        audience=(UserKind.STUDENT,),
    ),
)
