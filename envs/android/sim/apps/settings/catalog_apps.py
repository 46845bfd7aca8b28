"""Screens of Apps, Notifications, Battery and Storage, as data."""

from __future__ import annotations

from osgenesis.envs.android.sim.apps.settings.rows import (
    Choice,
    Heading,
    Info,
    Link,
    Note,
    Screen,
    Toggle,
    on_off,
    read,
)
from osgenesis.envs.android.sim.phone import Phone

SMS_APPS = (
    ("com.simplemobiletools.smsmessenger", "Simple SMS Messenger"),
    ("com.google.android.apps.messaging", "Messages"),
)


def app_count(phone: Phone) -> str:
    """How many apps there are."""
    return f"{len(phone.packages.launchable())} apps installed"


def saver_schedule(phone: Phone) -> str:
    """When Battery Saver turns itself on."""
    level = read(phone, "global/low_power_trigger_level", "0")
    return "No schedule" if level == "0" else f"Will turn on at {level}%"


APPS = (
    Screen("apps", "Apps", (), "", ("android.settings.APPLICATION_SETTINGS",
                                    "android.settings.MANAGE_APPLICATIONS_SETTINGS"), "apps_home"),
    Screen("all_apps", "All apps", (), "apps", ("android.settings.MANAGE_ALL_APPLICATIONS_SETTINGS",), "all_apps"),
    Screen(
        "default_apps", "Default apps",
        (
            Choice("Browser app", "secure/default_browser", (("com.android.chrome", "Chrome"), ("", "None")),
                   default="com.android.chrome",
                   icon="web"),
            Choice("Caller ID & spam app", "secure/call_screening_default",
                   (("", "None"), ("com.google.android.dialer", "Phone")),
                   icon="phone-alert-outline", noun="caller ID and spam app"),
            Choice("Digital assistant app", "secure/assistant",
                   (("", "None"), ("com.google.android.googlequicksearchbox", "Google")),
                   icon="microphone-outline"),
            Choice("Home app", "secure/home_default", (("com.google.android.apps.nexuslauncher", "Pixel Launcher"),),
                   default="com.google.android.apps.nexuslauncher", icon="home-outline"),
            Choice("Phone app", "secure/dialer_default_application", (("com.google.android.dialer", "Phone"),),
                   default="com.google.android.dialer", icon="phone-outline"),
            Choice("SMS app", "secure/sms_default_application", SMS_APPS, default=SMS_APPS[0][0],
                   icon="message-text-outline"),
            Heading("Links"),
            Link("Opening links", "opening_links", summary="Apps that open supported links"),
        ),
        "apps", ("android.settings.MANAGE_DEFAULT_APPS_SETTINGS", "android.settings.HOME_SETTINGS"),
    ),
    Screen("opening_links", "Opening links", (), "default_apps", (), "app_switches", apps="opening of supported links"),
    Screen("screen_time", "Screen time", (), "apps", (), "screen_time"),
    Screen(
        "unused_apps", "Unused apps",
        (
            Toggle("Remove permissions if app isn't used", "prefs/remove_unused_permissions", default="1",
                   noun="removal of permissions of unused apps"),
            Note("No unused apps. To protect your data, permissions of an app that you haven't used for 3 months "
                 "are removed."),
        ),
        "apps",
    ),
    Screen("app_battery", "App battery usage", (), "apps", ("android.settings.IGNORE_BATTERY_OPTIMIZATION_SETTINGS",),
           "app_switches",
           apps="unrestricted battery usage", apps_on=False),
    Screen(
        "special_access", "Special app access",
        (
            Link("All files access", "all_files"),
            Link("Device admin apps", "device_admin"),
            Link("Display over other apps", "overlay"),
            Link("Do Not Disturb access", "dnd_access"),
            Link("Modify system settings", "write_settings"),
            Link("Device & app notifications", "notification_access"),
            Link("Picture-in-picture", "picture_in_picture"),
            Link("Install unknown apps", "unknown_apps"),
            Link("Alarms & reminders", "exact_alarms"),
            Link("Usage access", "usage_access"),
        ),
        "apps",
    ),
    Screen("device_admin", "Device admin apps",
           (Toggle("Find My Device", "prefs/find_my_device_admin",
                   summary="Lets the device be locked or erased when it is lost", default="1"),),
           "special_access"),
    *(
        Screen(name, title, (), "special_access", actions, "app_switches", apps=noun, apps_on=on)
        for name, title, noun, on, actions in (
            ("all_files", "All files access", "access to all files", False,
             ("android.settings.MANAGE_ALL_FILES_ACCESS_PERMISSION",)),
            ("overlay", "Display over other apps", "display over other apps", False,
             ("android.settings.action.MANAGE_OVERLAY_PERMISSION",)),
            ("dnd_access", "Do Not Disturb access", "Do Not Disturb access", False,
             ("android.settings.NOTIFICATION_POLICY_ACCESS_SETTINGS",)),
            ("write_settings", "Modify system settings", "modification of system settings", False,
             ("android.settings.action.MANAGE_WRITE_SETTINGS",)),
            ("notification_access", "Device & app notifications", "notification access", False,
             ("android.settings.ACTION_NOTIFICATION_LISTENER_SETTINGS",)),
            ("picture_in_picture", "Picture-in-picture", "picture-in-picture", True,
             ("android.settings.PICTURE_IN_PICTURE_SETTINGS",)),
            ("unknown_apps", "Install unknown apps", "installation of unknown apps", False,
             ("android.settings.MANAGE_UNKNOWN_APP_SOURCES",)),
            ("exact_alarms", "Alarms & reminders", "alarms and reminders", True,
             ("android.settings.REQUEST_SCHEDULE_EXACT_ALARM",)),
            ("usage_access", "Usage access", "usage access", False, ("android.settings.USAGE_ACCESS_SETTINGS",)),
        )
    ),
)  # fmt: skip

