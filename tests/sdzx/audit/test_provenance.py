"""The way back from a certificate."""

from sdzx.audit import provenance


def test_chain_goes_back_through_the_regulation_the_latest_registered_first_within_a_clause(monkeypatch):
    monkeypatch.setattr(provenance, "_providers", [])
    clauses = {"公告": "3.1", "成绩": "4.5", "证书": "4.5"}
    stations = {name: provenance.Link(name, clause, None, "", ()) for name, clause in clauses.items()}
    announcement, score, certificate = (lambda certificate, name=name: [stations[name]] for name in stations)
    provenance.register(announcement, score)
    provenance.register(score, certificate)
    assert [link.stage for link in provenance.chain(object())] == ["证书", "成绩", "公告"]
