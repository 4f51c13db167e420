"""The parts of annex 2 in its order: each is a page of the form, with its own list of what is missing."""

from enum import Enum


class Section(Enum):
    """The value stands in addresses."""

    UNIT = "unit", "申请单位"
    PREMISES = "premises", "考核场地"
    PROJECTS = "projects", "考核项目"
    EQUIPMENT = "equipment", "设施设备"
    MANAGERS = "managers", "组织管理人员"
    EXAMINERS = "examiners", "考评员"
    ATTACHMENTS = "attachments", "证明材料"
    OPINION = "opinion", "申报单位意见"

    def __init__(self, slug: str, label: str) -> None:
        self.slug = slug
        self.label = label

    @classmethod
    def of(cls, slug: str) -> "Section":
        """ValueError for an unknown one."""
        for section in cls:
            if section.slug == slug:
                return section
        raise ValueError(slug)

    @property
    def following(self) -> "Section | None":
        """The next page of the form."""
        members = list(Section)
        place = members.index(self) + 1
        return members[place] if place < len(members) else None