NOTIFICATIONS = (
    Screen(
        "notifications", "Notifications",
        (
            Heading("Manage"),
            Link("App settings", "notifications_apps", summary="Control notifications from individual apps",
                 words="app notifications"),
            Link("Notification history", "notification_history", summary="Show recent and snoozed notifications"),
            Heading("Conversations"),
            Link("Bubbles", "bubbles", summary=on_off("secure/notification_bubbles",
                                                      "On / Conversations can appear as floating icons")),
            Heading("Privacy"),
            Link("Device & app notifications", "notification_access",
                 summary="Control which apps and devices can read notifications"),
            Choice("Notifications on lock screen", "secure/lock_screen_show_notifications",
                   (("1", "Show all notification content"), ("0", "Don't show notifications")), default="1"),
            Toggle("Sensitive notifications", "secure/lock_screen_allow_private_notifications", default="1",
                   summary="Show sensitive content when locked", noun="sensitive notifications on the lock screen",
                   needs=("secure/lock_screen_show_notifications",)),
            Heading("General"),
            Link("Do Not Disturb", "dnd", summary=on_off("global/zen_mode")),
            Link("Wireless emergency alerts", "emergency_alerts"),
            Toggle("Hide silent notifications in status bar", "secure/hide_silent_status_icons"),
            Toggle("Allow notification snoozing", "secure/show_notification_snooze", noun="notification snoozing"),
            Toggle("Notification dot on app icon", "secure/notification_badging", default="1",
                   noun="notification dots"),
            Toggle("Blink light", "system/notification_light_pulse", default="1"),
            Toggle("Enhanced notifications", "secure/nas_enabled", summary="Get suggested actions, replies, and more",
                   default="1"),
        ),
        "", ("android.settings.NOTIFICATION_SETTINGS", "android.settings.ALL_APPS_NOTIFICATION_SETTINGS"),
    ),
    Screen("notifications_apps", "App notifications", (), "notifications", (), "app_switches", apps="notifications"),
    Screen("notification_history", "Notification history", (), "notifications",
           ("android.settings.NOTIFICATION_HISTORY",),
           "notification_history"),
    Screen(
        "bubbles", "Bubbles",
        (
            Toggle("Allow apps to show bubbles", "secure/notification_bubbles", main=True, noun="bubbles"),
            Note("Some notifications and other content can appear as bubbles on the screen. To open a bubble, tap "
                 "it. To dismiss it, drag it "
                 "down the screen."),
        ),
        "notifications",
    ),
    Screen(
        "emergency_alerts", "Wireless emergency alerts",
        (
            Toggle("Allow alerts", "prefs/emergency_alerts", main=True, default="1", noun="wireless emergency alerts"),
            Toggle("Extreme threats", "prefs/alerts_extreme", summary="Extreme threats to life and property",
                   default="1", noun="extreme threat alerts"),
            Toggle("Severe threats", "prefs/alerts_severe", summary="Severe threats to life and property", default="1",
                   noun="severe threat alerts"),
            Toggle("AMBER alerts", "prefs/alerts_amber", summary="Child abduction emergency bulletins", default="1"),
            Toggle("Test alerts", "prefs/alerts_test", summary="Receive test alerts from carriers"),
            Toggle("Vibration", "prefs/alerts_vibration", default="1", noun="vibration for emergency alerts"),
        ),
        "notifications",
    ),
    Screen(
        "dnd", "Do Not Disturb",
        (
            Toggle("Use Do Not Disturb", "global/zen_mode", main=True, noun="Do Not Disturb"),
            Heading("What can interrupt Do Not Disturb"),
            Choice("Calls", "secure/zen_calls_from", (("starred", "Starred contacts"), ("contacts", "Contacts"),
                                                      ("anyone", "Anyone"), ("none", "None")),
                   default="starred", noun="calls that can interrupt Do Not Disturb"),
            Toggle("Repeat callers", "secure/zen_repeat_callers",
                   summary="If the same person calls a second time within 15 minutes", default="1",
                   noun="repeat callers"),
            Choice("Messages", "secure/zen_messages_from",
                   (("starred", "Starred contacts"), ("contacts", "Contacts"), ("anyone", "Anyone"), ("none", "None")),
                   default="none",
                   noun="messages that can interrupt Do Not Disturb"),
            Toggle("Alarms", "secure/zen_alarms", default="1", noun="alarms during Do Not Disturb"),
            Toggle("Media sounds", "secure/zen_media", default="1", noun="media sounds during Do Not Disturb"),
            Toggle("Touch sounds", "secure/zen_touch_sounds", noun="touch sounds during Do Not Disturb"),
            Toggle("Reminders", "secure/zen_reminders", noun="reminders during Do Not Disturb"),
            Heading("General"),
            Choice("Duration for Quick Settings", "secure/zen_duration",
                   (("0", "Until you turn off"), ("60", "1 hour"), ("120", "2 hours"), ("-1", "Ask every time")),
                   default="0",
                   noun="Do Not Disturb duration"),
            Toggle("Sleeping schedule", "prefs/dnd_sleeping",
                   summary="Sun, Mon, Tue, Wed, Thu, Fri, Sat, 10:00 PM - 7:00 AM"),
            Toggle("Event schedule", "prefs/dnd_event", summary="During events of any calendar"),
        ),
        "notifications", ("android.settings.ZEN_MODE_SETTINGS", "android.settings.ZEN_MODE_PRIORITY_SETTINGS"),
    ),
)  # fmt: skip

