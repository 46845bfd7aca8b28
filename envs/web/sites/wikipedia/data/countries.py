"""Countries."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.web.sites.wikipedia.articles import Article, facts, grid, listed, vary

__all__ = ["COUNTRIES", "articles", "the"]

# Area in thousands of square kilometres; languages are official or spoken by the state. `core` rows carry a star.
COUNTRIES: Final = facts(
    "name continent capital currency languages area tld note",
    """
*Argentina|South America|Buenos Aires|peso|Spanish|2780|.ar|[[Aconcagua]], the highest mountain outside Asia, stands at its western border.
*Australia|Oceania|Canberra|Australian dollar|English|7692|.au|It is the only country that covers a whole continent.
*Austria|Europe|Vienna|euro|German|84|.at|[[Wolfgang Amadeus Mozart]] was born in Salzburg.
Bangladesh|Asia|Dhaka|taka|Bengali|148|.bd|Most of it lies in the delta of the [[Ganges]] and the Brahmaputra.
*Belgium|Europe|Brussels|euro|Dutch, French, German|31|.be|Its capital is the seat of many institutions of the European Union.
Bolivia|South America|Sucre|boliviano|Spanish and many indigenous languages|1099|.bo|The government sits at La Paz; [[Lake Titicaca]] lies at the border with [[Peru]].
Botswana|Africa|Gaborone|pula|English, Setswana|582|.bw|The Okavango river ends here in a great inland delta.
*Brazil|South America|Brasília|real|Portuguese|8516|.br|It is the largest country of South America and holds most of the [[Amazon River]]'s basin.
Bulgaria|Europe|Sofia|lev|Bulgarian|111|.bg|It is known for the roses grown for their oil.
Cambodia|Asia|Phnom Penh|riel|Khmer|181|.kh|The temples of Angkor appear on its flag.
*Canada|North America|Ottawa|Canadian dollar|English, French|9985|.ca|After [[Russia]] it is the second largest country of the world.
*Chile|South America|Santiago|Chilean peso|Spanish|756|.cl|It is more than 4,000 kilometres long but seldom wider than 200.
*China|Asia|Beijing|renminbi|Chinese|9597|.cn|The [[Great Wall of China]] runs across its north.
*Colombia|South America|Bogotá|Colombian peso|Spanish|1142|.co|It is the only country of South America with coasts on both the [[Pacific Ocean]] and the Caribbean Sea.
Costa Rica|North America|San José|colón|Spanish|51|.cr|It abolished its army after 1948.
Croatia|Europe|Zagreb|euro|Croatian|57|.hr|It adopted the euro at the beginning of 2023; before, its currency was the kuna.
Cuba|North America|Havana|Cuban peso|Spanish|110|.cu|It is the largest island of the Caribbean.
Cyprus|Asia|Nicosia|euro|Greek, Turkish|9|.cy|The island in the eastern Mediterranean belongs to the European Union.
Czech Republic|Europe|Prague|koruna|Czech|79|.cz|Together with [[Slovakia]] it formed Czechoslovakia until the end of 1992.
*Denmark|Europe|Copenhagen|krone|Danish|43|.dk|[[Niels Bohr]] founded an institute of physics in its capital.
Ecuador|South America|Quito|United States dollar|Spanish|256|.ec|It is named after the equator; the Galápagos Islands belong to it.
*Egypt|Africa|Cairo|Egyptian pound|Arabic|1002|.eg|Almost all of its people live along the [[Nile]]; the [[Great Pyramid of Giza]] stands near its capital.
Estonia|Europe|Tallinn|euro|Estonian|45|.ee|It offers many services of the state over the Internet.
Ethiopia|Africa|Addis Ababa|birr|Amharic and others|1104|.et|The Blue Nile rises in its highlands.
Fiji|Oceania|Suva|Fijian dollar|English, Fijian, Hindi|18|.fj|It consists of more than 300 islands.
*Finland|Europe|Helsinki|euro|Finnish, Swedish|338|.fi|[[Linus Torvalds]] wrote the first version of [[Linux]] while studying in its capital.
*France|Europe|Paris|euro|French|551|.fr|The area given is that of its part in Europe.
*Germany|Europe|Berlin|euro|German|358|.de|From 1949 until 1990 it was divided into two states.
Ghana|Africa|Accra|cedi|English|239|.gh|Lake Volta is one of the largest artificial lakes of the world.
*Greece|Europe|Athens|euro|Greek|132|.gr|The first modern Olympic Games were held in its capital in 1896.
Guatemala|North America|Guatemala City|quetzal|Spanish|109|.gt|Its currency has the name of the national bird.
*Hungary|Europe|Budapest|forint|Hungarian|93|.hu|The [[Danube]] flows through its capital.
*Iceland|Europe|Reykjavík|króna|Icelandic|103|.is|Its capital is the northernmost of all independent countries.
*India|Asia|New Delhi|Indian rupee|Hindi, English|3287|.in|The [[Taj Mahal]] stands at Agra.
*Indonesia|Asia|Jakarta|rupiah|Indonesian|1905|.id|It consists of more than 13,000 islands.
Iran|Asia|Tehran|rial|Persian|1648|.ir|It was long known abroad as Persia.
Iraq|Asia|Baghdad|Iraqi dinar|Arabic, Kurdish|438|.iq|The rivers Tigris and [[Euphrates]] cross it.
*Ireland|Europe|Dublin|euro|Irish, English|70|.ie|It shares its island with Northern Ireland, a part of the [[United Kingdom]].
Israel|Asia|Jerusalem|shekel|Hebrew|22|.il|Its eastern border meets the Dead Sea; the standing of Jerusalem is disputed.
*Italy|Europe|Rome|euro|Italian|302|.it|[[Galileo Galilei]] taught at Pisa and Padua.
Jamaica|North America|Kingston|Jamaican dollar|English|11|.jm|Reggae music comes from here.
*Japan|Asia|Tokyo|yen|Japanese|378|.jp|[[Mount Fuji]] is its highest mountain.
Jordan|Asia|Amman|Jordanian dinar|Arabic|89|.jo|The city of Petra was cut into its rocks.
Kazakhstan|Asia|Astana|tenge|Kazakh, Russian|2725|.kz|It is the largest country without access to the ocean.
*Kenya|Africa|Nairobi|Kenyan shilling|Swahili, English|580|.ke|The equator crosses it; [[Mount Kenya]] is its highest mountain.
Latvia|Europe|Riga|euro|Latvian|65|.lv|Its capital was a member of the Hanseatic League.
Laos|Asia|Vientiane|kip|Lao|237|.la|The [[Mekong]] forms much of its western border.
Lebanon|Asia|Beirut|Lebanese pound|Arabic|10|.lb|A cedar stands on its flag.
Lithuania|Europe|Vilnius|euro|Lithuanian|65|.lt|In 1990 it was the first Soviet republic to declare its independence.
Luxembourg|Europe|Luxembourg City|euro|Luxembourgish, French, German|2.6|.lu|It is the only grand duchy of the world.
Madagascar|Africa|Antananarivo|ariary|Malagasy, French|587|.mg|Lemurs live in the wild only here and on nearby islands.
*Malaysia|Asia|Kuala Lumpur|ringgit|Malay|330|.my|The [[Petronas Towers]] rise in its capital.
Malta|Europe|Valletta|euro|Maltese, English|0.3|.mt|It is the smallest member of the European Union.
*Mexico|North America|Mexico City|Mexican peso|Spanish|1964|.mx|Its capital stands where Tenochtitlan, the capital of the Aztecs, stood.
Mongolia|Asia|Ulaanbaatar|tögrög|Mongolian|1564|.mn|It is the most sparsely populated of all independent countries.
Morocco|Africa|Rabat|Moroccan dirham|Arabic, Tamazight|447|.ma|The university of al-Qarawiyyin in Fez was founded in the 9th century.
Mozambique|Africa|Maputo|metical|Portuguese|799|.mz|It became independent of [[Portugal]] in 1975.
Myanmar|Asia|Naypyidaw|kyat|Burmese|677|.mm|Until 2006 Yangon was its capital.
Namibia|Africa|Windhoek|Namibian dollar|English|824|.na|The Namib is one of the oldest deserts of the world.
Nepal|Asia|Kathmandu|Nepalese rupee|Nepali|147|.np|[[Mount Everest]] stands at its border with [[China]]; its flag is the only one that is not a rectangle.
*Netherlands|Europe|Amsterdam|euro|Dutch|42|.nl|About a quarter of its land lies below the level of the sea.
*New Zealand|Oceania|Wellington|New Zealand dollar|English, Māori|268|.nz|In 1893 it was the first country to let women vote.
*Nigeria|Africa|Abuja|naira|English|924|.ng|It has more inhabitants than any other country of Africa.
*Norway|Europe|Oslo|krone|Norwegian|385|.no|Its coast is cut by deep fjords.
Pakistan|Asia|Islamabad|Pakistani rupee|Urdu, English|796|.pk|Its main river is the [[Indus]]; [[K2]] stands at its border.
Panama|North America|Panama City|balboa|Spanish|75|.pa|The [[Panama Canal]] joins the [[Atlantic Ocean]] and the [[Pacific Ocean]].
Paraguay|South America|Asunción|guaraní|Spanish, Guaraní|407|.py|Its flag has different emblems on its two sides.
*Peru|South America|Lima|sol|Spanish, Quechua, Aymara|1285|.pe|The Inca city of [[Machu Picchu]] lies in its mountains.
Philippines|Asia|Manila|Philippine peso|Filipino, English|300|.ph|It consists of more than 7,000 islands.
*Poland|Europe|Warsaw|złoty|Polish|313|.pl|[[Nicolaus Copernicus]] and [[Marie Curie]] were born here.
*Portugal|Europe|Lisbon|euro|Portuguese|92|.pt|Cabo da Roca is the westernmost point of mainland Europe.
Qatar|Asia|Doha|Qatari riyal|Arabic|12|.qa|It held the football World Cup of 2022.
Romania|Europe|Bucharest|leu|Romanian|238|.ro|The [[Danube]] reaches the Black Sea here.
*Russia|Europe and Asia|Moscow|ruble|Russian|17098|.ru|It is the largest country of the world and spans eleven time zones.
Rwanda|Africa|Kigali|Rwandan franc|Kinyarwanda, English, French, Swahili|26|.rw|It is called the land of a thousand hills.
Saudi Arabia|Asia|Riyadh|Saudi riyal|Arabic|2150|.sa|No river flows through it all year.
Senegal|Africa|Dakar|CFA franc|French|197|.sn|Its capital lies on the westernmost point of mainland Africa.
Serbia|Europe|Belgrade|Serbian dinar|Serbian|88|.rs|[[Nikola Tesla]]'s ashes are kept in a museum of its capital.
*Singapore|Asia|Singapore|Singapore dollar|English, Malay, Mandarin, Tamil|0.7|.sg|It is both a city and a state.
Slovakia|Europe|Bratislava|euro|Slovak|49|.sk|Its capital lies at the borders with [[Austria]] and [[Hungary]].
Slovenia|Europe|Ljubljana|euro|Slovene|20|.si|Triglav, its highest mountain, appears on its flag.
*South Africa|Africa|Pretoria|rand|Afrikaans, English, isiZulu, isiXhosa and others|1221|.za|It has three capitals: Pretoria, Cape Town and Bloemfontein.
*South Korea|Asia|Seoul|won|Korean|100|.kr|Its alphabet, Hangul, was devised in the 15th century.
*Spain|Europe|Madrid|euro|Spanish|506|.es|The [[Sagrada Família]] in Barcelona has been under construction since 1882.
Sri Lanka|Asia|Sri Jayawardenepura Kotte|Sri Lankan rupee|Sinhala, Tamil|66|.lk|Until 1972 it was called Ceylon.
*Sweden|Europe|Stockholm|krona|Swedish|450|.se|[[Alfred Nobel]] was born in its capital, where most of his prizes are awarded.
*Switzerland|Europe|Bern|Swiss franc|German, French, Italian, Romansh|41|.ch|Its flag is square.
Tanzania|Africa|Dodoma|Tanzanian shilling|Swahili, English|945|.tz|[[Kilimanjaro]] is the highest mountain of Africa.
*Thailand|Asia|Bangkok|baht|Thai|513|.th|It was called Siam until 1939.
Tunisia|Africa|Tunis|Tunisian dinar|Arabic|164|.tn|The ruins of Carthage lie near its capital.
*Turkey|Asia and Europe|Ankara|Turkish lira|Turkish|784|.tr|Istanbul, its largest city, lies on two continents.
Uganda|Africa|Kampala|Ugandan shilling|English, Swahili|242|.ug|The White Nile leaves [[Lake Victoria]] here.
Ukraine|Europe|Kyiv|hryvnia|Ukrainian|604|.ua|Its currency has the name of a medieval measure of silver.
United Arab Emirates|Asia|Abu Dhabi|dirham|Arabic|84|.ae|The [[Burj Khalifa]], the tallest building of the world, stands at Dubai.
*United Kingdom|Europe|London|pound sterling|English|244|.uk|It consists of England, Scotland, Wales and Northern Ireland.
*United States|North America|Washington, D.C.|United States dollar|English|9834|.us|It is a federation of fifty states; English is spoken by most of its people.
Uruguay|South America|Montevideo|Uruguayan peso|Spanish|176|.uy|It won the first football World Cup in 1930.
Venezuela|South America|Caracas|bolívar|Spanish|916|.ve|Angel Falls is the highest waterfall of the world.
*Vietnam|Asia|Hanoi|đồng|Vietnamese|331|.vn|The [[Mekong]] reaches the sea in its south.
Zambia|Africa|Lusaka|kwacha|English|753|.zm|Victoria Falls lies at its border with [[Zimbabwe]].
Zimbabwe|Africa|Harare|several currencies|English, Shona, Ndebele and others|391|.zw|The stone ruins of Great Zimbabwe gave it its name.
""",
)

_WITH_ARTICLE: Final = (
    "Czech Republic",
    "Netherlands",
    "Philippines",
    "United Arab Emirates",
    "United Kingdom",
    "United States",
)
_REDIRECTS: Final = {
    "United States": ["USA", "United States of America", "U.S."],
    "United Kingdom": ["UK", "Great Britain"],
    "Czech Republic": ["Czechia"],
    "Netherlands": ["Holland"],
    "Myanmar": ["Burma"],
    "United Arab Emirates": ["UAE"],
    "South Korea": ["Republic of Korea"],
}


def the(name: str) -> str:
    """A country's name as it stands in a sentence."""
    return f"the {name}" if name in _WITH_ARTICLE else name


