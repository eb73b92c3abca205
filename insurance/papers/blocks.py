"""What a university may word itself: each paper's text blocks with the portal's own words, and who signs it.

The papers are official Turkish texts whatever language the page speaks: they do not go through the catalogue. A block
may name facts in square brackets («[öğrenci]»); they are filled in when the paper is issued.
"""

import re
from collections.abc import Mapping

from insurance.paper_kinds import Paper
from usp.documents.forms_data import DEFAULT_ACCEPTANCE, DEFAULT_UNDERTAKING
from usp.documents.frames import SignatureBox

Block = tuple[str, str, str]
"""Name, label for the editor, the portal's own text."""

PLACEHOLDERS: dict[str, str] = {
    "öğrenci": "Öğrencinin adı soyadı",
    "öğrenci no": "Öğrenci numarası",
    "üniversite": "Üniversitenin adı",
    "birim": "Fakülte ya da yüksekokul",
    "bölüm": "Bölüm ya da program",
    "işyeri": "İşyerinin adı",
    "başlangıç": "İlk gün",
    "bitiş": "Son gün",
    "iş günü": "İş günü sayısı",
    "dönem": "Program dönemi",
    "danışman": "Bölüm kariyer danışmanı",
    "staj sorumlusu": "İşyerindeki staj sorumlusu",
    "zorunlu gün": "Öğretim programındaki zorunlu staj (iş günü)",
}

_INSURED = (
    "Öğrencinin iş kazası ve meslek hastalığı sigortası, 5510 sayılı Sosyal Sigortalar ve Genel Sağlık Sigortası "
    "Kanunu’nun 5 inci maddesinin birinci fıkrasının (b) bendi ve 87 nci maddesinin birinci fıkrasının (e) bendi "
    "uyarınca üniversitemizce yapılır; primi üniversitemizce ödenir."
)

# Where the university cannot file with SGK (docs/rules.md A8): true before the programme's decision and after it.
INSURED_ELSEWHERE = (
    "Öğrencinin üniversitesi Sosyal Güvenlik Kurumuna bildirim yapamadığı için iş kazası ve meslek hastalığı "
    "sigortasını kimin yapacağına ve primini kimin ödeyeceğine program yürütücüsü karar verir. Sigorta girişi "
    "yapılmadan staj başlamaz."
)

