"""What Celery beat starts, and when: every entry names a task that is safe to run twice."""

from celery.schedules import crontab

BEAT_SCHEDULE = {
    "take-out-projects": {"task": "sdzx.catalogue.tasks.take_out_due", "schedule": crontab(hour=0, minute=10)},
    "seal-trail": {"task": "sdzx.audit.tasks.seal", "schedule": crontab(minute=5)},
    "verify-trail": {"task": "sdzx.audit.tasks.verify", "schedule": crontab(hour=2, minute=20)},
    "deliver-notices": {"task": "sdzx.notifications.tasks.deliver_pending", "schedule": crontab(minute="*/2")},
    "publish-announcements": {"task": "exams.announcements.tasks.publish_scheduled", "schedule": crontab()},
    "remind-announcements": {
        "task": "exams.announcements.tasks.remind_missing",
        "schedule": crontab(hour=8, minute=15),
    },
    "remind-sessions": {"task": "exams.sessions.tasks.remind_tomorrow", "schedule": crontab(hour=7, minute=50)},
    "remind-evaluations": {"task": "sites.evaluations.tasks.remind", "schedule": crontab(hour=8, minute=5)},
    "carry-out-reviews": {"task": "exams.registration.review.tasks.carry_out_due", "schedule": crontab()},
    "print-bundles": {"task": "exams.sessions.bundles.tasks.resume", "schedule": crontab(minute="*/10")},
    "discard-bundles": {"task": "exams.sessions.bundles.tasks.discard", "schedule": crontab(hour=2, minute=50)},
    "print-certificates": {"task": "certificates.printing.tasks.resume", "schedule": crontab(minute="*/10")},
    "sign-e-certificates": {"task": "certificates.electronic.tasks.make_missing", "schedule": crontab(minute="*/10")},
    "resume-rosters": {"task": "exams.registration.roster.tasks.resume", "schedule": crontab(minute="*/10")},
    "forget-rosters": {"task": "exams.registration.roster.tasks.forget", "schedule": crontab(hour=2, minute=50)},
    "turn-waiting-lists": {"task": "exams.registration.waiting.tasks.sweep", "schedule": crontab()},
    "remind-appeals": {"task": "exams.scores.appeals.tasks.remind", "schedule": crontab(hour=8, minute=5)},
    "remind-scores": {"task": "exams.scores.tasks.remind", "schedule": crontab(hour=8, minute=0)},
    "remind-retention": {"task": "sdzx.archive.tasks.remind_retention", "schedule": crontab(hour=8, minute=10)},
    "remind-incomplete": {"task": "sdzx.archive.tasks.remind_incomplete", "schedule": crontab(hour=8, minute=20)},
    "discard-drafts": {"task": "sdzx.files.tasks.discard_stale_drafts", "schedule": crontab(hour=2, minute=40)},
    "check-fixity": {"task": "sdzx.archive.tasks.check_fixity", "schedule": crontab(hour=3, minute=0)},
    "remind-rectifications": {
        "task": "sites.oversight.measures.tasks.remind_rectifications",
        "schedule": crontab(hour=7, minute=45),
    },
    "remind-authorisations": {
        "task": "sites.registry.changes.tasks.remind_expiring",
        "schedule": crontab(hour=7, minute=45),
    },
    "remind-cards": {"task": "sdzx.personnel.tasks.remind_expiring", "schedule": crontab(hour=7, minute=40)},
    "tell-complainants": {
        "task": "sites.oversight.complaints.tasks.tell_outcomes",
        "schedule": crontab(minute="*/10"),
    },
    "remind-complaints": {"task": "sites.oversight.complaints.tasks.remind", "schedule": crontab(hour=8, minute=5)},
    "calendar-missing": {"task": "sdzx.workdays.tasks.remind_missing_year", "schedule": crontab(hour=8, minute=30)},
}