def _name(row: dict[str, str]) -> str:
    return row["name"].removeprefix("*")


def square_km(row: dict[str, str]) -> float:
    """The area in square kilometres."""
    return float(row["area"]) * 1000


def articles() -> list[Article]:
    """One article per country."""
    by_area = sorted(COUNTRIES, key=lambda row: -square_km(row))
    return [_article(row, by_area) for row in COUNTRIES]


def _article(row: dict[str, str], by_area: list[dict[str, str]]) -> Article:
    name, area = _name(row), f"{square_km(row):,.0f}"
    subject = the(name)[0].upper() + the(name)[1:]
    bold = subject.replace(name, f"'''{name}'''")
    languages = row["languages"]
    several = any(mark in languages for mark in (",", " and "))
    city_state = row["capital"] == name
    capital = "" if city_state else f" Its capital is [[{row['capital']}]]."
    lead = vary(
        name,
        f"{bold} is a country in {row['continent']}.{capital} {row['note']}",
        f"{bold} is a state in {row['continent']} with an area of about {area} square kilometres.{capital} {row['note']}",
    )
    continent = [each for each in by_area if row["continent"].split(" and ")[0] in each["continent"]]
    at = continent.index(row)
    low = max(0, min(at - 2, len(continent) - 5))
    near = continent[low : low + 5]
    currency = row["currency"]
    sections = [
        (
            "Language and money",
            [
                (
                    "p",
                    f"The main {'languages are' if several else 'language is'} {listed(languages.split(', '))}. "
                    + (
                        f"{subject} uses {currency}."
                        if currency.startswith("several")
                        else f"The currency is the {currency}."
                    ),
                )
            ],
        ),
        (
            "Area",
            [
                (
                    "p",
                    f"About {area} square kilometres belong to {the(name)}. Countries of {row['continent'].split(' and ')[0]} of a similar size:",
                ),
                grid(
                    ["Country", "Capital", "Area (km²)"],
                    [(f"[[{_name(each)}]]", f"[[{each['capital']}]]", f"{square_km(each):,.0f}") for each in near],
                ),
            ],
        ),
    ]
    return Article(
        name,
        "country",
        f"country in {row['continent']}",
        [lead],
        [
            ("Capital", "the city itself" if city_state else f"[[{row['capital']}]]"),
            ("Continent", row["continent"]),
            ("Languages" if several else "Language", languages),
            ("Currency", currency[0].upper() + currency[1:]),
            ("Area", f"about {area} km²"),
            ("Internet domain", row["tld"]),
        ],
        sections,
        [f"Countries of {each}" for each in row["continent"].split(" and ")] + ["Countries"],
        ["List of countries by area"],
        list(_REDIRECTS.get(name, ())),
        {
            "type": "bars",
            "title": "Area in thousands of km²",
            "rows": [
                (_name(each), float(each["area"]) if "." in each["area"] else int(each["area"]), each is row)
                for each in near
            ],
        },
        f"{subject} among countries of similar size",
        core=row["name"].startswith("*"),
    )