BLOCKS: dict[Paper, tuple[Block, ...]] = {
    Paper.ACCEPTANCE_FORM: (
        ("undertaking", "Öğrencinin taahhüdü", DEFAULT_UNDERTAKING),
        ("employer_acceptance", "İşverenin kabulü", DEFAULT_ACCEPTANCE),
    ),
    Paper.EMPLOYER_ACCEPTANCE: (
        (
            "text",
            "Kabul cümlesi",
            "Üniversiteniz [birim], [bölüm] öğrencisi [öğrenci], [dönem] kapsamında kurumumuzda [başlangıç] – [bitiş] "
            "tarihleri arasında [iş günü] iş günü staj yapmak üzere kabul edilmiştir.",
        ),
        ("closing", "Kapanış", "Sigorta girişinin staj başlamadan yapılması hususunda bilgilerinizi rica ederiz."),
    ),
    Paper.NECESSITY_LETTER: (
        (
            "compulsory",
            "Zorunlu stajı olan bölüm için",
            "Üniversitemiz [birim], [bölüm] öğrencisi [öğrenci] ([öğrenci no]), öğretim programı gereği [zorunlu gün] "
            "iş günü zorunlu staj yapmakla yükümlüdür. Öğrencinin [başlangıç] – [bitiş] tarihleri arasında kurumunuzda "
            "staj yapması uygun görülmüştür.",
        ),
        (
            "usp",
            "Zorunlu stajı olmayan bölüm için (yalnızca dönem böyle sayıyorsa)",
            "Üniversitemiz [birim], [bölüm] öğrencisi [öğrenci] ([öğrenci no]), [dönem] kapsamında kurumunuzda "
            "[başlangıç] – [bitiş] tarihleri arasında staj yapacaktır. Programa kabul edilen stajlar, bölüme "
            "bakılmaksızın 3308 sayılı Mesleki Eğitim Kanunu kapsamında zorunlu staj statüsünde değerlendirilir.",
        ),
        ("insurance", "Sigorta", _INSURED),
        ("closing", "Kapanış", "Bilgilerinizi ve gereğini rica ederiz."),
    ),
    Paper.CONTRACT: (
        (
            "subject",
            "Konu ve süre",
            "Bu sözleşme, 3308 sayılı Mesleki Eğitim Kanunu’na göre öğrencinin işletmede [başlangıç] – [bitiş] "
            "tarihleri arasında [iş günü] iş günü yapacağı stajın koşullarını düzenler. Resmî tatiller bu süreye "
            "sayılmaz.",
        ),
        (
            "hours",
            "Çalışma günleri ve saatleri",
            "Öğrenci, yukarıda yazılı günlerde işletmenin çalışma saatlerine uyar. Pazar günleri, resmî tatillerde, "
            "gece ve fazla çalışma olarak staj yaptırılmaz.",
        ),
        (
            "insurance",
            "Sigorta",
            _INSURED + " İşletmeden sigorta primi istenmez. Sigorta girişi yapılmadan staj başlamaz.",
        ),
        (
            "attendance",
            "Devam ve mazeret",
            "Öğrenci staja devamla yükümlüdür. Mazeretini aynı gün işletmeye bildirir; işletme devamı devam "
            "çizelgesine işler ve özürsüz devamsızlığı üniversiteye bildirir.",
        ),
        (
            "safety",
            "İş sağlığı ve güvenliği",
            "İşletme, öğrenciye işe başlamadan iş sağlığı ve güvenliği eğitimi verir ve gerekli donanımı sağlar. "
            "İş kazasını kolluğa hemen, Sosyal Güvenlik Kurumuna en geç üç iş günü içinde, üniversiteye aynı gün "
            "bildirir.",
        ),
        (
            "training",
            "Eğitici personel",
            "İşletme, öğrenciye alanında yetkin bir staj sorumlusu verir ([staj sorumlusu]); öğrenciyi öğrenim gördüğü "
            "alan dışında çalıştırmaz.",
        ),
        (
            "privacy",
            "Gizlilik ve kişisel veriler",
            "Öğrenci, staj sırasında öğrendiği ticari sırları ve kişisel verileri açıklamaz. Taraflar, birbirlerinin "
            "kişisel verilerini 6698 sayılı Kanun’a uygun olarak ve yalnızca stajın yürütülmesi için işler.",
        ),
        (
            "ending",
            "Sona erme",
            "Sözleşme, stajın bitmesi, öğrenciliğin sona ermesi ya da taraflardan birinin yükümlülüğünü yerine "
            "getirmemesi hâlinde sona erer. Fesih, nedeniyle birlikte diğer tarafa ve üniversiteye yazılı olarak aynı "
            "gün bildirilir.",
        ),
        ("copies", "Nüshalar", "Bu sözleşme üç nüsha düzenlenir; birer nüshası taraflarda ve üniversitede kalır."),
    ),
    Paper.FUND_FORM: (
        (
            "statement",
            "İşletmenin beyanı",
            "Yukarıda bilgileri yer alan öğrenciye ödenecek staj ücretinin devlet katkısının, 3308 sayılı Kanun’un "
            "25 inci ve geçici 12 nci maddeleri uyarınca belirtilen hesaba aktarılmasını; ücreti öğrencinin banka "
            "hesabına ödediğimizi gösteren dekontu üniversiteye her ödemede ileteceğimizi; bilgilerde değişiklik "
            "olursa hemen bildireceğimizi beyan ederiz.",
        ),
    ),
    Paper.UNDERTAKING: (
        ("undertaking", "Öğrencinin taahhüdü", DEFAULT_UNDERTAKING),
        (
            "safety",
            "İş sağlığı ve güvenliği",
            "İşyerinde verilecek iş sağlığı ve güvenliği eğitimine katılacağımı, koruyucu donanımı kullanacağımı, "
            "gördüğüm tehlikeyi ve uğradığım kazayı hemen staj sorumlusuna ve birimime bildireceğimi taahhüt ederim.",
        ),
        (
            "workplace",
            "İşyerinin uygunluk beyanı",
            "İşyerimizin öğrencinin alanında staj yaptırmaya uygun olduğunu, öğrenciye bir staj sorumlusu ve çalışma "
            "yeri ayrıldığını, iş sağlığı ve güvenliği önlemlerinin alındığını beyan ederiz.",
        ),
    ),
    Paper.START_FORM: (
        (
            "text",
            "Başlama beyanı",
            "Üniversiteniz öğrencisi [öğrenci], kurumumuzda aşağıda yazılı günde staja başlamıştır. Sigorta giriş "
            "bildirgesi görülmüş, iş sağlığı ve güvenliği eğitimi verilmiştir.",
        ),
    ),
    Paper.ATTENDANCE_SHEET: (
        (
            "note",
            "Doldurma notu",
            "Öğrenci her gün imzalar; gelmediği gün için açıklamaya R (raporlu), İ (izinli) ya da G (gelmedi) yazılır. "
            "Çizelge son gün yetkilice kaşelenip imzalanır.",
        ),
    ),
    Paper.REPORT_COVER: (
        ("text", "Kapak notu", "Raporun her sayfası işyerindeki staj sorumlusunca imzalanır ve kaşelenir."),
    ),
    Paper.EVALUATION_FORM: (
        (
            "note",
            "Gizlilik notu",
            "Bu form gizlidir. Staj sorumlusunca doldurulur, kapalı ve ağzı kaşeli zarfla ya da resmî yazıyla "
            "öğrencinin birimine gönderilir; öğrenciye gösterilmez.",
        ),
    ),
    Paper.COMPLETION: (
        (
            "text",
            "Bitirme cümlesi",
            "[üniversite] [birim], [bölüm] öğrencisi [öğrenci], kurumumuzda [başlangıç] – [bitiş] tarihleri arasında "
            "[iş günü] iş günlük stajını tamamlamıştır.",
        ),
    ),
    Paper.WITHDRAWAL: (
        (
            "text",
            "Dilekçe metni",
            "[dönem] kapsamında [işyeri] kurumunda [başlangıç] – [bitiş] tarihleri arasında yapacağım stajdan aşağıda "
            "yazdığım nedenle vazgeçiyorum. Sigorta girişimin yapılmamasını, yapıldıysa iptalini ya da çıkışımın "
            "bildirilmesini arz ederim.",
        ),
    ),
}
"""Papers that only come in (D3, D4, D8) have none."""

