"""The chemical elements."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.web.sites.wikipedia.articles import Article, facts, grid, vary

__all__ = ["articles", "category_of", "group_and_period"]

# Atomic weights of elements without stable isotopes are the mass number of the longest-lived one, in brackets.
ELEMENTS: Final = facts(
    "name symbol weight discovered note",
    """
Hydrogen|H|1.008|1766 by [[Henry Cavendish]]|Stars such as the [[Sun]] shine because hydrogen nuclei fuse in their cores.
Helium|He|4.0026|1868 in the spectrum of the [[Sun]]|It fills balloons and cools the magnets of medical scanners.
Lithium|Li|6.94|1817 by Johan August Arfwedson|Rechargeable batteries for phones and cars depend on it.
Beryllium|Be|9.0122|1798 by Louis-Nicolas Vauquelin|The mirrors of the James Webb Space Telescope are made of it.
Boron|B|10.81|1808 by Joseph Louis Gay-Lussac, Louis Jacques Thénard and [[Humphry Davy]]
  |Glass with boron oxide withstands sudden changes of temperature.
Carbon|C|12.011|prehistoric times|Diamond and graphite are two of its forms, and all known life is built on its compounds.
Nitrogen|N|14.007|1772 by Daniel Rutherford|It makes up about 78 percent of the air of [[Earth]].
Oxygen|O|15.999|the 1770s by Carl Wilhelm Scheele and [[Joseph Priestley]]|It makes up about 21 percent of the air of [[Earth]].
Fluorine|F|18.998|1886, when Henri Moissan isolated it|It is the most electronegative of all elements.
Neon|Ne|20.180|1898 by William Ramsay and Morris Travers|In a discharge tube it glows reddish orange.
Sodium|Na|22.990|1807 by [[Humphry Davy]]|Together with [[Chlorine|chlorine]] it forms table salt.
Magnesium|Mg|24.305|1808, when [[Humphry Davy]] isolated it|It burns with a brilliant white light.
Aluminium|Al|26.982|1825 by Hans Christian Ørsted|It is the most abundant metal in the crust of [[Earth]].
Silicon|Si|28.085|1824 by Jöns Jacob Berzelius|Computer chips and most solar cells are made from it.
Phosphorus|P|30.974|1669 by Hennig Brand|Brand found it while he boiled down urine; its white form glows in the dark.
Sulfur|S|32.06|ancient times|It is a yellow solid whose main product is sulfuric acid.
Chlorine|Cl|35.45|1774 by Carl Wilhelm Scheele|It disinfects drinking water and swimming pools.
Argon|Ar|39.95|1894 by Lord Rayleigh and William Ramsay|It is the third most abundant gas in the air of [[Earth]].
Potassium|K|39.098|1807 by [[Humphry Davy]]|Plants need it, so most of what is mined becomes fertiliser.
Calcium|Ca|40.078|1808, when [[Humphry Davy]] isolated it|Bones, teeth and limestone contain it.
Scandium|Sc|44.956|1879 by Lars Fredrik Nilson|[[Dmitri Mendeleev]] had predicted it as eka-boron.
Titanium|Ti|47.867|1791 by William Gregor|It is as strong as many steels at little more than half the weight.
Vanadium|V|50.942|1801 by Andrés Manuel del Río|It is named after Vanadís, another name of the Norse goddess Freyja.
Chromium|Cr|51.996|1797 by Louis-Nicolas Vauquelin|Stainless steel owes its resistance to rust to it.
Manganese|Mn|54.938|1774 by Johan Gottlieb Gahn|Almost all of it goes into the making of steel.
Iron|Fe|55.845|prehistoric times|By mass it is the most common element of the planet [[Earth]] as a whole.
Cobalt|Co|58.933|about 1735 by Georg Brandt|Its compounds have coloured glass blue since antiquity.
Nickel|Ni|58.693|1751 by Axel Fredrik Cronstedt|Coins and stainless steel contain it.
Copper|Cu|63.546|prehistoric times|After [[Silver|silver]] it is the best conductor of electricity among the elements.
Zinc|Zn|65.38|ancient times|A coat of it protects steel from rust.
Gallium|Ga|69.723|1875 by Paul-Émile Lecoq de Boisbaudran|It melts just below 30 °C, so it melts in the hand.
Germanium|Ge|72.630|1886 by Clemens Winkler|The first transistors were made of it.
Arsenic|As|74.922|the Middle Ages|Its compounds are notorious poisons.
Selenium|Se|78.971|1817 by Jöns Jacob Berzelius|It is named after the [[Moon]].
Bromine|Br|79.904|1826 by Antoine Jérôme Balard|It is the only nonmetal that is liquid at room temperature.
Krypton|Kr|83.798|1898 by William Ramsay and Morris Travers|Until 1983 the metre was defined by the light of one of its isotopes.
Rubidium|Rb|85.468|1861 by Robert Bunsen and Gustav Kirchhoff|It is named after the deep red lines of its spectrum.
Strontium|Sr|87.62|1790 by Adair Crawford|Its salts make fireworks red; its name comes from the Scottish village of Strontian.
Yttrium|Y|88.906|1794 by Johan Gadolin|It is one of four elements named after the Swedish village of Ytterby.
Zirconium|Zr|91.224|1789 by Martin Heinrich Klaproth|It clads the fuel of nuclear reactors.
Niobium|Nb|92.906|1801 by Charles Hatchett|For a long time it was also called columbium.
Molybdenum|Mo|95.95|1778 by Carl Wilhelm Scheele|It hardens steel and is essential to many enzymes.
Technetium|Tc|[97]|1937 by Emilio Segrè and Carlo Perrier|It was the first element to be made artificially.
Ruthenium|Ru|101.07|1844 by Karl Ernst Claus|It is named after a Latin word for [[Russia]].
Rhodium|Rh|102.91|1804 by William Hyde Wollaston|It cleans the exhaust of cars in catalytic converters.
Palladium|Pd|106.42|1802 by William Hyde Wollaston|It is named after the asteroid Pallas.
Silver|Ag|107.87|prehistoric times|It conducts heat and electricity better than any other metal.
Cadmium|Cd|112.41|1817 by Friedrich Stromeyer|It was used in rechargeable batteries and in yellow paint.
Indium|In|114.82|1863 by Ferdinand Reich and Theodor Richter|It is named after the indigo line of its spectrum.
Tin|Sn|118.71|prehistoric times|Melted together with [[Copper|copper]] it gives bronze.
Antimony|Sb|121.76|ancient times|Its symbol comes from the Latin name stibium.
Tellurium|Te|127.60|1782 by Franz-Joseph Müller von Reichenstein|Its name comes from the Latin word for earth.
Iodine|I|126.90|1811 by Bernard Courtois|The thyroid gland needs it; table salt is often enriched with it.
Xenon|Xe|131.29|1898 by William Ramsay and Morris Travers|It drives the ion engines of some spacecraft.
Caesium|Cs|132.91|1860 by Robert Bunsen and Gustav Kirchhoff|The second is defined by the radiation of one of its isotopes.
Barium|Ba|137.33|1808, when [[Humphry Davy]] isolated it|Its sulfate makes the digestive tract visible to X-rays.
Lanthanum|La|138.91|1839 by Carl Gustaf Mosander|It gives the series of the lanthanides its name.
Cerium|Ce|140.12|1803 by Jöns Jacob Berzelius, Wilhelm Hisinger and Martin Heinrich Klaproth
  |It is the most abundant of the rare earths and is named after the dwarf planet [[Ceres]].
