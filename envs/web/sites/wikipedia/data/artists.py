"""Writers, painters, composers, and leaders."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.web.sites.wikipedia.articles import Article
from osgenesis.envs.web.sites.wikipedia.data.people import people

__all__ = ["articles"]

_ROWS: Final = """
*William Shakespeare|1564–1616|Stratford-upon-Avon|United Kingdom|playwright and poet|Hamlet, Macbeth and about 35 other plays|Many of his plays were first shown at the Globe in [[London]].
*Charles Dickens|1812–1870|Portsmouth|United Kingdom|writer|Oliver Twist and A Christmas Carol|Most of his novels appeared in instalments.
*Jane Austen|1775–1817|Steventon|United Kingdom|writer|Pride and Prejudice|Her novels appeared without her name.
*Mark Twain|1835–1910|Florida|Missouri|writer|Adventures of Huckleberry Finn|His real name was Samuel Langhorne Clemens; he worked as a pilot on the [[Mississippi River]].
*Edgar Allan Poe|1809–1849|Boston|Massachusetts|writer and poet|The Raven|He wrote some of the first detective stories.
*Ernest Hemingway|1899–1961|Oak Park|Illinois|writer|The Old Man and the Sea|He received the Nobel Prize in Literature of 1954.
*Stephen King|1947–|Portland|Maine|writer|novels of horror such as The Shining|He was born in [[Portland]] and has lived for decades in Bangor, both in [[Maine]].
*Leo Tolstoy|1828–1910|Yasnaya Polyana|Russia|writer|War and Peace and Anna Karenina|He gave up the rights to his later works.
Fyodor Dostoevsky|1821–1881|Moscow|Russia|writer|Crime and Punishment|He spent four years in a camp in Siberia.
*Johann Wolfgang von Goethe|1749–1832|Frankfurt|Germany|writer|Faust|He was also a minister of state and studied colours and plants.
*Miguel de Cervantes|1547–1616|Alcalá de Henares|Spain|writer|Don Quixote|He lost the use of a hand in the battle of Lepanto.
*Dante Alighieri|about 1265–1321|Florence|Italy|poet|Divine Comedy|He died in exile at Ravenna.
*Victor Hugo|1802–1885|Besançon|France|writer|Les Misérables|He lived in exile on the island of Guernsey.
Jules Verne|1828–1905|Nantes|France|writer|Around the World in Eighty Days|His novels imagined submarines and flights to the [[Moon]].
*Agatha Christie|1890–1976|Torquay|United Kingdom|writer|novels about Hercule Poirot and Miss Marple|Her play The Mousetrap has been staged in [[London]] since 1952.
George Orwell|1903–1950|Motihari|India|writer|Nineteen Eighty-Four and Animal Farm|His real name was Eric Arthur Blair.
J. R. R. Tolkien|1892–1973|Bloemfontein|South Africa|writer|The Lord of the Rings|He was a professor of English at the [[University of Oxford]].
*Leonardo da Vinci|1452–1519|Vinci|Italy|painter and engineer|Mona Lisa and The Last Supper|His notebooks are written from right to left.
*Michelangelo|1475–1564|Caprese|Italy|sculptor and painter|ceiling of the Sistine Chapel|He also carved the David at [[Florence]].
*Vincent van Gogh|1853–1890|Zundert|Netherlands|painter|The Starry Night|He painted for only about ten years; a museum of his works stands in [[Amsterdam]].
*Claude Monet|1840–1926|Paris|France|painter|paintings of water lilies|A picture of his gave impressionism its name.
*Rembrandt|1606–1669|Leiden|Netherlands|painter|The Night Watch|His painting hangs in the [[Rijksmuseum]].
*Pablo Picasso|1881–1973|Málaga|Spain|painter|Guernica and cubism|His painting of a bombed town hangs in [[Madrid]].
*Frida Kahlo|1907–1954|Mexico City|Mexico|painter|self-portraits|The house of her family is now a museum.
Johannes Vermeer|1632–1675|Delft|Netherlands|painter|Girl with a Pearl Earring|Fewer than 40 paintings of his are known.
*Andy Warhol|1928–1987|Pittsburgh|Pennsylvania|artist|pictures of soup cans and of celebrities|He studied at what is now [[Carnegie Mellon University]]; a museum of his works stands in [[Pittsburgh]].
*Wolfgang Amadeus Mozart|1756–1791|Salzburg|Austria|composer|The Magic Flute and more than 600 other works|He began to compose at the age of five.
*Ludwig van Beethoven|1770–1827|Bonn|Germany|composer|nine symphonies|He went on composing after he had lost his hearing.
*Johann Sebastian Bach|1685–1750|Eisenach|Germany|composer|Brandenburg Concertos and many cantatas|He was in charge of music at St. Thomas in Leipzig.
Frédéric Chopin|1810–1849|Żelazowa Wola|Poland|composer|music for the piano|He spent half of his life in [[Paris]].
Pyotr Ilyich Tchaikovsky|1840–1893|Votkinsk|Russia|composer|Swan Lake and The Nutcracker|He conducted at the opening of Carnegie Hall in 1891.
Giuseppe Verdi|1813–1901|Le Roncole|Italy|composer|Aida and La traviata|Aida was first shown in [[Cairo]].
*Louis Armstrong|1901–1971|New Orleans|Louisiana|musician|trumpet and singing in jazz|He grew up where [[jazz|Jazz]] was born.
*Elvis Presley|1935–1977|Tupelo|Mississippi|singer|rock and roll|His house Graceland in Memphis is open to visitors.
*Mahatma Gandhi|1869–1948|Porbandar|India|lawyer and political leader|peaceful struggle for the independence of India|He was shot in New Delhi.
*Nelson Mandela|1918–2013|Mvezo|South Africa|lawyer and political leader|end of apartheid|He spent 27 years in prison and was president of [[South Africa]] from 1994 to 1999.
*Martin Luther King Jr.|1929–1968|Atlanta|Georgia (U.S. state)|minister and political leader|speech I Have a Dream|He received the Nobel Peace Prize of 1964.
Winston Churchill|1874–1965|Woodstock|United Kingdom|politician and writer|leadership in the Second World War|He received the Nobel Prize in Literature of 1953.
*Napoleon|1769–1821|Ajaccio|France|general and emperor|wars that bear the name of the emperor|He was defeated at Waterloo in 1815 and died on the island of Saint Helena.
*Julius Caesar|100–44 BC|Rome|Italy|general and statesman|conquest of Gaul|He was stabbed on the Ides of March.
*Cleopatra|69–30 BC|Alexandria|Egypt|queen|reign over Egypt|She was the last active ruler of her dynasty.
*Andrew Carnegie|1835–1919|Dunfermline|United Kingdom|manufacturer|steel industry and gifts to libraries|He founded what is now [[Carnegie Mellon University]].
*Fred Rogers|1928–2003|Latrobe|Pennsylvania|television host|Mister Rogers' Neighborhood|His television programme was filmed in [[Pittsburgh]] by the station WQED.
Marco Polo|1254–1324|Venice|Italy|merchant and traveller|report about travels to China|He was away from home for 24 years.
*Christopher Columbus|1451–1506|Genoa|Italy|navigator|crossings of the Atlantic Ocean|He reached the Caribbean in 1492.
Ferdinand Magellan|1480–1521|Porto region|Portugal|navigator|first voyage around the world|He died in the Philippines before the voyage was completed.
James Cook|1728–1779|Marton|United Kingdom|navigator|three voyages in the Pacific Ocean|He was killed in [[Hawaii]].
Amelia Earhart|1897–1937|Atchison|Kansas|pilot|solo flight across the Atlantic Ocean|She disappeared over the [[Pacific Ocean]]; the year of her death is when she was last heard of.
Roald Amundsen|1872–1928|Borge|Norway|explorer|first journey to the South Pole|He reached the pole on December 14, 1911.
*Edmund Hillary|1919–2008|Auckland|New Zealand|mountaineer|first ascent of Mount Everest|He and Tenzing Norgay reached the summit of [[Mount Everest]] on May 29, 1953.
"""


def articles() -> list[Article]:
    """One article per person."""
    return people(_ROWS, "Artists and leaders")
