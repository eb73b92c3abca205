"""Addresses of offers: the student's, then the employer's."""

from django.urls import path

from offers.views import decisions, employer, pool, positions, sending, student

app_name = "offers"
urlpatterns = [
    path("teklifler/", student.received, name="received"),
    path("teklifler/<int:pk>/", student.offer, name="offer"),
    path("teklifler/<int:pk>/kabul/", student.accept, name="accept"),
    path("teklifler/<int:pk>/reddet/", student.decline, name="decline"),
    path("havuz/", pool.pool, name="pool"),
    path("havuz/<str:code>/", pool.candidate, name="candidate"),
    path("havuz/<str:code>/teklif/", sending.send, name="send"),
    path("havuz/<str:code>/teklif/onizleme/", sending.preview, name="send-preview"),
    path("pozisyonlar/", positions.positions, name="positions"),
    path("pozisyonlar/yeni/", positions.position_new, name="position-new"),
    path("pozisyonlar/<int:pk>/", positions.position, name="position"),
    path("pozisyonlar/<int:pk>/duzenle/", positions.position_edit, name="position-edit"),
    path("pozisyonlar/<int:pk>/sira/", employer.line, name="position-line"),
    path("pozisyonlar/<int:pk>/kontenjan/", positions.quota, name="position-quota"),
    path("gonderilen-teklifler/", employer.sent, name="sent"),
    path("gonderilen-teklifler/<int:pk>/", employer.sent_offer, name="sent-offer"),
    path("gonderilen-teklifler/<int:pk>/son-onay/", decisions.confirm, name="confirm"),
    path("gonderilen-teklifler/geri-cek/", decisions.withdraw, name="withdraw"),
    path("gonderilen-teklifler/son-onay/", decisions.confirm_many, name="confirm-many"),
    path("gonderilen-teklifler/gonderim/<uuid:batch_id>/", sending.batch, name="sent-batch"),
    path("gonderilen-teklifler/gonderim/<uuid:batch_id>/geri-al/", sending.undo, name="undo"),
    path("isveren/stajyerler/", employer.interns, name="interns"),
]
