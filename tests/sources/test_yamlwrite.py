from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from printshop.problems import Problems
from printshop.sources import parse_yaml
from printshop.sources.yamlwrite import scalar

TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=60).filter(str.strip)


@given(TEXT)
def test_it_reads_back_the_same_here_and_elsewhere(text: str) -> None:
    written = f"a: {scalar(text)}\n"
    assert "\n" not in scalar(text)
    assert yaml.safe_load(written) == {"a": text}
    document = parse_yaml(written, "x.yaml", Problems())
    assert document is not None
    assert document.data == {"a": text}


@given(TEXT)
def test_in_brackets_too(text: str) -> None:
    assert yaml.safe_load(f"[{scalar(text, flow=True)}, b]") == [text, "b"]


@pytest.mark.parametrize("text", ["Minh Hải", "Thời sự – chính trị", "62-KL/TW"])
def test_ordinary_words_are_not_quoted(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize("text", ["No", "012", "12:30", "null", "a: b", "- x", "2017-09-12", "#1"])
def test_what_yaml_would_take_for_something_else_is_quoted(text: str) -> None:
    assert scalar(text) == f'"{text}"'
