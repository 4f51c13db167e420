"""How personal data is shown where not all of it is needed (去标识化), and numbers grouped for reading."""

from sdzx.identifiers.characters import MIDDLE_DOT


def mask_document(number: str) -> str:
    """370102199001011234 -> 370***********1234; short numbers keep their first and their last two characters."""
    if len(number) >= 15:
        return number[:3] + "*" * (len(number) - 7) + number[-4:]
    if len(number) <= 4:
        return "*" * len(number)
    return number[:1] + "*" * (len(number) - 3) + number[-2:]


def mask_phone(number: str) -> str:
    """13812341234 -> 138****1234; of a landline only the area code and the last two digits remain."""
    if len(number) == 11 and number.startswith("1"):
        return number[:3] + "****" + number[-4:]
    if len(number) < 7:
        return "*" * len(number)
    kept = number.find("-") + 1 or 3
    return number[:kept] + "*" * (len(number) - kept - 2) + number[-2:]


def mask_email(address: str) -> str:
    """wangmin@example.com -> w***n@example.com; of short names only the first letter remains."""
    name, at, host = address.rpartition("@")
    return name[:1] + "***" + (name[-1] if len(name) > 3 else "") + at + host


def mask_name(name: str) -> str:
    """张三 -> 张*, 欧阳小明 -> 欧**明, 买买提·艾力 -> 买**·*力: for public lists."""
    if len(name) <= 2:
        return name[:1] + "*" * (len(name) - 1)
    middle = "".join(each if each in (MIDDLE_DOT, " ") else "*" for each in name[1:-1])
    return name[0] + middle + name[-1]


def pp(number: str) -> str:
    """Grouped for reading aloud: 370102 19900101 1234, 138 1234 1234; others in fours."""
    if len(number) == 18:
        return f"{number[:6]} {number[6:14]} {number[14:]}"
    if len(number) == 11 and number.isdigit():
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))
