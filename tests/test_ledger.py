"""The action ledger: what later notes say of an action is tied to it, with its basis and its words, or to none."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings

from notes import notes
from spcb_minutes import Document, parse
from spcb_minutes.series.ledger import Ledger, LedgerAction, action_ledger, ledger_listing
from spcb_minutes.series.meetings import Series
from spcb_minutes.series.wording import Spellings, content
from strategies import Draft, drafts

ROTA = "The HM to provide the Board with a rota for weekend cover on the fish quay."
FERRY = "The Clerk to write to the ferry company about night sailings."
MARCH = notes("12 March 2024", ("041/24", "Fish Quay", f"Action: {ROTA}"), ("042/24", "Close", "The meeting ended."))


def april(*paragraphs: str, title: str = "Matters Arising") -> Document:
    return notes("9 April 2024", ("043/24", title, *paragraphs), ("044/24", "Close", "The meeting ended."))


def ledger(*documents: Document, on: datetime.date | None = None) -> Ledger:
    return action_ledger(Series.of(documents), on=on)


def only(*documents: Document) -> LedgerAction:
    (action,) = ledger(*documents).actions
    return action


def told(action: LedgerAction) -> list[tuple[str, str, str]]:
    """What was said of an action: the item that says it, what it says, and by what it is tied."""
    return [(link.item_number, link.says, link.basis) for link in action.links]


# ---------------------------------------------------------------- by number


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("041/24 – The HM reported that the rota had been sent.", "updated"),
        ("041/24: completed.", "closed"),
        ("Minute 041/24: Completed.", "closed"),
        ("Further to 041/24, the crews have been asked.", "updated"),
        ("- 041/24 The HM reported that this was not yet completed.", "carried"),
        ("041/24 – this remains outstanding.", "carried"),
        ("041/24 – this is to be completed by June.", "updated"),
        ("041/24 – this is no longer needed.", "closed"),
        ("041/24 – this has not yet been fully completed.", "updated"),
        ("041/24 – this hasn't been completed.", "updated"),
        ("041/24 – this is only partially complete.", "updated"),
        ("041/24 – this is 50% complete.", "updated"),
        ("041/24 – this is due to be fully completed.", "updated"),
        ("041/24 – the rota is being done.", "updated"),
        ("041/24 – this was reopened after it had been closed.", "carried"),
        ("041/24 – the crews were not asked. This is completed.", "closed"),
    ],
)
def test_a_mention_of_the_items_number_speaks_of_its_action(words: str, says: str) -> None:
    action = only(MARCH, april(words))
    assert told(action) == [("043/24", says, "number")]
    assert action.links[0].quote.text.endswith(words.removeprefix("- ")[-20:])


def test_a_number_ties_in_any_item() -> None:
    action = only(MARCH, april("The new berths (041/24) were opened by the mayor.", title="Harbour Master Update"))
    assert told(action) == [("043/24", "updated", "number")]


def test_each_sentence_with_a_number_of_its_own_speaks_of_its_own() -> None:
    march = notes("12 March 2024", ("041/24", "Quay", f"Action: {ROTA}"), ("042/24", "Ferry", f"Action: {FERRY}"))
    one = april("041/24 was done in March. Everybody has it. Further to 042/24, no answer has come.")
    rota, ferry = ledger(march, one).actions
    assert [(link.says, link.text) for link in rota.links] == [
        ("closed", "041/24 was done in March. Everybody has it.")
    ]
    assert [(link.says, link.text) for link in ferry.links] == [("updated", "Further to 042/24, no answer has come.")]
    assert [link.quote.text for link in ferry.links] == ["Further to 042/24, no answer has come."]


def test_an_action_that_is_reopened_is_open_again() -> None:
    may = notes("14 May 2024", ("045/24", "Matters Arising", "041/24: this was reopened."))
    action = only(MARCH, april("041/24: completed."), may)
    assert [link.says for link in action.links] == ["closed", "carried"]
    assert action.status == "open"


TWO = notes("12 March 2024", ("041/24", "Fish Quay", f"Action: {ROTA}", f"Action: {FERRY}"), ("042/24", "End", "Done."))


def test_of_two_actions_of_one_item_the_words_tell_which() -> None:
    rota, ferry = ledger(TWO, april("041/24 – The ferry company has answered about the night sailings.")).actions
    assert (told(rota), told(ferry)) == ([], [("043/24", "updated", "number")])


def test_words_of_one_sentence_may_speak_of_both_actions_of_an_item() -> None:
    words = "041/24: The weekend cover has a rota now, and the ferry company has answered about night sailings."
    rota, ferry = ledger(TWO, april(words)).actions
    assert (told(rota), told(ferry)) == ([("043/24", "updated", "number")],) * 2


def test_where_nothing_tells_which_neither_is_taken_and_that_is_said() -> None:
    found = ledger(TWO, april("041/24: this is in hand."))
    assert [told(action) for action in found.actions] == [[], []]
    ((unsettled),) = found.unsettled
    assert unsettled.candidates == tuple(action.id for action in found.actions)
    assert unsettled.quote.text == "041/24: this is in hand."
    assert [action.perhaps for action in found.actions] == [(unsettled.quote,)] * 2
    rows = ledger_listing(found).rows
    assert rows[-1][3:6] == ("(may belong to an action of 041/24) 041/24: this is in hand.", "", "unsettled")


def test_words_that_call_something_done_and_fit_no_action_are_told() -> None:
    found = ledger(MARCH, april("The survey of the sea wall has been finished. Completed.", "The season was good."))
    assert [(one.candidates, one.quote.text) for one in found.unsettled] == [
        ((), "The survey of the sea wall has been finished. Completed.")
    ]


def test_a_number_of_an_item_without_actions_ties_nothing() -> None:
    march = notes("12 March 2024", ("041/24", "Quay", f"Action: {ROTA}"), ("042/24", "Fees", "Fees rise in June."))
    assert told(only(march, april("As minuted at 042/24, fees rise in June."))) == []


# ---------------------------------------------------------------- by wording, by owner


def test_most_of_the_words_tie_without_a_number() -> None:
    action = only(MARCH, april("The rota for weekend cover on the fish quay has been sent to members. Completed."))
    assert told(action) == [("043/24", "closed", "wording")]
    assert action.status == "closed"


def test_the_owner_and_half_of_the_words_tie() -> None:
    action = only(MARCH, april("The Harbour Master reported that the rota for weekend cover had gone out."))
    assert told(action) == [("043/24", "updated", "owner")]


def test_a_discharged_action_that_is_named_by_some_of_its_words() -> None:
    march = notes("12 March 2024", ("041/24", "Ferry", f"Action: {FERRY}"), ("042/24", "End", "Done."))
    assert told(only(march, april("The action on night sailings was discharged."))) == [("043/24", "closed", "wording")]


@pytest.mark.parametrize(
    "words",
    [
        "The fish quay was busy in April.",
        "The HM reported on the season.",
        "The Board discussed weekend opening of the office.",
        "Completed.",
        "The Harbour Master reported that a rota had been drawn up.",
        "The lights on the north mole have been mended.",
    ],
)
def test_a_word_or_two_in_common_tie_nothing(words: str) -> None:
    assert told(only(MARCH, april(words))) == []


def test_a_closed_action_is_not_spoken_of_again_by_its_words() -> None:
    later = notes(
        "14 May 2024", ("045/24", "Matters Arising", "The rota for weekend cover on the fish quay was praised.")
    )
    action = only(MARCH, april("041/24: completed."), later)
    assert told(action) == [("043/24", "closed", "number")]


def test_names_of_people_and_words_of_any_action_are_no_evidence() -> None:
    march = notes("12 March 2024", ("041/24", "Path", "Action: The Clerk to contact Ada Quill about further work."))
    later = april("The Clerk had contacted Ada Quill and asked for further work.", "Ada Quill agreed to investigate.")
    assert [told(action) for action in ledger(march, later).actions if action.kind == "action"] == [[]]


def test_what_fits_two_earlier_actions_alike_and_is_printed_again_is_tied_to_neither() -> None:
    march = notes(
        "12 March 2024",
        ("041/24", "Quay", "Action: The HM to mend the lights and the rail of the long jetty by the shed."),
        ("042/24", "Slip", "Action: The HM to mend the lights and the rail of the long jetty by the weir."),
    )
    again = april("Action: The HM to mend the lights and the rail of the long jetty.", title="Workplan and Actions")
    found = ledger(march, again)
    assert [told(action) for action in found.actions] == [[], [], []]
    assert [len(one.candidates) for one in found.unsettled] == [2]


def test_nothing_that_is_said_later_tells_who_an_owner_is() -> None:
    """The notes of May alone say that the HM is Peter Lowe."""
    march = notes("12 March 2024", ("041/24", "Quay", f"Action: {ROTA}"), present=["Ada QUILL\t\tBoard Member"])
    said = notes(
        "9 April 2024",
        ("043/24", "Matters Arising", "Peter Lowe reported that the rota for weekend cover had gone out."),
        present=["Ada QUILL\t\tBoard Member"],
    )
    may = notes("14 May 2024", ("045/24", "Close", "The meeting ended."), present=["Peter LOWE\t\tHarbour Master"])
    series = Series.of([march, said, may])
    until = datetime.date(2024, 4, 9)
    assert action_ledger(series, on=until) == action_ledger(Series.of([march, said]), on=until)
    assert told(action_ledger(series).actions[0]) == [("043/24", "updated", "owner")]


def test_words_that_fit_one_action_a_little_better_than_another_are_tied_to_neither() -> None:
    march = notes(
        "12 March 2024",
        ("041/24", "Yard", "Action: The HM to paint the door, roof, fence, gate, shed, bench, post and sign."),
        ("042/24", "Yard", "Action: The HM to paint the door, roof, fence, gate, wall, pump, path and bank."),
    )
    found = ledger(march, april("The HM said that door, roof, fence, gate, shed, bench and wall had been seen."))
    assert [told(action) for action in found.actions] == [[], []]
    assert [len(one.candidates) for one in found.unsettled] == [2]


# ---------------------------------------------------------------- printed again


@pytest.mark.parametrize(
    "again",
    [
        ROTA,
        "The Harbour Master to provide the Board with a rota for weekend cover on the fish quay.",
        "The HM to provide the Board with the rota for week-end cover on the fish quay.".replace("week-end", "weekend"),
        "The HM to send the Board a rota for weekend cover on the fish quay by 3 June 2024.",
        "The HM to provide the Board with a rota for weekend covers on the fish quay.",
    ],
)
def test_an_action_printed_again_is_carried_and_no_new_one(again: str) -> None:
    action = only(MARCH, april(f"Action: {again}", title="Workplan and Actions"))
    assert told(action) == [("043/24", "carried", "wording")]
    assert action.status == "open"


def test_what_is_done_may_stand_under_an_action_that_is_printed_again() -> None:
    markdown = parse(april(f"**{ROTA}**", "*The rota was sent on 2 April. Completed.*").source.text)
    action = only(MARCH, markdown)
    assert [(link.says, link.basis, link.text) for link in action.links] == [
        ("closed", "wording", "The rota was sent on 2 April. Completed.")
    ]


@pytest.mark.parametrize(
    "other",
    [
        "The HM to provide the Board with a rota for weekend cover on the coal quay.",
        "The Clerk to provide the Board with a rota for weekend cover on the fish quay.",
        "The HM to provide the Board with figures for the fish quay.",
    ],
)
def test_an_action_with_another_word_or_owner_is_a_new_one(other: str) -> None:
    first, second = ledger(MARCH, april(f"Action: {other}", title="Fish Quay")).actions
    assert (told(first), second.text) == ([], other)


def test_a_new_action_in_the_words_of_a_closed_one_is_a_new_one() -> None:
    again = notes("14 May 2024", ("045/24", "Fish Quay", f"Action: {ROTA}"))
    first, second = ledger(MARCH, april("041/24: completed."), again).actions
    assert (first.status, second.status) == ("closed", "open")


def test_words_that_any_action_has_tie_nothing() -> None:
    march = notes("12 March 2024", ("041/24", "Quay", "Action: The HM to report back to the next meeting."))
    found = ledger(march, april("Action: The HM to report back to the next meeting.", title="Ferry"))
    assert [told(action) for action in found.actions] == [[], []]


# ---------------------------------------------------------------- under the action itself


def test_an_update_in_italics_under_an_action_is_told_of_it() -> None:
    text = notes("12 March 2024", ("041/24", "Quay", f"**{ROTA}**", "*It was sent on 2 April.*")).source.text
    action = only(parse(text))
    assert told(action) == [("041/24", "updated", "place")]
    assert action.status == "updated"


# ---------------------------------------------------------------- status on any date


def test_the_status_is_that_of_the_date() -> None:
    may = notes("14 May 2024", ("045/24", "Close", "The meeting ended."))
    june = notes("11 June 2024", ("046/24", "Matters Arising", "041/24: completed."))
    series = Series.of([MARCH, april("041/24: this is in hand."), may, june])
    status = {
        day: [action.status for action in action_ledger(series, on=datetime.date.fromisoformat(day)).actions]
        for day in ("2024-03-01", "2024-03-12", "2024-04-08", "2024-04-09", "2024-05-20", "2024-06-11", "2030-01-01")
    }
    assert status == {
        "2024-03-01": [],
        "2024-03-12": ["open"],
        "2024-04-08": ["open"],
        "2024-04-09": ["updated"],
        "2024-05-20": ["updated"],
        "2024-06-11": ["closed"],
        "2030-01-01": ["closed"],
    }


def test_an_action_of_which_later_notes_say_nothing_is_not_mentioned_since() -> None:
    action = only(MARCH, april("The meeting was told of the season."))
    assert (action.status, action.last_mentioned) == ("not mentioned since", datetime.date(2024, 3, 12))


def test_an_action_that_was_carried_and_then_forgotten_is_not_mentioned_since() -> None:
    may = notes("14 May 2024", ("045/24", "Close", "The meeting ended."))
    action = only(MARCH, april("041/24: carried forward."), may)
    assert (action.status, str(action.last_mentioned)) == ("not mentioned since", "2024-04-09")


def test_drafts_and_earlier_versions_are_not_counted() -> None:
    draft = notes("12 March 2024", ("041/24", "Fish Quay", f"Action: {ROTA}", f"Action: {FERRY}"), before="DRAFT ")
    assert only(MARCH, draft).text == ROTA


# ---------------------------------------------------------------- undertakings


def test_an_undertaking_is_in_the_ledger_and_is_no_action() -> None:
    march = notes(
        "12 March 2024", ("041/24", "Nets", "The Harbour Master undertook to write to every crew about nets.")
    )
    action = only(march, april("041/24 – The Harbour Master has written."))
    assert (action.kind, action.owner) == ("commitment", "The Harbour Master")
    assert told(action) == [("043/24", "updated", "number")]


# ---------------------------------------------------------------- wording


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The HM to mend the lights", ("hm", "mend", "light")),
        ("mending lighted Lights", ("mend", "light")),
        ("The Board is to report back to the next meeting.", ()),
        ("Café café’s", ("cafe",)),
        ("", ()),
    ],
)
def test_the_words_that_carry_meaning(text: str, found: tuple[str, ...]) -> None:
    assert content(text) == found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("harbour", "harbuor", True),
        ("licence", "license", True),
        ("eastern", "western", False),
        ("slip", "ship", False),
        ("moorings", "mooring", True),
        ("berth17a", "berth18a", False),
    ],
)
def test_one_slip_of_the_pen_makes_no_other_word(one: str, other: str, same: bool) -> None:
    for first, second in ((one, other), (other, one)):
        spellings = Spellings()
        assert bool(spellings.content(first) & spellings.content(second)) is same


# ---------------------------------------------------------------- always


@settings(max_examples=30)
@given(drafts(), drafts(), drafts())
def test_any_notes_make_a_ledger_in_order_with_words_that_stand_there(one: Draft, two: Draft, three: Draft) -> None:
    days = ("14 May 2024", "11 June 2024", "9 July 2024")
    texts = [draft.text.replace("14 May 2024", day) for draft, day in zip((one, two, three), days, strict=True)]
    documents = [parse("HARBOUR SAFETY BOARD\n\n" + text.partition("\n")[2]) for text in texts]
    series = Series.of(documents, board="Harbour Safety Board")
    found = action_ledger(series)
    assert found == action_ledger(Series.of(documents[::-1], board="Harbour Safety Board"))
    actions = sum(len(told.part.actions) for _, told in series.minutes)
    carried = sum(link.says == "carried" and link.basis != "place" for one in found.actions for link in one.links)
    assert sum(action.kind == "action" for action in found.actions) >= actions - carried - len(found.unsettled)
    texts_of = {told.part.id: told.document.source.text for _, told in series.minutes}
    for action in found.actions:
        days_of_links = [action.date, *(link.date for link in action.links)]
        assert all(a <= b for a, b in pairwise(days_of_links))
        for quote in (action.quote, *(link.quote for link in action.links)):
            assert " ".join(texts_of[quote.part][quote.span.start : quote.span.end].split()) == quote.text
            assert texts_of[quote.part].count("\n", 0, quote.span.start) + 1 == quote.span.line
    assert Ledger.model_validate_json(found.model_dump_json()) == found
    assert len(ledger_listing(found).rows) == len(found.actions) + len(found.unsettled)


def test_a_number_in_the_digits_of_another_script_is_no_number() -> None:
    assert told(only(MARCH, april("041/24 and 3/8\u0661: completed."))) == [("043/24", "closed", "number")]


def test_the_ledger_of_nothing_is_empty() -> None:
    found = action_ledger(Series.of([]))
    assert (found.on, found.actions, found.unsettled) == (None, (), ())
