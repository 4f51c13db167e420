from sdzx.ui.menu import Group, Item, Link, group_links


class Clerk:
    role = "clerk"

    def may(self, verb):
        return verb == "application.accept"


def links(*items, path="/"):
    return group_links(items, Clerk(), path)


def test_item_shows_by_grant():
    shown = links(
        Item("组件", "ui:components", "办理", grants=("scores.confirm", "application.accept")),
        Item("成绩", "ui:components", "办理", grants=("scores.confirm",)),
    )

    assert [[item.label for item in group.items] for group in shown] == [["组件"]]


def test_item_shows_by_role():
    assert [group.label for group in links(Item("组件", "ui:components", "办理", roles=("clerk",)))] == ["办理"]


def test_item_without_grant_is_hidden():
    assert links(Item("组件", "ui:components", "办理")) == []


def test_item_without_address_is_left_out():
    assert links(Item("无", "ui:no-such-page", "办理", public=True)) == []


def test_groups_follow_the_order_of_their_first_items():
    shown = links(
        Item("乙", "ui:components", "考务", order=20, public=True),
        Item("甲", "ui:components", "办理", order=10, public=True),
        Item("丙", "ui:components", "考务", order=30, public=True),
    )

    assert [(group.label, [item.label for item in group.items]) for group in shown] == [
        ("办理", ["甲"]),
        ("考务", ["乙", "丙"]),
    ]


def test_item_is_active_below_its_address(settings):
    settings.ROOT_URLCONF = "tests.sdzx.ui.urls"

    assert links(Item("组件", "ui:components", "办理", public=True), path="/ui/x") == [
        Group("办理", (Link("组件", "/ui/", True),))
    ]
