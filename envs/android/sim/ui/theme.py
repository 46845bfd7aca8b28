"""Sizes, type scale and colours: the Material 3 look that every screen of the embedded phone shares."""

from dataclasses import dataclass

Color = tuple[int, int, int] | tuple[int, int, int, int]

DENSITY = 2.625  # px per dp: 420 dpi, Pixel 6
STATUS_BAR_PX = 128
NAVIGATION_BAR_PX = 126

FILL = -1  # as a width or height: take all that the parent offers


def dp(value: float) -> int:
    """Density-independent pixels to px."""
    return int(value * DENSITY + 0.5)


# Type scale in px (sp x density), Material 3 names.
DISPLAY = dp(57)
DISPLAY_SMALL = dp(36)
HEADLINE = dp(28)
HEADLINE_SMALL = dp(24)
TITLE_LARGE = dp(22)
TITLE = dp(18)
BODY = dp(16)
BODY_MEDIUM = dp(14)
LABEL = dp(12)
LABEL_SMALL = dp(11)


@dataclass(frozen=True)
class Theme:
    """The colours of an app, by Material 3 role."""

    primary: Color = (11, 87, 208)
    on_primary: Color = (255, 255, 255)
    primary_container: Color = (211, 227, 253)
    on_primary_container: Color = (4, 30, 73)
    secondary_container: Color = (218, 226, 249)
    on_secondary_container: Color = (18, 28, 48)
    surface: Color = (253, 251, 255)
    surface_container: Color = (240, 241, 249)
    surface_high: Color = (230, 232, 240)
    on_surface: Color = (27, 27, 31)
    on_surface_variant: Color = (68, 71, 79)
    outline: Color = (117, 119, 127)
    outline_variant: Color = (197, 198, 208)
    error: Color = (186, 26, 26)
    on_error: Color = (255, 255, 255)
    bar: Color | None = None  # app bar background; None takes the surface colour
    on_bar: Color | None = None
    dark: bool = False


LIGHT = Theme()

DARK = Theme(
    primary=(168, 199, 250),
    on_primary=(6, 46, 111),
    primary_container=(8, 66, 160),
    on_primary_container=(211, 227, 253),
    secondary_container=(62, 71, 89),
    on_secondary_container=(218, 226, 249),
    surface=(27, 27, 31),
    surface_container=(38, 39, 44),
    surface_high=(50, 51, 57),
    on_surface=(227, 226, 230),
    on_surface_variant=(197, 198, 208),
    outline=(143, 144, 154),
    outline_variant=(68, 71, 79),
    error=(255, 180, 171),
    on_error=(105, 0, 5),
    dark=True,
)


def tinted(seed: Color, *, dark: bool = False, bar: bool = False) -> Theme:
    """A theme around one colour: the seed as primary, pale mixes of it as containers.

    Args:
        seed: The app's own colour, strong enough to carry white text.
        dark: Build the dark variant.
        bar: Paint the app bar in the seed colour (the look of Material 2 apps).
    """
    base = DARK if dark else LIGHT
    white, black = (255, 255, 255), (0, 0, 0)
    if dark:
        primary = mix(seed, white, 0.55)
        return _with(
            base,
            primary=primary,
            on_primary=mix(seed, black, 0.6),
            primary_container=mix(seed, black, 0.35),
            on_primary_container=mix(seed, white, 0.85),
            secondary_container=mix(seed, base.surface, 0.72),
            on_secondary_container=mix(seed, white, 0.8),
            bar=mix(seed, black, 0.45) if bar else None,
            on_bar=white if bar else None,
        )
    return _with(
        base,
        primary=seed,
        on_primary=white,
        primary_container=mix(seed, white, 0.82),
        on_primary_container=mix(seed, black, 0.6),
        secondary_container=mix(seed, white, 0.86),
        on_secondary_container=mix(seed, black, 0.7),
        surface=mix(seed, white, 0.985),
        surface_container=mix(seed, white, 0.94),
        surface_high=mix(seed, white, 0.9),
        bar=seed if bar else None,
        on_bar=white if bar else None,
    )


def mix(first: Color, second: Color, share: float) -> tuple[int, int, int]:
    """The colour `share` of the way from the first to the second."""
    r, g, b = (int(a + (c - a) * share + 0.5) for a, c in zip(first[:3], second[:3], strict=True))
    return (r, g, b)


def _with(theme: Theme, **changes: Color | None) -> Theme:
    from dataclasses import replace

    return replace(theme, **changes)  # type: ignore[arg-type]
