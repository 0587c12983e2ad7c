"""The words that made series are put together from: what is asked for, where, and what is said of it later.

    THE HM to  send {a} to members       a rota for weekend cover     on the fish quay
    {the}      has been sent to members  the rota for weekend cover   on the fish quay     Completed.

All boards, people and places are invented.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

BOARDS = (
    "KELDMOUTH HARBOUR AND LICENSING BOARD",
    "THORNWICK PORT SAFETY BOARD",
    "SALTERBY MARKET AND QUAYS BOARD",
    "OXENHAVEN HARBOUR USERS BOARD",
)
VENUES = ("Long Room, Tide House", "Pilot Room, Lantern House", "Upper Hall, Market House")

GIVEN = (
    "Alma", "Bram", "Cora", "Dorian", "Edda", "Fergus", "Greta", "Humphrey", "Ines", "Jory", "Keziah", "Lowell",
    "Mabel", "Ned", "Ottilie", "Piers", "Roswitha", "Silas", "Tamsin", "Ulric", "Verity", "Wilfred", "Yvette",
    "Zenobia",
)  # fmt: skip
SURNAME = (
    "Ackerby", "Brindlow", "Castellane", "Dunmore", "Eastlake", "Fothering", "Garrowby", "Hathersay", "Inskeep",
    "Jellicott", "Kettleby", "Lanyon", "Merriden", "Nethercote", "Oxhill", "Pemberthy", "Quenby", "Rathmell",
    "Stavordale", "Tressick", "Umberleigh", "Vennard", "Wragby", "Yelland",
)  # fmt: skip
OFFICES = (
    ("Harbour Master", "HM"),
    ("Deputy Harbour Master", "DHM"),
    ("Clerk", ""),
    ("Treasurer", ""),
    ("Chief Engineer", ""),
    ("Safety Adviser", ""),
)
BAD_INITIALS = frozenset({"HM", "CC", "DS", "DI", "PC", "CS", "CE"})


@dataclass(frozen=True)
class Thing:
    """What an action is about."""

    a: str
    """As it is asked for: "a rota for weekend cover"."""
    the: str
    """As it is spoken of later."""
    short: str
    several: bool = False
    kind: str = "paper"


MONTHS = tuple(f"{datetime.date(2025, month, 1):%B}" for month in range(1, 13))
PAPERS = (
    Thing("a rota for weekend cover", "the rota for weekend cover", "the weekend rota"),
    Thing("figures for night movements", "the figures for night movements", "the night movement figures", True),
    Thing("a paper on mooring charges", "the paper on mooring charges", "the mooring charges paper"),
    Thing("a list of berth holders", "the list of berth holders", "the list of berth holders"),
    Thing("a plan of the pontoons", "the plan of the pontoons", "the pontoon plan"),
    Thing("a note on insurance", "the note on insurance", "the insurance note"),
    Thing("a timetable for the dredging", "the timetable for the dredging", "the dredging timetable"),
    Thing("a summary of complaints", "the summary of complaints", "the complaints summary"),
    Thing("a draft of the byelaws", "the draft of the byelaws", "the byelaw draft"),
    Thing("accounts for the ice plant", "the accounts for the ice plant", "the ice plant accounts", True),
    Thing("a risk assessment for storms", "the risk assessment for storms", "the storm risk assessment"),
    Thing("a breakdown of licence income", "the breakdown of licence income", "the licence income breakdown"),
    Thing("a map of the footpaths", "the map of the footpaths", "the footpath map"),
    Thing("a training programme for pilots", "the training programme for pilots", "the pilot training programme"),
    Thing("a comparison of parking fees", "the comparison of parking fees", "the parking fee comparison"),
    Thing("a register of keys", "the register of keys", "the key register"),
    Thing("prices for a weighbridge", "the prices for a weighbridge", "the weighbridge prices", True),
    Thing("an inventory of lifebuoys", "the inventory of lifebuoys", "the lifebuoy inventory"),
)
WORKS = (
    Thing("the lights", "the lights", "lights", True, "work"),
    Thing("the handrail", "the handrail", "handrail", False, "work"),
    Thing("the ladders", "the ladders", "ladders", True, "work"),
    Thing("the fence", "the fence", "fence", False, "work"),
    Thing("the gate lock", "the gate lock", "gate lock", False, "work"),
    Thing("the storm drain", "the storm drain", "storm drain", False, "work"),
    Thing("the noticeboard", "the noticeboard", "noticeboard", False, "work"),
    Thing("the fenders", "the fenders", "fenders", True, "work"),
    Thing("the water tap", "the water tap", "water tap", False, "work"),
    Thing("the benches", "the benches", "benches", True, "work"),
    Thing("the cameras", "the cameras", "cameras", True, "work"),
)
GROUPS = (
    "ferry company", "sailing school", "county highways office", "rowing club", "market traders", "coastguard",
    "water company", "diving club", "railway", "museum",
)  # fmt: skip
TOPICS = (
    "engine noise", "late landings", "litter", "fuel costs", "trailers", "dogs off the lead", "speeding launches",
    "broken glass", "coach parking", "seal pups",
)  # fmt: skip
PLACES = (
    ("on the fish quay", "fish quay"),
    ("on the fish slip", "fish slip"),
    ("on the north quay", "north quay"),
    ("on the south quay", "south quay"),
    ("in the inner basin", "inner basin"),
    ("at the coal stage", "coal stage"),
    ("at the ferry landing", "ferry landing"),
    ("on the east mole", "east mole"),
    ("at the pilot station", "pilot station"),
    ("at the yacht pontoon", "yacht pontoon"),
    ("by the signal tower", "signal tower"),
    ("on Sluice Lane", "Sluice Lane"),
    ("behind the market hall", "market hall"),
    ("at the lifeboat house", "lifeboat house"),
)
LOOKALIKE = {
    "on the fish quay": ("on the fish slip", "fish slip"),
    "on the fish slip": ("on the fish quay", "fish quay"),
    "on the north quay": ("on the south quay", "south quay"),
    "on the south quay": ("on the north quay", "north quay"),
}
VERBS = {  # asked for; done; what a thing is like before it is done
    "paper": (
        ("provide the Board with {a}", "provided to members"),
        ("send {a} to members", "sent to members"),
        ("circulate {a}", "circulated"),
        ("prepare {a}", "prepared"),
        ("publish {a} on the website", "published"),
    ),
    "work": (
        ("have {a} repaired", "repaired"),
        ("have {a} replaced", "replaced"),
        ("arrange for {a} to be inspected", "inspected"),
        ("get {a} cleaned", "cleaned"),
    ),
    "letter": (
        ("write to {a}", "sent"),
        ("speak to {a}", "held"),
        ("meet {a}", "held"),
    ),
}
BOILERPLATE = (" and to report back to the next meeting", " before the next meeting", " as soon as possible")

CLOSING = ("Completed.", "Done.", "Discharged.", "Closed.", "This action is now complete.", "The action was closed.")
GIVEN_UP = ("No longer needed.", "Withdrawn.", "This is no longer required.")
STANDS = ("Carried forward.", "This remains outstanding.", "Carried forward to the next meeting.")
GOING_ON = ("In progress.", "Not yet completed.", "To be completed by June.", "Ongoing.", "This is in hand.")
STEPS = (
    "Two replies have come in so far.",
    "A first draft was seen by the officers in the spring.",
    "The work is held up by the weather.",
    "Three firms were asked for a price.",
    "A date has been fixed with the contractor.",
    "This has been put off until the autumn.",
)

TITLES = (
    "Spring Dredging", "Lifeboat Slipway", "Night Pilotage", "Pilot Training", "Mooring Inspections",
    "Cruise Visits", "Byelaw Enforcement", "Ice Plant and Cold Store", "Winter Storms", "Open Day",
    "Fishing Landings", "Insurance Renewal", "Trailer Parking", "Waste and Recycling", "Crew Welfare",
    "Oil Spill Exercise", "Regatta Week", "Tide Gauge", "Ferry Timetable", "Seal Watch", "Apprentices",
    "Radio Channels", "Crane Hire", "Yacht Visitors", "Signal Tower Museum", "Diving Permits", "Fuel Berth",
    "Historic Boats", "Coach Visits", "Cold Weather Kit", "Public Toilets", "School Parties", "Wreck Removal",
    "Towage Tariff", "Sand and Gravel", "Beach Wardens", "Rowing Gala", "Lighting Scheme", "Marine Wildlife",
    "Ballast Water", "Pontoon Extension", "Net Stores", "Customs Shed", "Bridge Openings", "Car Ferry Ramp",
    "Fog Signals", "Charity Swim", "Mussel Beds", "Port Security", "Volunteer Rota Awards",
)  # fmt: skip
RENAMED = {
    "Spring Dredging": "Spring Dredging Programme",
    "Mooring Inspections": "Inspections of Moorings",
    "Ice Plant and Cold Store": "Ice Plant & Cold Stores Report",
    "Fishing Landings": "Fishing Landings and Sales",
    "Oil Spill Exercise": "Oil Spill Exercises",
    "Ferry Timetable": "Ferry Timetable Changes",
    "Yacht Visitors": "Visitors by Yacht",
    "Diving Permits": "Permits for Diving",
    "Crew Welfare": "Welfare of Crews",
    "Insurance Renewal": "Renewal of Insurance",
    "Pilot Training": "Training of Pilots",
    "Byelaw Enforcement": "Enforcement of Byelaws",
}
FILLER = (
    "The {p} was busy in {m}.",
    "Visitors to the {p} were fewer than last year.",
    "The {p} was shut for two days in {m} because of the wind.",
    "Landings were good until the middle of {m}.",
    "Fees have not changed for three years.",
    "Members were glad of the calm weather in {m}.",
    "A school party of 28 walked round the {p}.",
    "The tide stood very high at the {p} on two nights in {m}.",
    "Crews had praise for the new showers.",
    "The old crane by the {p} was painted in {m}.",
    "There were fewer complaints than a year ago.",
    "Talks with the railway go on.",
    "It is hoped that {m} brings more trade.",
    "Every place on the {m} course was taken.",
)
QUERIES = (
    "How many ships called at the {p} in {m}?",
    "What was learned from the storm in {m}?",
    "Who pays for the cleaning of the {p}?",
    "Why were the gates by the {p} left open in {m}?",
    "Are there enough wardens at the {p} at weekends?",
    "Has the price of ice gone up since {m}?",
)
ANSWERS = (
    "There were {n}, about as many as a year before.",
    "Most of the {n} came from along the coast.",
    "It is too early to tell.",
    "The cost came to £{n}k.",
    "This was so on {n} days.",
)
SUBJECT = (
    "{what} cost £{cost}k last year.",
    "{what} came up in two letters.",
    "{what} stood in the newspaper.",
)
"""On the subject of an action, and no word on what was to be done about it."""