_STUDENT = SignatureBox("Öğrenci", "[öğrenci]")
_EMPLOYER = SignatureBox("İşveren / yetkili", "", "Tarih, kaşe ve imza")
_SUPERVISOR = SignatureBox("Staj sorumlusu", "[staj sorumlusu]", "Tarih, kaşe ve imza")
_ADVISER = SignatureBox("Bölüm kariyer danışmanı", "[danışman]")
_COMMISSION = SignatureBox("Staj komisyonu başkanı")
_UNIT = SignatureBox("Birim yetkilisi", "", "Tarih, mühür ve imza")

SIGNATURES: Mapping[Paper, tuple[SignatureBox, ...]] = {
    Paper.ACCEPTANCE_FORM: (_STUDENT, _EMPLOYER, _ADVISER, _COMMISSION, SignatureBox("Sigorta giriş onayı")),
    Paper.EMPLOYER_ACCEPTANCE: (_EMPLOYER,),
    Paper.NECESSITY_LETTER: (_UNIT,),
    Paper.CONTRACT: (_STUDENT, SignatureBox("İşletme", "", "Tarih, kaşe ve imza"), _UNIT),
    Paper.FUND_FORM: (_STUDENT, SignatureBox("İşletme", "", "Tarih, kaşe ve imza")),
    Paper.UNDERTAKING: (_STUDENT, _EMPLOYER),
    Paper.START_FORM: (_STUDENT, _SUPERVISOR),
    Paper.ATTENDANCE_SHEET: (_SUPERVISOR,),
    Paper.REPORT_COVER: (_STUDENT, _SUPERVISOR, SignatureBox("Raporu inceleyen")),
    Paper.EVALUATION_FORM: (_SUPERVISOR,),
    Paper.COMPLETION: (_SUPERVISOR, _EMPLOYER),
    Paper.WITHDRAWAL: (_STUDENT,),
}
"""Who signs, in order, where the university says nothing else."""

_NAMED = re.compile(r"\[([^\[\]\n]{1,40})\]")


def unknown_placeholders(text: str) -> list[str]:
    """What stands in square brackets and names no fact, for the editor's error: «[ad soyad]»."""
    return [f"[{name}]" for name in _NAMED.findall(text) if name.strip() not in PLACEHOLDERS]


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with its facts; a fact that is not known prints as an empty line, what names none stays as it is."""

    def fact(found: re.Match[str]) -> str:
        name = found[1].strip()
        return (facts.get(name) or "…………") if name in PLACEHOLDERS else found[0]

    return _NAMED.sub(fact, text)


def texts_for(kind: Paper, own: Mapping[str, str]) -> dict[str, str]:
    """Each block's text: the university's own where it wrote one, else the portal's."""
    return {name: own.get(name, "").strip() or usual for name, _label, usual in BLOCKS.get(kind, ())}
