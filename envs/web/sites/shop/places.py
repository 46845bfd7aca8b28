"""Countries that the shop delivers to, with their states or provinces."""

from __future__ import annotations

from typing import Final

__all__ = ["COUNTRIES", "REGIONS", "country_name"]

COUNTRIES: Final[dict[str, str]] = {
    "US": "United States",
    "CA": "Canada",
    "GB": "United Kingdom",
    "AU": "Australia",
}

_US: Final = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|District of Columbia|Florida|Georgia|"
    "Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|"
    "Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|"
    "Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|"
    "Washington|West Virginia|Wisconsin|Wyoming"
)
_CA: Final = (
    "Alberta|British Columbia|Manitoba|New Brunswick|Newfoundland and Labrador|Northwest Territories|Nova Scotia|"
    "Nunavut|Ontario|Prince Edward Island|Quebec|Saskatchewan|Yukon Territory"
)
_AU: Final = (
    "Australian Capital Territory|New South Wales|Northern Territory|Queensland|South Australia|Tasmania|Victoria|"
    "Western Australia"
)

REGIONS: Final[dict[str, tuple[str, ...]]] = {
    "US": tuple(_US.split("|")),
    "CA": tuple(_CA.split("|")),
    "GB": ("England", "Northern Ireland", "Scotland", "Wales"),
    "AU": tuple(_AU.split("|")),
}


def country_name(country_id: str) -> str:
    """The country's name; the code itself where the shop does not know it."""
    return COUNTRIES.get(country_id, country_id)
