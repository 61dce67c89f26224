"""Documents made by hand, with all that can stand in one: long words, lights, pictures, what looks like markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from exports.document import Bullets, Cell, Column, Document, Figure, Lit, Paragraph, Section, Table
from exports.pictures import burndown_svg, lights_svg
from models.language import Language, speaking
from models.rules.burndown import BurndownDay
from models.rules.calendar import WorkCalendar
from models.rules.lights import LightCounts
from models.rules.lights_by_week import LightsByWeek, LightsWeek
from models.rules.words import Light

START = date(2018, 8, 20)
CALENDAR = WorkCalendar(START, 90)
FRIDAY = date(2018, 10, 19)

HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7*7 }} {% for x in y %}",
    "[x](javascript:alert(1))",
    "R&D \"quoted\" 'single' </style></title>",
    "שלום עולם و العربية",
    "\x1b[31mred \u202eturned \x00nul \ud800half",
    "=HYPERLINK(1) [bold]markup[/bold]",
    "<img src=x onerror=alert(1)> <!-- --> ]]>",
)
"""What a person may have typed, and a page shows as it was typed."""


def weight_by_day(day: date = FRIDAY, *, scope: int = 120) -> tuple[BurndownDay, ...]:
    """A plan of 90 days that does three quarters of what its ideal line asks."""
    days = []
    for n in range(90):
        each = START + timedelta(days=n)
        known = each <= day
        ideal = max(round(scope * (1 - n / 88)), 0)
        days.append(
            BurndownDay(
                each,
                scope - (scope - ideal) * 3 // 4 if known else None,
                ideal,
                scope if known else None,
                0,
                0,
            )
        )
    return tuple(days)


def lights(weeks: int = 9, *, missing: int | None = 4) -> LightsByWeek:
    """The lights of the first weeks of 13, those of one week missing."""
    return LightsByWeek(
        tuple(
            LightsWeek(n, None, None)
            if n == missing
            else LightsWeek(
                n, START + timedelta(days=7 * n - 3), LightCounts(n // 3, n, 40 - 2 * n, n % 3, 2 * n, 0)
            )
            for n in range(1, weeks + 1)
        ),
        13,
    )


def small(*blocks: Paragraph | Bullets | Table | Figure, language: str = "en") -> Document:
    """A document of one section with these blocks."""
    return Document("Title", language, (), (Section("part", "Part", blocks),))


WORDS: dict[Language, dict[str, str]] = {
    "fi": {
        "title": "Kaupungin digitalisaatiosuunnitelma: viikko 9",
        "lead": "viikko 9/13|päivä 61/90|perjantai 19.10.2018|ei-julkinen",
        "summary": "Tilannekatsaus",
        "narrative": "Tietosuojavaltuutetun lausunto saatiin, ja palvelujärjestelmän kilpailutus voi alkaa.",
        "decisions": "Tarvittavat päätökset",
        "what": "Mitä",
        "who": "Kuka",
        "by": "Viimeistään",
        "stops": "Mikä pysähtyy ilman",
        "lights": "Liikennevalot",
        "stream": "Hankekokonaisuus",
        "done": "Tulokset ja jäljellä oleva työ",
        "burndown": "Jäljellä oleva työ perjantaisin",
        "weeks": "Valot viikoittain",
        "long": "Tietosuojavaltuutetun ennakkokuulemismenettelyn asianhallintajärjestelmäkokonaisuus",
        "owner": "Kasvatuksen ja koulutuksen toimialan tietohallintopäällikkö",
        "red": "punainen",
        "amber": "keltainen",
        "green": "vihreä",
        "grey": "harmaa",
        "none": "kaikki valmiina",
        "nodata": "ei tietoa",
        "why": "estynyt (odottaa tietosuojavaltuutettua)",
        "date": "Päivä",
        "remaining": "Jäljellä",
        "ideal": "Ihanne",
        "scope": "Laajuus",
        "slips": "Suurimmat poikkeamat",
        "seal": "Sinetti",
    },
    "sv": {
        "title": "Stadens digitaliseringsplan: vecka 9",
        "lead": "vecka 9/13|dag 61/90|fredag 19.10.2018|icke-offentlig",
        "summary": "Lägesöversikt",
        "narrative": "Dataombudsmannens utlåtande har kommit, och konkurrensutsättningen kan börja.",
        "decisions": "Beslut som behövs",
        "what": "Vad",
        "who": "Vem",
        "by": "Senast",
        "stops": "Vad stannar utan det",
        "lights": "Trafikljus",
        "stream": "Projekthelhet",
        "done": "Resultat och kvarstående arbete",
        "burndown": "Kvarstående arbete på fredagar",
        "weeks": "Ljus per vecka",
        "long": "Dataombudsmannens förhandssamrådsförfarande i ärendehanteringssystemhelheten",
        "owner": "Dataadministrationschefen vid sektorn för fostran och utbildning",
        "red": "röd",
        "amber": "gul",
        "green": "grön",
        "grey": "grå",
        "none": "allt klart",
        "nodata": "inga uppgifter",
        "why": "blockerad (väntar på dataombudsmannen)",
        "date": "Dag",
        "remaining": "Kvar",
        "ideal": "Ideal",
        "scope": "Omfattning",
        "slips": "De största avvikelserna",
        "seal": "Sigill",
    },
    "en": {
        "title": "The city's digitalisation plan: week 9",
        "lead": "week 9/13|day 61/90|Friday 2018-10-19|not public",
        "summary": "Summary",
        "narrative": "The Data Protection Ombudsman has answered, and the tender can begin.",
        "decisions": "Decisions needed",
        "what": "What",
        "who": "Who",
        "by": "By",
        "stops": "What stops without it",
        "lights": "Traffic lights",
        "stream": "Stream",
        "done": "Results and the burndown",
        "burndown": "Remaining work on Fridays",
        "weeks": "Lights by week",
        "long": "Tietosuojavaltuutetun prior consultation in the case management systems",
        "owner": "Head of information management, Education Division",
        "red": "red",
        "amber": "amber",
        "green": "green",
        "grey": "grey",
        "none": "all done",
        "nodata": "no data",
        "why": "blocked (waits for the Data Protection Ombudsman)",
        "date": "Date",
        "remaining": "Remaining",
        "ideal": "Ideal",
        "scope": "Scope",
        "slips": "The biggest slips",
        "seal": "Seal",
    },
}


def whole(language: Language = "en") -> Document:
    """A page as it goes to the Mayor, with every kind of block and the hostile texts among its rows."""
    w = WORDS[language]
    with speaking(language):
        burndown, bars = burndown_svg(weight_by_day(), day=FRIDAY, calendar=CALENDAR), lights_svg(lights())
    text = (Column(w["what"], gives_way=True), Column(w["who"], gives_way=True), Column(w["by"]))
    decisions = Table(
        w["decisions"],
        (*text, Column(w["stops"], gives_way=True)),
        [(w["long"], w["owner"], "19.10.2018", w["why"]), *((each, w["owner"], "", "") for each in HOSTILE)],
    )
    lit: tuple[Cell, ...] = (
        Lit(Light.RED, w["red"]),
        Lit(Light.AMBER, w["amber"]),
        Lit(Light.GREY, w["grey"]),
        Lit(Light.GREEN, w["green"]),
    )
    by_stream = Table(
        f"{w['lights']}: {w['stream'].lower()}",
        (
            Column(w["stream"], gives_way=True),
            *(Column(str(n)) for n in (6, 7, 8, 9)),
            Column(w["stops"], gives_way=True),
        ),
        [
            (w["long"], *lit, w["why"]),
            (w["owner"], w["nodata"], *lit[1:], ""),
            ("3", *lit[:3], Lit(None, w["none"]), ""),
        ],
    )
    fridays = [each for each in weight_by_day() if each.day.weekday() == 4]
    figures = Table(
        w["burndown"],
        (
            Column(w["date"]),
            *(Column(w[key], is_number=True) for key in ("remaining", "ideal", "scope")),
            Column("", is_number=True),
        ),
        [(str(d.day), str(d.remaining or ""), str(d.ideal), str(d.scope or ""), "") for d in fridays],
    )
    weeks = Table(
        w["weeks"],
        (Column("Nr"), *(Column(w[key], is_number=True) for key in ("red", "amber", "grey", "green"))),
        [(str(n), "1", "2", "3", "4") for n in range(1, 14)],
    )
    sections = (
        Section("narrative", w["summary"], (Paragraph(f"{w['narrative']}\n{w['narrative']}"),)),
        Section("decisions", w["decisions"], (decisions,)),
        Section("lights", w["lights"], (by_stream, Figure(w["weeks"], bars, weeks))),
        Section(
            "results",
            w["done"],
            (Bullets((w["long"], w["narrative"], *HOSTILE[:2])), Figure(w["burndown"], burndown, figures)),
        ),
        Section("slips", w["slips"], (replace(decisions, caption=w["slips"], rows=decisions.rows[:3]),)),
    )
    footer = (f"{w['seal']}: {'0123456789abcdef' * 4}", w["narrative"])
    return Document(w["title"], language, w["lead"].split("|"), sections, footer)
