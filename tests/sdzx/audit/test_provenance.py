"""The way back from a certificate."""

from sdzx.audit import provenance


def test_chain_in_the_order_of_registration(monkeypatch):
    monkeypatch.setattr(provenance, "_providers", [])
    stations = {name: provenance.Link(name, "4.5", None, "", ()) for name in ("成绩", "公告")}
    score, announcement = (lambda certificate, name=name: [stations[name]] for name in stations)
    provenance.register(score, announcement)
    provenance.register(score)
    assert [link.stage for link in provenance.chain(object())] == ["成绩", "公告"]
