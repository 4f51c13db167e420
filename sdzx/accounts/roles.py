"""The roles, what each belongs to, and the table of grants: role → verbs. Who may do what stands here and nowhere else."""

from django.db import models


class Role(models.TextChoices):
    """As whom somebody acts. The order is that of the work, not of rank."""

    VISITOR = "visitor", "公众"
    APPLICANT = "applicant", "考生"
    REGISTRAR = "registrar", "单位经办人"
    SITE = "site", "考点工作人员"
    CLERK = "clerk", "受理"
    ARRANGER = "arranger", "考务"
    CUSTODIAN = "custodian", "命题管理"
    CONFIRMER = "confirmer", "审核确认"
    CERTIFIER = "certifier", "证书管理"
    ARCHIVIST = "archivist", "档案管理"
    DIRECTOR = "director", "中心主任"
    BUREAU = "bureau", "市人社局"
    EXPERT = "expert", "专家"
    EXAMINER = "examiner", "考评员"
    SUPERVISOR = "supervisor", "督导员"
    PROVINCE = "province", "省中心"
    AUDITOR = "auditor", "审计"
    ADMIN = "admin", "系统管理员"
    SYSTEM = "system", "系统"


CENTER_ROLES = frozenset(
    {Role.CLERK, Role.ARRANGER, Role.CUSTODIAN, Role.CONFIRMER, Role.CERTIFIER, Role.ARCHIVIST, Role.DIRECTOR}
)
ORGANIZATION_ROLES = frozenset({Role.REGISTRAR, Role.SITE})
POOL_ROLES = frozenset({Role.EXPERT, Role.EXAMINER, Role.SUPERVISOR})

