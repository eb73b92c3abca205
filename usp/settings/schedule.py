"""What runs by the clock in the background, without anybody asking: read by beat, run by the workers."""

from typing import Any

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "send-links-that-were-left": {"task": "accounts.send_due_links", "schedule": 60.0},
    "deliver-what-was-left": {"task": "notifications.sweep", "schedule": 30.0},
    "tell-of-moved-deadlines": {"task": "applications.tell_extensions", "schedule": 30.0},
    "check-exam-codes": {"task": "applications.check_exam_codes", "schedule": 60.0},
    "build-the-pool": {"task": "applications.build_due_pool", "schedule": 300.0},
    "bring-the-pool-up-to-date": {"task": "applications.apply_pool_changes", "schedule": 5.0},
    "build-the-pool-anew": {"task": "applications.rebuild_pool", "schedule": crontab(hour=3, minute=30)},
    "remind-of-missing-windows": {
        "task": "applications.remind_missing_windows",
        "schedule": crontab(hour=4, minute=20),
    },
    "remove-files-of-papers-never-issued": {"task": "documents.remove_orphans", "schedule": crontab(hour=3, minute=10)},
    "send-problem-reports": {"task": "guidance.send_problem_mails", "schedule": 60.0},
    "make-data-files-that-were-left": {"task": "accounts.sweep_exports", "schedule": 60.0},
    "remove-dead-codes-and-old-data-files": {"task": "accounts.purge", "schedule": crontab(minute=25)},
    "settle-due-offers": {"task": "offers.sweep", "schedule": 20.0},
    "count-saved-searches": {"task": "offers.refresh_saved_searches", "schedule": crontab(hour=6, minute=0)},
    "close-unanswered-changes": {"task": "offers.sweep_changes", "schedule": 60.0},
    "remind-of-evaluations": {"task": "offers.remind_of_evaluations", "schedule": 300.0},
    "remind-of-offers": {"task": "offers.remind", "schedule": 300.0},
    "watch-overdue-offers": {"task": "offers.watch", "schedule": 300.0},
    "recompute-last-calls": {"task": "offers.recompute_last_calls", "schedule": crontab(hour=3, minute=40)},
    "check-offers": {"task": "offers.check", "schedule": crontab(hour=5, minute=5)},
    "go-on-with-batches": {"task": "insurance.follow_batches", "schedule": 30.0},
    "clear-batches": {"task": "insurance.clear_batches", "schedule": crontab(hour=3, minute=15)},
    "issue-certificates-that-were-left": {"task": "insurance.issue_certificates", "schedule": 600.0},
    "take-the-pulse": {"task": "portal.pulse", "schedule": 60.0},
    "tell-what-changed-on-the-list": {"task": "insurance.send_digests", "schedule": crontab(hour=7, minute=31)},
    "follow-ended-placements": {"task": "offers.follow_placements", "schedule": crontab(hour=8, minute=40)},
    "tell-who-cannot-start": {"task": "insurance.tell_uninsured", "schedule": crontab(hour=6, minute=10)},
    "close-unanswered-dates": {"task": "insurance.close_date_changes", "schedule": crontab(hour=0, minute=20)},
    "move-paper-days": {"task": "insurance.recount_papers_due", "schedule": crontab(hour=4, minute=40)},
    "remind-of-papers-and-starts": {"task": "insurance.remind", "schedule": crontab(hour=8, minute=10)},
}
