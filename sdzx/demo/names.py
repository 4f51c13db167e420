"""Plausible people and bodies that do not exist: names, document numbers with right check characters, phones, codes."""

import datetime
import itertools
import random

from sdzx.identifiers import DocumentType

SURNAMES = (
    "王李张刘陈杨赵孙周徐马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦"
    "邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
)
DOUBLE = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫")
FIRST = "建国志文明永秀桂玉春晓海丽雪立成俊子雨浩思佳欣宇婷凯博慧敏燕红霞芳娟静洁瑞泽嘉诗梦若一书振兴庆传继"
SECOND = "华英军平峰磊强勇杰涛超波斌刚辉鹏飞宁琳莉娜颖倩薇怡彤涵轩航晨阳霖雯萱琪瑶菲兰梅凤荣贵福祥生民东伟林芝云"
MINORITY = (
    "买买提·吐尔逊", "阿依古丽·艾合买提", "古丽娜尔·阿不都拉", "扎西·次仁", "卓玛·央金", "巴特尔·宝音", "艾力·玉素甫",
)  # fmt: skip
RARE = ("李䶮", "王𠅤", "张𬱖", "刘頔", "陈堃", "赵喆", "孙珺", "周祎", "吴翀", "郑燊")
LATIN = ("MARIA SANTOS", "KIM MINJUN", "JOHN SMITH", "NGUYEN THI LAN", "ANNA PETROVA")
ETHNIC = ("汉族", "汉族", "汉族", "汉族", "汉族", "汉族", "汉族", "回族", "满族", "蒙古族")
EDUCATION = ("初中", "高中", "中等专科", "大学专科", "大学本科", "硕士研究生")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BODY = (3, 7, 9, 10, 5, 8, 4, 2)
_WHOLE = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


class People:
    """An endless supply for one city: the same city gets the same people, and no two share a number."""

    def __init__(self, area: str) -> None:
        self.area = area
        self.random = random.Random(area)
        self._count = itertools.count(1)

    def name(self) -> str:
        """A Han name of two or three characters, now and then with a double surname."""
        pick = self.random.choice
        surname = pick(DOUBLE) if self.random.random() < 0.01 else pick(SURNAMES)
        given = pick(SECOND) if self.random.random() < 0.25 else pick(FIRST) + pick(SECOND)
        return surname + given

    def birth(self, oldest: int = 1968, youngest: int = 2007) -> datetime.date:
        """A birthday between the years."""
        return datetime.date(
            self.random.randint(oldest, youngest), self.random.randint(1, 12), self.random.randint(1, 28)
        )

    def resident_id(self, region: str = "", birth: datetime.date | None = None) -> str:
        """A number by GB 11643."""
        born = birth or self.birth()
        return _checked(f"{region or self.area[:4] + '02'}{born:%Y%m%d}{next(self._count) % 1000:03d}")

    def phone(self) -> str:
        """A mobile number."""
        return f"13{self.random.randint(0, 9)}{self.random.randint(0, 99999999):08d}"

    def document(self, kind: str) -> str:
        """A number of that kind of document."""
        n = next(self._count)
        area = int(self.area)
        match kind:
            case DocumentType.HMT_RESIDENCE:
                return self.resident_id("810000")
            case DocumentType.FOREIGN_PR:
                return self.resident_id("911156")
            case DocumentType.HM_PERMIT:
                return f"H{area % 10000:04d}{n:04d}"
            case DocumentType.TW_PERMIT:
                return f"{area % 10000:04d}{n:04d}"
            case DocumentType.PASSPORT:
                return f"E{area % 10000:04d}{n:04d}"
        return self.resident_id()


def _checked(body: str) -> str:
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, _WEIGHTS, strict=True)) % 11]


def uscc(area: str, number: int) -> str:
    """A code by GB 32100 of a body registered with the market regulator."""
    inner = f"{int(area) % 100000:05d}{number:03d}"
    rest = (11 - sum(int(c) * w for c, w in zip(inner, _BODY, strict=True)) % 11) % 11
    body = f"91{area}{inner}" + ("X" if rest == 10 else str(rest))
    return body + _USCC[(31 - sum(_USCC.index(c) * w for c, w in zip(body, _WHOLE, strict=True)) % 31) % 31]
