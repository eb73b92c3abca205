"""Addresses of what follows a placement: the student's, the employer's, the career centre's, the operators'."""

from django.urls import path

from offers.views import endings_center as center
from offers.views import endings_employer as employer
from offers.views import endings_operator as operator
from offers.views import endings_student as student

urlpatterns = [
    path("teklifler/staj/<int:pk>/", student.placement, name="my-placement"),
    path("teklifler/staj/<int:pk>/iptal/", student.cancel, name="ask-cancellation"),
    path("teklifler/staj/<int:pk>/iptal/geri-al/", student.take_back, name="take-back-cancellation"),
    path("teklifler/staj/<int:pk>/belge/<int:requested>/", student.hand_in, name="hand-in"),
    path("teklifler/staj/<int:pk>/not/", student.note, name="my-note"),
    path("teklifler/staj/<int:pk>/degerlendir/", student.review, name="review-workplace"),
    path("isveren/stajyerler/<int:pk>/", employer.intern, name="intern"),
    path("isveren/stajyerler/<int:pk>/istek/", employer.answer, name="answer-cancellation"),
    path("isveren/stajyerler/<int:pk>/iptal/", employer.cancel, name="cancel-placement"),
    path("isveren/stajyerler/<int:pk>/yarida/", employer.abandon, name="abandon-placement"),
    path("isveren/stajyerler/<int:pk>/tamamla/", employer.complete, name="complete-placement"),
    path("isveren/stajyerler/<int:pk>/not/", employer.note, name="write-note"),
    path("isveren/stajyerler/<int:pk>/degerlendir/", employer.review, name="review-intern"),
    path("isveren/stajyerler/<int:pk>/belge/<int:requested>/", employer.check, name="check-document"),
    path("kariyer-merkezi/iptal-istekleri/", center.cancellations, name="cancellations"),
    path("kariyer-merkezi/iptal-istekleri/<int:pk>/", center.cancellation, name="cancellation"),
    path("kariyer-merkezi/stajyerler/<int:pk>/sona-erdir/", center.center_end, name="center-end"),
    path("kariyer-merkezi/stajyerler/<int:pk>/tamamla/", center.center_complete, name="center-complete"),
    path("kariyer-merkezi/not-itirazlari/<int:pk>/", center.note_appeal, name="note-appeal"),
    path("yurutucu/not-sozleri/", operator.words, name="note-words"),
    path("yurutucu/not-sozleri/<int:pk>/", operator.judge, name="judge-words"),
    path("yurutucu/stajlar/<int:pk>/iptal/", operator.end, name="operator-end"),
]
