"""Settings: screens as data (`catalog*.py`), pages that need more than rows (`*_pages.py`), the app (`app.py`)."""

from osgenesis.envs.android.sim.apps.settings.app import SettingsApp

__all__ = ["SettingsApp"]
