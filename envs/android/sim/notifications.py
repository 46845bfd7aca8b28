"""`Notifications`: what is posted in the shade, as immutable records."""

from __future__ import annotations

from typing import NamedTuple

from osgenesis.envs.android.sim.clock import Clock
from osgenesis.envs.android.sim.intents import Intent
from osgenesis.envs.android.sim.settings import Settings


class NotificationAction(NamedTuple):
    """A button below a notification; its intent is broadcast (or started) on a tap."""

    label: str
    intent: Intent
    starts_activity: bool = False


class Notification(NamedTuple):
    """One notification. `package`, `tag` and `id` together name it; posting again replaces it."""

    package: str
    id: int
    title: str
    text: str
    when_ms: int = 0
    tag: str = ""
    channel: str = ""
    intent: Intent | None = None  # started when it is tapped
    actions: tuple[NotificationAction, ...] = ()
    ongoing: bool = False  # cannot be swiped away
    heads_up: bool = False  # pops up over the current app
    auto_cancel: bool = True  # goes away when it is tapped
    app_label: str = ""

    @property
    def key(self) -> str:
        """The key `dumpsys notification` prints."""
        return f"0|{self.package}|{self.id}|{self.tag or 'null'}|0"


class Notifications:
    """Posted notifications, newest first."""

    def __init__(self, clock: Clock, settings: Settings | None = None) -> None:
        self._clock = clock
        self._settings = settings
        self._posted: tuple[Notification, ...] = ()
        self.version = 0  # grows with every change

    def post(self, notification: Notification) -> Notification:
        """Show a notification, replacing the one of the same name. A missing time becomes now.

        One that comes while pop-ups are off does not pop up later either, when they are on again.
        """
        settings = self._settings
        if settings is not None and settings.get("global", "heads_up_notifications_enabled") == "0":
            notification = notification._replace(heads_up=notification.ongoing and notification.heads_up)
        if not notification.when_ms:
            notification = notification._replace(when_ms=self._clock.now_ms)
        others = tuple(n for n in self._posted if n.key != notification.key)
        self._set((notification, *others))
        return notification

    def cancel(self, package: str, id: int, tag: str = "") -> None:
        """Take one away; a missing one is fine."""
        self._set(tuple(n for n in self._posted if (n.package, n.id, n.tag) != (package, id, tag)))

    def cancel_key(self, key: str) -> None:
        """Take the one with this key away."""
        self._set(tuple(n for n in self._posted if n.key != key))

    def cancel_all(self, package: str) -> None:
        """Take all of an app away."""
        self._set(tuple(n for n in self._posted if n.package != package))

    def clear(self) -> None:
        """What `Clear all` does: only ongoing ones stay."""
        self._set(tuple(n for n in self._posted if n.ongoing))

    def find(self, key: str) -> Notification | None:
        """The notification with this key."""
        return next((n for n in self._posted if n.key == key), None)

    def active(self) -> tuple[Notification, ...]:
        """All posted notifications, newest first."""
        return self._posted

    def freeze(self) -> tuple[Notification, ...]:
        """The whole state, immutable."""
        return self._posted

    def thaw(self, frozen: tuple[Notification, ...]) -> None:
        """Go back to what `freeze` returned."""
        self._set(frozen)

    def _set(self, posted: tuple[Notification, ...]) -> None:
        if posted != self._posted:
            self.version += 1
        self._posted = posted
