import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.handles.folding import ALIKE_PAIRS, fold
from accounts.handles.reserved import is_reserved
from accounts.handles.rules import SHAPE
from accounts.models import User
from tests.accounts.signing_up import sign_up
from tests.client import Api, code_of

HANDLES = st.from_regex(SHAPE, fullmatch=True)
LOOK_ALIKES = {"a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "x": "х", "y": "у", "i": "і"}  # noqa: RUF001


@given(st.text(max_size=30))
def test_folding_a_key_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(HANDLES)
def test_case_and_likeness_do_not_make_a_new_handle(handle: str) -> None:
    key = fold(handle)
    assert fold(handle.upper()) == fold(handle.lower()) == key
    for plain, disguise in (("l", "1"), ("l", "I"), ("o", "0"), ("_", ".")):
        assert fold(handle.lower().replace(plain, disguise)) == key


@given(HANDLES)
def test_foreign_letters_fold_to_the_plain_ones(handle: str) -> None:
    foreign = "".join(LOOK_ALIKES.get(char, char) for char in handle.lower())
    assert fold(foreign) == fold(handle)
    wide = "".join(chr(ord(char) + 0xFEE0) if char.isalnum() else char for char in handle)
    assert fold(wide) == fold(handle)
    assert fold("\u200b".join(handle)) == fold(handle)


@given(HANDLES, HANDLES)
def test_different_plain_letters_stay_different(one: str, other: str) -> None:
    alphabet = set("abcdefghjkmpqstuxyz2345678")  # letters that look like no other
    if set(one) | set(other) <= alphabet:
        assert (fold(one) == fold(other)) == (one == other)


def test_pairs_that_look_like_one_letter_are_that_letter() -> None:
    assert dict(ALIKE_PAIRS) == {"rn": "m", "vv": "w"}
    assert fold("barnvv") == fold("bamw")


@pytest.mark.parametrize(
    "handle",
    [
        "admin", "ADMIN", "Adm1n", "adrnin", "ad.min", "_admin_", "аdmin", "ａｄｍｉｎ",  # noqa: RUF001
        "zoetrope", "zoetrope_team", "Z0etr0pe.x", "moderator", "m0derat0r", "support",
        "me", "taylorswift", "Tay1or.Swift", "elon_musk", "e1onmusk", "admín",
    ],
)  # fmt: skip
def test_names_of_the_house_and_of_public_figures_are_reserved(api: Api, handle: str) -> None:
    answer = sign_up(api, handle=handle)
    assert (answer.status_code, code_of(answer)) == (422, "handle_reserved")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "handle",
    [
        "ab",
        "",
        "a" * 21,
        "has space",
        "emoji😀",
        "müller",
        "dash-ed",
        "a/b",
        "a@b",
        "tab\t1",
        "дом",
    ],
)
def test_other_letters_and_lengths_are_refused(api: Api, handle: str) -> None:
    answer = sign_up(api, handle=handle)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "handle"


@pytest.mark.parametrize("handle", ["abc", "a" * 20, "a_b.c", "Mara", "x_2", "administer_of_joy"])
def test_ordinary_handles_can_be_had_as_typed(api: Api, handle: str) -> None:
    assert sign_up(api, handle=handle).status_code == 401
    assert User.objects.get().handle == handle


@pytest.mark.parametrize(
    "handle", ["bob_lee", "BOB_LEE", "b0b_lee", "bob.lee", "bob_Iee", "bob_1ee"]
)
def test_a_look_alike_of_somebodys_handle_is_taken(api: Api, handle: str) -> None:
    sign_up(api, handle="bob_lee", email="bob@example.org")
    answer = sign_up(api, handle=handle)
    assert (answer.status_code, code_of(answer)) == (422, "handle_taken")


def test_a_profile_is_found_by_its_spelling_and_not_by_a_look_alike(
    api: Api, creator: User, friend: User
) -> None:
    friend.handle, friend.handle_key = "bob_lee", fold("bob_lee")
    friend.save(update_fields=["handle", "handle_key"])
    assert api.get("/people/BOB_LEE", as_=creator).status_code == 200
    assert api.get("/people/b0b_lee", as_=creator).status_code == 404
    assert api.get("/people/%D0%B1ob_lee", as_=creator).status_code == 404


def test_the_list_of_reserved_words_is_read() -> None:
    assert is_reserved(fold("root"))
    assert not is_reserved(fold("rooted_tree"))
