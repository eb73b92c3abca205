"""Addresses of announcements, letters, questions and help."""

from django.urls import path

from usp.guidance.views import announcements, letters, problems, questions, questions_desk

app_name = "guidance"
urlpatterns = [
    path("duyurular/", announcements.announcements, name="announcements"),
    path("duyurular/<int:pk>/", announcements.announcement, name="announcement"),
    path("duyurular/yonet/", announcements.own_announcements, name="own-announcements"),
    path("duyurular/yonet/yeni/", announcements.announcement_new, name="announcement-new"),
    path("duyurular/yonet/<int:pk>/", announcements.announcement_edit, name="announcement-edit"),
    path("duyurular/yonet/<int:pk>/geri-cek/", announcements.announcement_withdraw, name="announcement-withdraw"),
    path("resmi-yazilar/", letters.letters, name="letters"),
    path("resmi-yazilar/yeni/", letters.letter_new, name="letter-new"),
    path("resmi-yazilar/<int:pk>/", letters.letter, name="letter"),
    path("resmi-yazilar/<int:pk>/okudum/", letters.letter_read, name="letter-read"),
    path("resmi-yazilar/<int:pk>/ilet/", letters.letter_pass, name="letter-pass"),
    path("resmi-yazilar/<int:pk>/hatirlat/", letters.letter_remind, name="letter-remind"),
    path("resmi-yazilar/<int:pk>/geri-cek/", letters.letter_withdraw, name="letter-withdraw"),
    path("sorun-bildir/", problems.report, name="report-problem"),
    path("sorun-bildir/gonderildi/", problems.sent, name="problem-sent"),
    path("sorun-bildirimlerim/", problems.mine, name="my-problems"),
    path("sorun-bildirimlerim/<str:code>/", problems.mine_one, name="my-problem"),
    path("sorularim/", questions.my_questions, name="my-questions"),
    path("sorularim/yeni/", questions.ask, name="ask"),
    path("sorularim/<int:pk>/", questions.my_question, name="my-question"),
    path("sorularim/<int:pk>/kapat/", questions.my_question_close, name="my-question-close"),
    path("sorular/", questions_desk.questions, name="questions"),
    path("sorular/<int:pk>/", questions_desk.question, name="question"),
    path("sorular/<int:pk>/okundu/", questions.question_read, name="question-read"),
    path("sorular/<int:pk>/yonlendir/", questions_desk.question_forward, name="question-forward"),
    path("sorular/<int:pk>/kapat/", questions_desk.question_close, name="question-close"),
    path("sorular/hazir-cevaplar/", questions_desk.ready_answers, name="ready-answers"),
    path("sorular/hazir-cevaplar/yeni/", questions_desk.ready_answer_new, name="ready-answer-new"),
    path("sorular/hazir-cevaplar/<int:pk>/", questions_desk.ready_answer_edit, name="ready-answer-edit"),
    path("sorular/hazir-cevaplar/<int:pk>/sil/", questions_desk.ready_answer_delete, name="ready-answer-delete"),
]
