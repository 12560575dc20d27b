"""Phones and names are hidden wherever they stand, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_cli.text.masking import mask_name, mask_phone, mask_text


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138****5678"),
        ("138-1234-5678", "138****5678"),
        ("+86 138-1234-5678", "138****5678"),
        ("8613812345678", "138****5678"),
        ("0086-13812345678", "138****5678"),
        ("138 - 1234 - 5678", "138****5678"),
        ("138_1234_5678", "138****5678"),
        ("138\u30001234\u30005678", "138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("13812345678/13900001111", "138****5678/139****1111"),
        ("0531-87654321", "0531-******21"),
        ("(010) 87654321", "010-******21"),
        ("053187654321", "0531-******21"),
        ("0531-8765432", "0531-*****32"),
        ("87654321", "******21"),
        ("400-123-4567", "***-***-**67"),
        ("12", "**"),
        ("不详", "**"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_phone(phone: str | None, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张三", "张**"), ("张女士", "张**"), ("欧阳小明", "欧**"), ("张", "张**"), (" 李四 ", "李**"), ("Ann Lee", "A**"),
     ("", ""), (None, "")],
)  # fmt: skip
def test_a_name(name: str | None, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("请回电13812345678。", "请回电138****5678。"),
        ("手机138 1234 5678或０５３１－８７６５４３２１", "手机138****5678或0531-******21"),
        ("座机0531-87654321转8", "座机0531-******21转8"),
        ("电话：87654321", "电话：******21"),
        ("电话 8765-4321，回电87654321", "电话 ******21，回电******21"),
        ("境外写法+86 531 8765 4321", "境外写法+86 531-******21"),
        ("零宽138\u200b1234\u200b5678，变体1\ufe0f3\ufe0f812345678", "零宽138****5678，变体138****5678"),
        ("终端138\x1b[0m1234\u200e5678", "终端138****5678"),
        ("两个号13812345678、13987654321", "两个号138****5678、139****4321"),
        # not phones: order numbers, dates, amounts, house numbers
        ("工单RX2026100905，单号20261009123456789", "工单RX2026100905，单号20261009123456789"),
        ("2026-10-09 17:30:00 缴费150元，130号楼3栋501室", "2026-10-09 17:30:00 缴费150元，130号楼3栋501室"),
        ("户号10003402，表号87654321", "户号10003402，表号87654321"),
    ],
)
def test_phones_inside_a_text(text: str, masked: str) -> None:
    assert mask_text(text) == masked


def test_each_of_several_callers_is_hidden() -> None:
    assert mask_text("冯晓红与李明到场", names=["冯晓红女士、李明（户主）"]) == "冯**与李**到场"
    assert mask_text("冯\u200b晓红到场", names=["冯晓红"]) == "冯**到场"
    assert mask_text("Ann and Lee", names=["Ann Lee"]) == "Ann and Lee", "words of another script are no names"


def test_the_known_phone_and_name_inside_a_text() -> None:
    text = "冯晓红称8765 4321无人接，冯晓红女士要求回电8765-4321，张三在场"
    masked = mask_text(text, phones=["87654321"], names=["冯晓红女士"])
    assert masked == "冯**称******21无人接，冯**要求回电******21，张三在场"
    assert mask_text("张家庄", names=["张"]) == "张家庄", "one character is no name"
    assert mask_text("a", phones=[None, ""], names=[None, ""]) == "a"
    assert mask_text(None) == ""


WORDS = st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=40)


@given(WORDS, st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), WORDS)
def test_no_mobile_number_survives(before: str, phone: str, after: str) -> None:
    masked = mask_text(before + phone + after)
    assert phone not in masked and f"{phone[:3]}****{phone[-4:]}" in masked
    assert mask_text(masked) == masked, "what is hidden is not hidden twice"


@given(WORDS, st.from_regex(r"[0-9]{5,12}", fullmatch=True), WORDS)
def test_no_known_phone_survives(before: str, phone: str, after: str) -> None:
    assert phone not in mask_text(before + phone + after, phones=[phone])