Praseodymium|Pr|140.91|1885 by Carl Auer von Welsbach|Its name means green twin, after the colour of its salts.
Neodymium|Nd|144.24|1885 by Carl Auer von Welsbach|The strongest permanent magnets contain it.
Promethium|Pm|[145]|1945 at [[Oak Ridge National Laboratory]]|It is named after Prometheus, who stole fire from the gods.
Samarium|Sm|150.36|1879 by Paul-Émile Lecoq de Boisbaudran|It is named after the mineral samarskite.
Europium|Eu|151.96|1901 by Eugène-Anatole Demarçay|The banknotes of the euro carry its red glow as a security feature.
Gadolinium|Gd|157.25|1880 by Jean Charles Galissard de Marignac|Its compounds give contrast to images from magnetic resonance scanners.
Terbium|Tb|158.93|1843 by Carl Gustaf Mosander|It is one of four elements named after the Swedish village of Ytterby.
Dysprosium|Dy|162.50|1886 by Paul-Émile Lecoq de Boisbaudran|Its name comes from a Greek word for hard to get.
Holmium|Ho|164.93|1878|Its name comes from the Latin name of [[Stockholm]].
Erbium|Er|167.26|1843 by Carl Gustaf Mosander|It amplifies the light in long optical fibres.
Thulium|Tm|168.93|1879 by Per Teodor Cleve|Its name recalls Thule, the far north of ancient geographers.
Ytterbium|Yb|173.05|1878 by Jean Charles Galissard de Marignac|It is one of four elements named after the Swedish village of Ytterby.
Lutetium|Lu|174.97|1907|Its name comes from Lutetia, the Roman town where [[Paris]] stands.
Hafnium|Hf|178.49|1923 by Dirk Coster and George de Hevesy|Its name comes from the Latin name of [[Copenhagen]].
Tantalum|Ta|180.95|1802 by Anders Gustaf Ekeberg|Small capacitors in phones and computers are made with it.
Tungsten|W|183.84|1783, when the brothers Juan José and Fausto Elhuyar isolated it|It has the highest melting point of all metals, 3,422 °C.
Rhenium|Re|186.21|1925 by Walter Noddack, Ida Tacke and Otto Berg|It is named after the river [[Rhine]].
Osmium|Os|190.23|1803 by Smithson Tennant|It is the densest element that occurs in nature.
Iridium|Ir|192.22|1803 by Smithson Tennant|A thin layer rich in it marks the end of the age of dinosaurs.
Platinum|Pt|195.08|the 18th century in reports from South America|It serves as a catalyst and in jewellery.
Gold|Au|196.97|prehistoric times|It does not tarnish and can be beaten thinner than any other metal.
Mercury (element)|Hg|200.59|ancient times|It is the only metal that is liquid at room temperature.
Thallium|Tl|204.38|1861 by William Crookes|It is named after the green line of its spectrum.
Lead|Pb|207.2|ancient times|Its symbol comes from plumbum, the word from which plumber is derived.
Bismuth|Bi|208.98|the Middle Ages|Its crystals grow in colourful steps.
Polonium|Po|[209]|1898 by [[Marie Curie]] and Pierre Curie|It is named after [[Poland]], the home country of Marie Curie.
Astatine|At|[210]|1940 at the [[University of California, Berkeley]]|Hardly any of it exists on [[Earth]] at one time.
Radon|Rn|[222]|1899|It seeps from the ground and can gather in cellars.
Francium|Fr|[223]|1939 by Marguerite Perey|It is named after [[France]].
Radium|Ra|[226]|1898 by [[Marie Curie]] and Pierre Curie|Its paint once made the hands of watches glow.
Actinium|Ac|[227]|1899 by André-Louis Debierne|It gives the series of the actinides its name.
Thorium|Th|232.04|1829 by Jöns Jacob Berzelius|It is named after the Norse god Thor.
Protactinium|Pa|231.04|1913 by Kasimir Fajans and Oswald Helmuth Göhring|Its name means that it comes before [[Actinium|actinium]] in decay.
Uranium|U|238.03|1789 by Martin Heinrich Klaproth|It is the fuel of nuclear power stations and is named after the planet [[Uranus]].
Neptunium|Np|[237]|1940 by Edwin McMillan and Philip Abelson|It is named after the planet [[Neptune]].
Plutonium|Pu|[244]|1940 and 1941 by [[Glenn T. Seaborg]] and others|It is named after [[Pluto]] and powers some spacecraft far from the [[Sun]].
Americium|Am|[243]|1944 by [[Glenn T. Seaborg]] and others|Many smoke detectors contain a trace of it.
Curium|Cm|[247]|1944 by [[Glenn T. Seaborg]] and others|It is named after [[Marie Curie]] and Pierre Curie.
Berkelium|Bk|[247]|1949 at the [[University of California, Berkeley]]|It is named after the city of Berkeley in [[California]].
Californium|Cf|[251]|1950 at the [[University of California, Berkeley]]|It is named after the state and university of [[California]].
Einsteinium|Es|[252]|1952|It was found in the debris of the first hydrogen bomb and named after [[Albert Einstein]].
Fermium|Fm|[257]|1952|It was found in the debris of the first hydrogen bomb and named after [[Enrico Fermi]].
Mendelevium|Md|[258]|1955 at the [[University of California, Berkeley]]|It is named after [[Dmitri Mendeleev]].
Nobelium|No|[259]|the 1960s|It is named after [[Alfred Nobel]].
Lawrencium|Lr|[266]|1961|It is named after Ernest Lawrence, who invented the cyclotron.
Rutherfordium|Rf|[267]|the 1960s|It is named after [[Ernest Rutherford]].
Dubnium|Db|[268]|about 1970|It is named after Dubna, a town near [[Moscow]].
Seaborgium|Sg|[269]|1974|It is named after [[Glenn T. Seaborg]], who was alive at the time.
Bohrium|Bh|[270]|1981 at Darmstadt|It is named after [[Niels Bohr]].
Hassium|Hs|[269]|1984 at Darmstadt|It is named after Hesse, a state of [[Germany]].
Meitnerium|Mt|[278]|1982 at Darmstadt|It is named after [[Lise Meitner]].
Darmstadtium|Ds|[281]|1994 at Darmstadt|It is named after the city of Darmstadt in [[Germany]].
Roentgenium|Rg|[282]|1994 at Darmstadt|It is named after Wilhelm Röntgen, who discovered X-rays.
Copernicium|Cn|[285]|1996 at Darmstadt|It is named after [[Nicolaus Copernicus]].
Nihonium|Nh|[286]|2004 in [[Japan]]|It is named after a Japanese word for [[Japan]].
Flerovium|Fl|[289]|1999 at Dubna|It is named after a laboratory that bears the name of Georgy Flyorov.
Moscovium|Mc|[290]|2003 at Dubna|It is named after the region around [[Moscow]].
Livermorium|Lv|[293]|2000 at Dubna|It is named after a laboratory at Livermore in [[California]].
Tennessine|Ts|[294]|2010 at Dubna|It is named after the state of [[Tennessee]].
Oganesson|Og|[294]|2002 at Dubna|It is named after Yuri Oganessian.
""",
)

_CORE: Final = frozenset(range(1, 37)) | {47, 50, 53, 54, 55, 74, 78, 79, 80, 82, 86, 88, 92, 94}
_CATEGORIES: Final = {
    "alkali metal": (3, 11, 19, 37, 55, 87),
    "alkaline earth metal": (4, 12, 20, 38, 56, 88),
    "post-transition metal": (13, 31, 49, 50, 81, 82, 83, 84),
    "metalloid": (5, 14, 32, 33, 51, 52),
    "reactive nonmetal": (1, 6, 7, 8, 15, 16, 34),
    "halogen": (9, 17, 35, 53, 85),
    "noble gas": (2, 10, 18, 36, 54, 86),
    "lanthanide": tuple(range(57, 72)),
    "actinide": tuple(range(89, 104)),
    "transition metal": (*range(21, 31), *range(39, 49), *range(72, 81), *range(104, 109)),
}
_GASES: Final = (1, 2, 7, 8, 9, 10, 17, 18, 36, 54, 86)
_PLURALS: Final = {"halogen": "Halogens", "noble gas": "Noble gases", "metalloid": "Metalloids"}


def category_of(number: int) -> str:
    """What sort of element it is; the heaviest are not known well enough."""
    return next((name for name, numbers in _CATEGORIES.items() if number in numbers), "superheavy element")


def group_and_period(number: int) -> tuple[int | None, int]:
    """Column (None in the f-block) and row of the periodic table."""
    ends = (2, 10, 18, 36, 54, 86, 118)
    period = next(row for row, end in enumerate(ends, 1) if number <= end)
    if 57 <= number <= 70 or 89 <= number <= 102:
        return None, period
    before_end = ends[period - 1] - number
    position = number - (ends[period - 2] if period > 1 else 0)
    if position <= 2 and not (period == 1 and number == 2):
        return position, period
    return 18 - before_end, period


def _cells() -> list[tuple[int, int, str]]:
    """Column and row of each element's cell in the drawing; the f-block lies below the rest."""
    cells = []
    for number in range(1, len(ELEMENTS) + 1):
        group, period = group_and_period(number)
        column = group - 1 if group else 2 + (number - 57 if period == 6 else number - 89)
        cells.append((column, period - 1 if group else period + 1, category_of(number)))
    return cells