BATTERY = (
    Screen(
        "battery", "Battery",
        (
            Info("100%", summary="Fully charged", icon="battery"),
            Link("Battery usage", "battery_usage", summary="Usage since last full charge"),
            Link("Battery Saver", "battery_saver", summary=on_off("global/low_power")),
            Link("Adaptive preferences", "adaptive_battery", summary="Extend battery life", words="adaptive battery"),
            Toggle("Battery percentage", "system/status_bar_show_battery_percent",
                   summary="Show battery percentage in status bar"),
        ),
        "", ("android.intent.action.POWER_USAGE_SUMMARY",),
    ),
    Screen(
        "battery_saver", "Battery Saver",
        (
            Toggle("Use Battery Saver", "global/low_power", main=True, noun="Battery Saver"),
            Choice("Set a schedule", "global/low_power_trigger_level",
                   (("0", "No schedule"), *((str(p), f"Based on percentage: {p}%") for p in (5, 10, 15, 20, 30, 50,
                       75))), default="0",
                   noun="Battery Saver schedule", summary=saver_schedule),
            Toggle("Turn off when charged", "global/low_power_sticky_auto_disable_enabled", default="1",
                   summary="Battery Saver turns off when the battery reaches 90%",
                   noun="automatic end of Battery Saver"),
            Note("Battery Saver turns on Dark theme, limits background activity, some visual effects, certain "
                 "features and some network connections."),
        ),
        "battery", ("android.settings.BATTERY_SAVER_SETTINGS",),
    ),
    Screen(
        "adaptive_battery", "Adaptive preferences",
        (
            Toggle("Adaptive Battery", "global/adaptive_battery_management_enabled", default="1",
                   summary="Extend battery life based on your phone use"),
            Toggle("Adaptive Charging", "secure/adaptive_charging_enabled",
                   summary="Preserve battery health with long, overnight charges"),
        ),
        "battery",
    ),
    Screen("battery_usage", "Battery usage", (), "battery", (), "battery_usage"),
    Screen("storage", "Storage", (), "", ("android.settings.INTERNAL_STORAGE_SETTINGS",), "storage"),
)  # fmt: skip