GRANTS: dict[Role, frozenset[str]] = {
    Role.VISITOR: frozenset({"complaint.file"}),
    Role.APPLICANT: frozenset({
        "registration.submit", "registration.withdraw", "registration.take_offer", "registration.decline_offer",
        "certificate_change.open", "certificate_change.withdraw", "certificate_change.enter", "appeal.file",
        "electronic.make", "electronic.copy",
    }),
    Role.REGISTRAR: frozenset({
        "registration.submit", "registration.withdraw", "registration.take_offer", "registration.decline_offer",
        "session.print", "roster.upload", "roster.take", "roster.discard", "appeal.file",
    }),
    Role.SITE: frozenset({
        "application.edit", "application.submit", "application.withdraw",
        "preparation.acknowledge", "preparation.tick", "preparation.report_ready",
        "session.start", "session.end", "session.sign_in", "session.print", "assignment.check_in", "incident.open",
        "scores.enter", "scores.submit", "examiner_sheet.open", "exit.state", "violation.respond", "measure.acknowledge", "measure.report", "case.upload",
        "inspection.sign",
    }),
    Role.CLERK: frozenset({
        "certificate_change.open",
        "violation.open",
        "application.accept", "application.return_for_supplement", "application.reject", "application.phrases",
        "application.name_panel", "application.record_visit", "application.conclude", "panel.draw", "evaluation.replace",
        "registration.accept", "registration.send_back", "registration.reject", "registration.phrases", "review_batch.undo", "person.edit",
        "complaint.accept", "complaint.refuse", "complaint.investigate", "complaint.transfer", "complaint.read_contact",
        "inspection.open", "inspection.edit", "inspection.carry_out", "inspection.record_refusal", "inspection.cancel",
    }),
    Role.ARRANGER: frozenset({
        "violation.open",
        "announcement.edit", "announcement.submit", "session.edit", "session.publish", "session.cancel",
        "session.start", "session.end", "session.sign_in", "session.print", "preparation.send", "assignment.invite", "assignment.cancel",
        "assignment.check_in", "incident.open", "incident.close", "person.edit", "scores.receive",
        "examiner_sheet.open", "examiner_sheet.send_back", "examiner_sheet.leave_out", "examiner_sheet.readmit",
        "inspection.open", "inspection.edit", "inspection.carry_out", "inspection.record_refusal", "inspection.cancel",
    }),
    Role.CUSTODIAN: frozenset({
        "questions.edit", "questions.review", "questions.file", "questions.revise", "questions.retire",
        "papers.draw", "papers.request_opening", "papers.approve_opening", "papers.hand_over",
    }),
    Role.CONFIRMER: frozenset({
        "scores.confirm", "scores.send_back", "scores.receive", "examiner_sheet.send_back",
        "correction.open", "correction.approve", "correction.refuse", "appeal.uphold", "appeal.reject",
    }),
    Role.CERTIFIER: frozenset({
        "certificate.print", "print_batch.edit", "print_batch.start", "print_batch.pause", "print_batch.resume", "print_batch.stop",
        "print_batch.finish", "print_batch.cancel", "print_batch.spoil", "certificate.hand_out", "certificate.take_back", "certificate_change.open",
        "certificate_change.withdraw", "certificate_change.review", "certificate_change.refuse", "certificate_change.carry_out",
        "certificate_export.edit", "certificate_export.issue", "electronic.make", "electronic.reissue", "stock.edit",
        "design.edit", "design.discard", "design.calibrate",
    }),
    Role.ARCHIVIST: frozenset({
        "session.print", "case.upload", "case.complete", "case.hold", "case.release", "case.propose_disposal", "case.dispose",
    }),
    Role.DIRECTOR: frozenset({
        "certificate_change.open", "certificate_change.approve", "certificate_change.refuse", "certificate_export.edit", "certificate_export.issue",
        "design.put_in_use", "design.retire",
        "application.phrases", "registration.phrases", "session.print",
        "application.approve", "application.refuse", "rubric.edit", "rubric.put_in_use", "announcement.publish", "announcement.schedule", "announcement.unschedule", "announcement.send_back",
        "violation.open", "violation.confirm", "violation.dismiss",
        "measure.issue", "measure.accept", "measure.send_back", "measure.escalate",
        "site.reinstate", "exit.open", "exit.record_statement", "exit.decide", "exit.withdraw",
        "case.approve_disposal", "case.reject_disposal", "papers.approve_opening", "incident.close", "correction.approve", "correction.refuse",
        "scores.extend", "membership.edit", "policy.edit", "qualification.suspend", "qualification.reinstate", "qualification.revoke",
        "complaint.conclude", "complaint.send_back", "complaint.read_contact",
        "inspection.open", "inspection.edit", "inspection.carry_out", "inspection.record_refusal", "inspection.cancel",
        "inspection.close", "checklist.edit", "checklist.put_in_use",
    }),
    Role.BUREAU: frozenset({"publication.edit", "publication.publish", "exit.publish"}),
    Role.EXPERT: frozenset({
        "evaluation.accept", "evaluation.recuse", "evaluation.edit", "evaluation.submit", "evaluation.conclude",
        "inspection.edit", "inspection.carry_out", "inspection.record_refusal",
    }),
    Role.EXAMINER: frozenset({"assignment.take", "assignment.decline", "examiner_sheet.enter", "examiner_sheet.submit"}),
    Role.SUPERVISOR: frozenset({
        "assignment.take", "assignment.decline", "supervision.edit", "supervision.submit", "incident.open",
        "inspection.edit", "inspection.carry_out", "inspection.record_refusal",
    }),
    Role.PROVINCE: frozenset({
        "rubric.edit", "rubric.put_in_use", "project.edit", "project.put_in_force", "project.withdraw", "project.keep", "specification.edit", "specification.put_in_force",
        "questions.record_filing", "questions.return_filing", "calendar.amend", "consent.publish",
        "number_pattern.edit", "number_pattern.put_in_use", "design.edit", "design.put_in_use", "design.retire", "design.discard", "api_key.issue", "api_key.revoke",
        "checklist.edit", "checklist.put_in_use",
    }),
    Role.AUDITOR: frozenset({"trail.read", "trail.verify"}),
    Role.ADMIN: frozenset({"membership.edit", "center.edit"}),
    Role.SYSTEM: frozenset({"electronic.make"}),
}  # fmt: skip