def _phase(number: int) -> str:
    if number in _GASES:
        return "gas"
    if number in (35, 80):
        return "liquid"
    return "solid" if number <= 99 else "not known for certain"


def _origin(number: int, name: str, found: str) -> str:
    """When the element was found, or made for the first time."""
    if "times" in found or "Middle Ages" in found:
        return f"{name} has been known since {found}."
    made = "made" if number >= 95 or number in (43, 61, 85, 93) else "discovered"
    return f"{name} was first {made} in {found}.".replace("in about", "about")


def articles() -> list[Article]:
    """One article per element."""
    cells = _cells()
    return [_article(number, row, cells) for number, row in enumerate(ELEMENTS, 1)]


def _article(number: int, row: dict[str, str], cells: list[tuple[int, int, str]]) -> Article:
    title, symbol = row["name"], row["symbol"]
    name = title.split(" (")[0]
    sort = category_of(number)
    group, period = group_and_period(number)
    phase = _phase(number)
    article = "an" if sort[0] in "aeiou" else "a"
    lead = vary(
        title,
        f"'''{name}''' is a [[chemical element]] with the symbol '''{symbol}''' and [[atomic number]] {number}.",
        f"'''{name}''' (symbol '''{symbol}''') is the [[chemical element]] with [[atomic number]] {number}.",
    )
    place = f"in group {group} and period {period}" if group else f"in period {period}, within the f-block,"
    lead += f" It is {article} {sort} and stands {place} of the [[periodic table]]. {row['note']}"
    state = f" At room temperature and normal pressure it is a {phase}." if phase in ("gas", "liquid", "solid") else ""
    origin = _origin(number, name, row["discovered"])
    neighbours = [ELEMENTS[at - 1]["name"] for at in (number - 1, number + 1) if 1 <= at <= len(ELEMENTS)]
    same = [
        (str(n), f"[[{e['name']}]]", e["symbol"], e["weight"])
        for n, e in enumerate(ELEMENTS, 1)
        if group is not None and group_and_period(n)[0] == group
    ]
    sections = [
        (
            "Properties",
            [
                (
                    "p",
                    f"The standard atomic weight of {name.lower()} is {row['weight']}.{state} "
                    f"A neutral atom has {number} {'proton' if number == 1 else 'protons'} in its nucleus and as many electrons around it.",
                )
            ],
        ),
        ("History", [("p", origin)]),
    ]
    if len(same) > 1:
        sections.append(
            (
                f"Group {group}",
                [
                    ("p", f"These elements share group {group} with {name.lower()}, or are {name.lower()} itself."),
                    grid(["Number", "Element", "Symbol", "Atomic weight"], same),
                ],
            )
        )
    plural = _PLURALS.get(sort, sort.capitalize() + "s")
    return Article(
        title,
        "element",
        f"chemical element {number}, {sort}",
        [lead],
        [
            ("Symbol", symbol),
            ("Atomic number", str(number)),
            ("Atomic weight", row["weight"]),
            ("Category", sort.capitalize()),
            ("Group", str(group) if group else "none (f-block)"),
            ("Period", str(period)),
            ("State at 20 °C", phase.capitalize()),
            ("Discovery", row["discovered"][0].upper() + row["discovered"][1:]),
        ],
        sections,
        ["Chemical elements", plural],
        [*neighbours, "List of chemical elements"],
        [symbol] if len(symbol) > 1 and symbol not in ("In", "As", "At", "He", "No", "Am") else [],
        {
            "type": "element",
            "number": number,
            "symbol": symbol,
            "weight": row["weight"],
            "category": sort,
            "cells": cells,
        },
        f"{name} in the periodic table",
        core=number in _CORE,
    )
