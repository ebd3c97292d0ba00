"""What is read in a government's notice, and what stays unread. The notices are invented."""

from __future__ import annotations

import pytest

from sijill.collect.importers.companies.takedowns import notice

FORM = (
    "Направляется уведомление о внесении в «Единый реестр доменных имен» следующего указателя страницы: "
    "https://example.org/one .\n\nВ случае непринятия провайдером хостинга мер доступ к нему будет ограничен.\n\n"
    "С уважением,\nФЕДЕРАЛЬНАЯ СЛУЖБА ПО НАДЗОРУ В СФЕРЕ СВЯЗИ."
)


def test_the_three_questions_of_intake() -> None:
    whole = "Roskomnadzor, under Article 15.1 of the Federal Law dated 27.07.2006 No. 149-FZ: https://example.org/one"
    assert notice(whole).intake == (True, True, True)
    assert notice(whole.replace("Roskomnadzor", "A friend")).intake == (False, True, True)
    assert notice(whole.replace("https://example.org/one", "that page")).intake == (True, False, True)
    assert notice("Roskomnadzor: https://example.org/one").intake == (True, True, False)
    assert notice("Nothing at all").intake == (False, False, False)


def test_an_association_is_named_and_is_not_taken_for_an_agency() -> None:
    found = notice("Cyber Security Association of China: take https://example.org/one off, it is a slander.")
    assert found.authority is not None
    assert found.authority.kind == "professional-association"
    assert not found.intake[0]


def test_a_form_that_is_known_leaves_nothing_unread() -> None:
    found = notice(FORM)
    assert found.whole
    assert found.unread == ()
    assert (found.laws, found.deadline, found.threat) == ((), None, "block")


def test_one_paragraph_more_may_say_what_was_not_read() -> None:
    found = notice(FORM + "\n\nКроме того, просим сообщить.")
    assert not found.whole
    assert set(found.unread) == {"legal_basis", "deadline_hours", "reason", "made"}


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_the_ends_of_lines_do_not_matter(ends: str) -> None:
    assert notice(FORM.replace("\n", ends)) == notice(FORM)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("В течение суток с момента получения", 24),
        ("в течение 3 суток", 72),
        ("в течение 12 часов", 12),
        ("within 24 hours after receiving", 24),
        ("within 2 days", 48),
        ("请在24小时内删除", 24),
        ("en un plazo de 48 horas", 48),
        ("within three months", None),
        ("within 24 hours, or within 2 days", 24),
    ],
)
def test_the_shortest_time_given_is_the_deadline(text: str, hours: int | None) -> None:
    assert notice(text).deadline == hours


@pytest.mark.parametrize(
    ("text", "laws"),
    [
        ("нарушение Федерального закона № 244-ФЗ", ("Федерального закона № 244-ФЗ",)),
        (
            "статьи 15.1 Федерального закона от 27.07.2006 № 149-ФЗ",
            ("статьи 15.1 Федерального закона от 27.07.2006 № 149-ФЗ",),
        ),
        ("根据《刑法》第三百条", ("《刑法》第三百条",)),
        ("Article 300 of the Criminal Law of our country", ("Article 300 of the Criminal Law",)),
        ("artículo 35 de nuestra Ley 34/2002 y", ("artículo 35 de nuestra Ley 34/2002",)),
        ("article 573 of our Criminal Code:", ("article 573 of our Criminal Code",)),
        ("http://eais.rkn.gov.ru/docs.eng/149.pdf", ("http://eais.rkn.gov.ru/docs.eng/149.pdf",)),
        ("against the laws of our country", ()),
    ],
)
def test_a_law_is_kept_as_it_is_cited(text: str, laws: tuple[str, ...]) -> None:
    assert notice(text).laws == laws


def test_numbers_of_decisions_and_of_the_register_are_kept() -> None:
    text = (
        "на основании решения Вымышленного районного суда от 24.01.2001 по делу № 2-388/01, "
        "номер реестровой записи 70-РИ"
    )
    found = notice(text)
    assert found.decisions == (
        "решения Вымышленного районного суда от 24.01.2001 по делу № 2-388/01",
        "номер реестровой записи 70-РИ",
    )
    assert found.reference == "2-388/01; 70-РИ"
    assert found.process == "court-order"


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("https://example.org/a https://example.org/b.", (2, 2)),
        ("<https://example.org/a>\nhttps://example.org/a", (1, 1)),
        ("https://example.org/a，https://example.org/b。", (2, 2)),
        ("https://example.org/a\n[private]\nhttps://example.org/b\n[private]", (2, 4)),
        ("https://example.org/a\nYours,\n[private]", (1, 1)),
        ("owner / repository\nother / re.po", (2, 2)),
        ("See http://eais.rkn.gov.ru/en/ and https://help.github.com/articles", "not-available"),
        ("either / or of the two", "not-available"),
    ],
)
def test_items_are_what_is_named_and_not_what_is_referred_to(text: str, items: object) -> None:
    assert notice(text).items == items


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Sep.3rd,2001", "2001-09-03"),
        ("June 8, 2001", "2001-06-08"),
        ("2001年11月6日", "2001-11-06"),
        ("08.06.2001", "2001-06-08"),
        ("Smarch 8, 2001", ""),
        ("2001年13月6日", ""),
        ("a decision of June 8, 2001", ""),
    ],
)
def test_a_day_alone_on_a_line_is_the_notice_s(line: str, day: str) -> None:
    assert notice(f"Text.\n\n{line}\n").day == day


def test_what_an_address_says_is_not_what_the_notice_says() -> None:
    assert notice("https://example.org/suicide/terrorism.txt").reason == ""
    assert notice("contains ways of suicide and calls to terrorism").reason == "suicide"
