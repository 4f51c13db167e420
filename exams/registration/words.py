"""What each status means for the candidate, and what comes next."""

from exams.registration.models import Registration
from exams.registration.waiting import queue
from sdzx import policy
from sdzx.ui import words

Status = Registration.Status
NEXT = {
    Status.SUBMITTED: "已提交，等待市中心审核。审核结果会通知您，现在不需要做什么。",
    Status.RETURNED: "市中心请您修改。请按审核意见修改后重新提交，名额为您保留。",
    Status.REJECTED: "审核没有通过，理由见审核意见。有疑问的，请联系市中心。",
    Status.ACCEPTED: "审核通过，名额已保留。市中心将安排考点和考场，准考证可以打印时会通知您。",
    Status.LAPSED: "候补已失效，没有占用名额。可以报名以后的批次。",
    Status.WITHDRAWN: "报名已取消。报名截止前可以重新报名。",
    Status.ARRANGED: "考场已安排。请打印准考证，按时带有效证件到考点。",
    Status.PRESENT: "已签到。成绩确认后会通知您。",
    Status.ABSENT: "没有参加考核。可以报名以后的批次。",
    Status.DISQUALIFIED: "本次成绩无效，原因见办理记录。有异议的，请联系市中心。",
    Status.SCORED: "已评分，等待市中心确认成绩。",
    Status.PASSED: "成绩合格，证书正在制作。",
    Status.FAILED: "成绩不合格。可以报名以后的批次；对成绩有疑问的，可以申请复核。",
    Status.CERTIFIED: "已发证。可以下载电子证书，也可以供他人免费查询。",
}


def what_next(record: Registration) -> str:
    """One plain sentence or two."""
    if record.status == Status.DRAFT:
        return f"还没有提交。请在{words.moment(record.item.registration_closes)}前提交，提交后才占用名额。"
    if record.status == Status.WAITING:
        return _waiting(record)
    if record.status == Status.OFFERED:
        return _offered(record)
    return NEXT[Status(record.status)]


def _waiting(record: Registration) -> str:
    """The rank in the queue, and by which rule it moves."""
    ahead = queue.ahead_of(record)
    hours = policy.of(record.center).offer_hours
    rank = f"前面还有{ahead}人" if ahead else "排在第一位"
    if record.group is None:
        rule = f"有名额空出时按提交先后通知，须在{hours}小时内确认。"
    else:
        size = len(queue.together_with(record))
        rule = (
            f"同组{size}人一起候补：轮到时名额够全组的，一次递补，须在{hours}小时内确认；不够的，报名截止前空出的名额为您留着，凑够再递补，"
            "后面的人不越过；报名截止后仍不够的，先递补后面的人，您的位次不变。"
        )
    return f"名额已满，在候补名单中，{rank}。{rule}"


def _offered(record: Registration) -> str:
    """Until when, for how many, and what happens otherwise."""
    whom = "您" if record.group is None else f"同组{len(queue.together_with(record))}人"
    until = words.moment(record.offered_until)
    return f"有名额空出，已为{whom}保留。请在{until}前选择“确认递补”或“放弃递补”；逾期未确认的，名额让给后面的人，本次报名失效。"
