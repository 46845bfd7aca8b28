"""Scientists, mathematicians, inventors and explorers."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.web.sites.wikipedia.articles import Article
from osgenesis.envs.web.sites.wikipedia.data.people import people

__all__ = ["articles"]

_ROWS: Final = """
*Albert Einstein|1879–1955|Ulm|Germany|physicist|theory of relativity|He explained the photoelectric effect, for which he received the Nobel Prize in Physics of 1921.
*Isaac Newton|1643–1727|Woolsthorpe|United Kingdom|physicist and mathematician|laws of motion and gravitation|His Principia of 1687 explained the orbits of the planets and the fall of bodies by the same force.
*Marie Curie|1867–1934|Warsaw|Poland|physicist and chemist|research on radioactivity|She received the Nobel Prize in Physics of 1903 and that in Chemistry of 1911, and discovered [[Polonium|polonium]] and [[Radium|radium]].
*Charles Darwin|1809–1882|Shrewsbury|United Kingdom|naturalist|theory of evolution|He sailed around the world on the Beagle and published On the Origin of Species in 1859.
*Galileo Galilei|1564–1642|Pisa|Italy|astronomer and physicist|observations with the telescope|In 1610 he discovered four moons of [[Jupiter]]: [[Io]], [[Europa]], [[Ganymede]] and [[Callisto]].
*Nicolaus Copernicus|1473–1543|Toruń|Poland|astronomer|model of the planets with the Sun at its centre|His book on the revolutions of the heavenly spheres appeared in the year of his death.
*Johannes Kepler|1571–1630|Weil der Stadt|Germany|astronomer|laws of the motion of planets|He found that planets move on ellipses.
*Nikola Tesla|1856–1943|Smiljan|Croatia|inventor|alternating current|A unit of magnetic flux density has his name.
*Thomas Edison|1847–1931|Milan|Ohio|inventor|phonograph and electric light|He held more than a thousand patents in the [[United States]].
*Ada Lovelace|1815–1852|London|United Kingdom|mathematician|notes on the Analytical Engine|She published what is often called the first program, for a machine designed by [[Charles Babbage]].
*Charles Babbage|1791–1871|London|United Kingdom|mathematician|Difference Engine and Analytical Engine|His machines were never finished in his lifetime.
*Alan Turing|1912–1954|London|United Kingdom|mathematician|theory of computation|He described a machine that can compute whatever is computable and helped to break the Enigma cipher; the [[Turing Award]] has his name.
*Richard Feynman|1918–1988|New York City|New York (state)|physicist|quantum electrodynamics|He shared the Nobel Prize in Physics of 1965 and drew diagrams of particles that have his name.
*Niels Bohr|1885–1962|Copenhagen|Denmark|physicist|model of the atom|He received the Nobel Prize in Physics of 1922.
*Max Planck|1858–1947|Kiel|Germany|physicist|quantum theory|He received the Nobel Prize in Physics of 1918.
*Werner Heisenberg|1901–1976|Würzburg|Germany|physicist|uncertainty principle|He received the Nobel Prize in Physics of 1932.
Erwin Schrödinger|1887–1961|Vienna|Austria|physicist|wave equation of quantum mechanics|He shared the Nobel Prize in Physics of 1933.
Paul Dirac|1902–1984|Bristol|United Kingdom|physicist|relativistic theory of the electron|He shared the Nobel Prize in Physics of 1933 and predicted antimatter.
*Enrico Fermi|1901–1954|Rome|Italy|physicist|first nuclear reactor|He received the Nobel Prize in Physics of 1938 and built the reactor at the [[University of Chicago]].
*J. Robert Oppenheimer|1904–1967|New York City|New York (state)|physicist|direction of the laboratory at Los Alamos|The first nuclear weapons were developed under him.
*Lise Meitner|1878–1968|Vienna|Austria|physicist|nuclear fission|She and her nephew Otto Frisch explained how a nucleus of [[Uranium|uranium]] splits.
*Ernest Rutherford|1871–1937|Brightwater|New Zealand|physicist|discovery of the atomic nucleus|He received the Nobel Prize in Chemistry of 1908.
*Michael Faraday|1791–1867|London|United Kingdom|physicist and chemist|electromagnetic induction|He began as an apprentice of a bookbinder.
*James Clerk Maxwell|1831–1879|Edinburgh|United Kingdom|physicist|equations of electromagnetism|He showed that light is an electromagnetic wave.
*Dmitri Mendeleev|1834–1907|Tobolsk|Russia|chemist|periodic table|He left gaps for elements that were discovered later.
Antoine Lavoisier|1743–1794|Paris|France|chemist|role of oxygen in burning|He died under the guillotine.
*Louis Pasteur|1822–1895|Dole|France|chemist and microbiologist|germ theory and vaccines|Heating milk to keep it longer is named after him.
Robert Koch|1843–1910|Clausthal|Germany|physician|discovery of the bacterium of tuberculosis|He received the Nobel Prize in Physiology or Medicine of 1905.
*Alexander Fleming|1881–1955|Darvel|United Kingdom|physician|discovery of penicillin|He shared the Nobel Prize in Physiology or Medicine of 1945.
*Gregor Mendel|1822–1884|Hynčice|Czech Republic|biologist|laws of heredity|He grew peas in the garden of a monastery at Brno.
*Rosalind Franklin|1920–1958|London|United Kingdom|chemist|X-ray pictures of DNA|Her pictures helped to find the structure of DNA in 1953.
Francis Crick|1916–2004|Northampton|United Kingdom|biologist|structure of DNA|He shared the Nobel Prize in Physiology or Medicine of 1962.
*Stephen Hawking|1942–2018|Oxford|United Kingdom|physicist|theory of black holes|He wrote A Brief History of Time.
*Edwin Hubble|1889–1953|Marshfield|Missouri|astronomer|expansion of the universe|A space telescope has his name.
*William Herschel|1738–1822|Hanover|Germany|astronomer|discovery of Uranus|He discovered [[Uranus]] in 1781 and two of its moons; he was a musician first.
Caroline Herschel|1750–1848|Hanover|Germany|astronomer|discovery of comets|She worked with her brother [[William Herschel]].
*Christiaan Huygens|1629–1695|The Hague|Netherlands|physicist and astronomer|pendulum clock and discovery of Titan|He explained the rings of [[Saturn]].
*Giovanni Domenico Cassini|1625–1712|Perinaldo|Italy|astronomer|discovery of moons of Saturn|A gap in the rings of [[Saturn]] has his name.
Gerard Kuiper|1905–1973|Harenkarspel|Netherlands|astronomer|moons and the outer Solar System|A belt of small bodies beyond [[Neptune]] has his name.
*Leonhard Euler|1707–1783|Basel|Switzerland|mathematician|foundations of analysis and graph theory|He solved the problem of the seven bridges of Königsberg.
*Carl Friedrich Gauss|1777–1855|Brunswick|Germany|mathematician|number theory|He calculated where the lost [[Ceres]] would be found again.
Bernhard Riemann|1826–1866|Breselenz|Germany|mathematician|geometry of curved spaces|A conjecture of his about prime numbers is still unproved.
*Emmy Noether|1882–1935|Erlangen|Germany|mathematician|abstract algebra|Her theorem links symmetries with conserved quantities.
Srinivasa Ramanujan|1887–1920|Erode|India|mathematician|number theory|He found many of his results without formal training.
*Blaise Pascal|1623–1662|Clermont-Ferrand|France|mathematician and philosopher|probability and a calculating machine|A unit of pressure and a programming language have his name.
*René Descartes|1596–1650|La Haye|France|philosopher and mathematician|analytic geometry|He wrote: I think, therefore I am.
*Gottfried Wilhelm Leibniz|1646–1716|Leipzig|Germany|philosopher and mathematician|calculus|He invented the calculus independently of [[Isaac Newton]] and described binary numbers.
Pierre-Simon Laplace|1749–1827|Beaumont-en-Auge|France|mathematician and astronomer|celestial mechanics|He also worked out much of the theory of probability.
*Humphry Davy|1778–1829|Penzance|United Kingdom|chemist|discovery of elements by electrolysis|He isolated [[Sodium|sodium]], [[Potassium|potassium]] and several other metals.
*Henry Cavendish|1731–1810|Nice|United Kingdom|physicist and chemist|discovery of hydrogen|He measured the density of the [[Earth]].
Joseph Priestley|1733–1804|Birstall|United Kingdom|chemist|discovery of oxygen|He also invented water with carbon dioxide in it.
*Alfred Nobel|1833–1896|Stockholm|Sweden|chemist and manufacturer|dynamite and the Nobel Prizes|He left his fortune to a fund for five prizes.
*Benjamin Franklin|1706–1790|Boston|Massachusetts|inventor and statesman|lightning rod|He signed the Declaration of Independence and founded the [[University of Pennsylvania]].
*Alexander Graham Bell|1847–1922|Edinburgh|United Kingdom|inventor|telephone|He received his patent of the telephone in 1876.
*Johannes Gutenberg|about 1400–1468|Mainz|Germany|inventor|printing with movable type in Europe|He printed a Bible in the 1450s.
*Neil Armstrong|1930–2012|Wapakoneta|Ohio|astronaut|first steps on the Moon|He commanded Apollo 11 and stepped onto the [[Moon]] on July 20, 1969 (UTC: July 21).
*Buzz Aldrin|1930–|Glen Ridge|New Jersey|astronaut|second person on the Moon|He flew with [[Neil Armstrong]] on Apollo 11.
*Yuri Gagarin|1934–1968|Klushino|Russia|cosmonaut|first person in space|He circled the [[Earth]] once on April 12, 1961.
Valentina Tereshkova|1937–|Bolshoye Maslennikovo|Russia|cosmonaut|first woman in space|She circled the [[Earth]] 48 times in June 1963.
*Katherine Johnson|1918–2020|White Sulphur Springs|West Virginia|mathematician|calculation of orbits|She worked for NASA; the film Hidden Figures tells of her.
*John Forbes Nash Jr.|1928–2015|Bluefield|West Virginia|mathematician|Nash equilibrium in game theory|He studied at the [[Carnegie Mellon University|Carnegie Institute of Technology, today Carnegie Mellon University]], as an undergraduate and shared the Nobel Memorial Prize in Economic Sciences of 1994; [[A Beautiful Mind (film)|A Beautiful Mind]] portrays him.
*Glenn T. Seaborg|1912–1999|Ishpeming|Michigan|chemist|discovery of plutonium and other elements|He shared the Nobel Prize in Chemistry of 1951; [[Seaborgium|seaborgium]] has his name.
Jane Goodall|1934–|London|United Kingdom|zoologist|study of chimpanzees|She observed chimpanzees in [[Tanzania]] from 1960.
*Rachel Carson|1907–1964|Springdale|Pennsylvania|biologist and writer|Silent Spring|Her book of 1962 warned of pesticides; she studied at what is now [[Chatham University]].
Carl Sagan|1934–1996|New York City|New York (state)|astronomer and writer|popular science|He presented the television series Cosmos.
*Vera Rubin|1928–2016|Philadelphia|Pennsylvania|astronomer|rotation of galaxies|Her measurements gave evidence for dark matter.
*Archimedes|about 287–212 BC|Syracuse|Italy|mathematician and engineer|law of buoyancy|He was killed when Romans took his town.
*Carl Linnaeus|1707–1778|Råshult|Sweden|botanist|names of species in two words|He was a professor at [[Uppsala University|Uppsala]].
Alexander von Humboldt|1769–1859|Berlin|Germany|naturalist and explorer|geography of plants|He travelled in South America from 1799 to 1804.
*Wright brothers|1867–1948|Millville and Dayton|Indiana|inventors|first powered flight|Orville and Wilbur Wright flew near Kitty Hawk in [[North Carolina]] on December 17, 1903; Wilbur was born in 1867, Orville died in 1948.
"""


def articles() -> list[Article]:
    """One article per person."""
    return people(_ROWS, "Scientists and inventors")
