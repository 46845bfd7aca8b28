"""Screens of Security, Privacy, Location, Accounts, Digital Wellbeing, System and About phone, as data."""

from __future__ import annotations

from osgenesis.envs.android.sim.apps.settings import store
from osgenesis.envs.android.sim.apps.settings.rows import (
    Choice,
    Command,
    Edit,
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

LANGUAGES = {
    "en-US": "English (United States)", "en-GB": "English (United Kingdom)", "de-DE": "Deutsch (Deutschland)",
    "fr-FR": "Français (France)",
    "es-ES": "Español (España)", "it-IT": "Italiano (Italia)", "pt-BR": "Português (Brasil)",
    "nl-NL": "Nederlands (Nederland)",
    "pl-PL": "Polski (Polska)", "sv-SE": "Svenska (Sverige)", "tr-TR": "Türkçe (Türkiye)",
    "vi-VN": "Tiếng Việt (Việt Nam)",
}  # fmt: skip
LOCKS = {"none": "None", "swipe": "Swipe", "pin": "PIN", "password": "Password"}
ZONES = (
    ("Pacific/Honolulu", "Honolulu"), ("America/Anchorage", "Anchorage"), ("America/Los_Angeles", "Los Angeles"),
    ("America/Denver", "Denver"),
    ("America/Chicago", "Chicago"), ("America/New_York", "New York"), ("America/Sao_Paulo", "São Paulo"),
    ("Atlantic/Azores", "Azores"),
    ("UTC", "Coordinated Universal Time"), ("Europe/London", "London"), ("Europe/Paris", "Paris"),
    ("Europe/Berlin", "Berlin"),
    ("Europe/Athens", "Athens"), ("Africa/Cairo", "Cairo"), ("Africa/Nairobi", "Nairobi"), ("Asia/Dubai", "Dubai"),
    ("Asia/Kolkata", "Kolkata"),
    ("Asia/Bangkok", "Bangkok"), ("Asia/Shanghai", "Shanghai"), ("Asia/Tokyo", "Tokyo"),
    ("Australia/Sydney", "Sydney"), ("Pacific/Auckland", "Auckland"),
)  # fmt: skip


def lock_summary(phone: Phone) -> str:
    """The kind of screen lock."""
    return LOCKS[read(phone, "prefs/lock_kind", "none")]


def language_summary(phone: Phone) -> str:
    """The first language."""
    first = read(phone, "system/system_locales", "en-US").split(",")[0]
    return LANGUAGES.get(first, first)


def date_text(phone: Phone) -> str:
    """Today as a long date."""
    now = phone.clock.local()
    return f"{now:%B} {now.day}, {now.year}"


def zone_text(phone: Phone) -> str:
    """The zone with its distance from Greenwich."""
    offset = phone.clock.local().strftime("%z")
    name = next((label for zone, label in ZONES if zone == phone.clock.zone), phone.clock.zone)
    return f"GMT{offset[:3]}:{offset[3:5]} {name}"


def account_summary(phone: Phone) -> str:
    """How many accounts there are."""
    count = store.database(phone).scalar("SELECT COUNT(*) FROM accounts")
    return "No accounts" if not count else "1 account" if count == 1 else f"{count} accounts"


def uptime_text(phone: Phone) -> str:
    """Hours and minutes since boot."""
    minutes = (phone.clock.uptime_ms + 3_540_000) // 60_000
    return f"{minutes // 60}:{minutes % 60:02d}"


def android_version(phone: Phone) -> str:
    """The release."""
    return "13"


SECURITY = (
    Screen(
        "security", "Security",
        (
            Heading("Security status"),
            Info("App security", icon="shield-check-outline", summary="No harmful apps found"),
            Link("Find My Device", "find_device", icon="cellphone-marker",
                 summary=on_off("prefs/find_my_device_admin", off="Off")),
            Info("Security update", icon="update", summary="October 5, 2023"),
            Heading("Device security"),
            Command("Screen lock", "change_lock", summary=lock_summary, words="pin password pattern"),
            Link("Fingerprint Unlock", "fingerprint", summary="Set up a screen lock first"),
            Link("Smart Lock", "smart_lock", summary="Keep the device unlocked when it's safe with you"),
            Link("Advanced settings", "security_advanced", summary="SIM lock, app pinning and trust agents",
                 words="encryption credentials"),
        ),
        "", ("android.settings.SECURITY_SETTINGS",),
    ),
    Screen("find_device", "Find My Device",
           (Toggle("Use Find My Device", "prefs/find_my_device_admin", main=True, default="1", noun="Find My Device"),
            Note("Locate, lock or erase this device when it is lost.")), "security"),
    Screen("fingerprint", "Fingerprint Unlock",
           (Note("To use your fingerprint you first need a PIN or a password."),
            Command("Screen lock", "change_lock", summary=lock_summary)), "security"),
    Screen(
        "smart_lock", "Smart Lock",
        (
            Toggle("On-body detection", "prefs/smart_lock_body", summary="Keep device unlocked while it's on you"),
            Toggle("Trusted places", "prefs/smart_lock_places", summary="Keep device unlocked at home"),
            Toggle("Trusted devices", "prefs/smart_lock_devices", summary="Keep device unlocked near a trusted device"),
        ),
        "security",
    ),
    Screen(
        "security_advanced", "Advanced settings",
        (
            Toggle("App pinning", "system/lock_to_app_enabled", summary="Keep an app in view until it is unpinned"),
            Toggle("Lock SIM card", "prefs/sim_lock", summary="Require PIN to use phone", noun="SIM lock"),
            Toggle("Confirm SIM deletion", "global/confirm_sim_deletion", default="1"),
            Info("Encryption & credentials", summary="Encrypted"),
        ),
        "security",
    ),
)  # fmt: skip

PRIVACY = (
    Screen(
        "privacy", "Privacy",
        (
            Link("Privacy dashboard", "privacy_dashboard", summary="Show which apps recently used permissions"),
            Link("Permission manager", "permission_manager", summary="Control app access to your data",
                 words="app permissions"),
            Heading("Controls"),
            Toggle("Camera access", "secure/camera_access", default="1", summary="For apps and services"),
            Toggle("Microphone access", "secure/microphone_access", default="1",
                   summary="For apps and services. If off, emergency calls still work."),
            Toggle("Show clipboard access", "secure/clipboard_show_access_notifications", default="1",
                   noun="clipboard access messages",
                   summary="Show a message when apps access text, images, or other content you've copied"),
            Toggle("Show passwords", "system/show_password", default="1",
                   summary="Display characters briefly as you type", noun="password display"),
            Choice("Notifications on lock screen", "secure/lock_screen_show_notifications",
                   (("1", "Show all notification content"), ("0", "Don't show notifications")), default="1"),
            Heading("Services"),
            Choice("Autofill service", "secure/autofill_service", (("", "None"), ("google", "Google"))),
            Toggle("Personalize using app data", "secure/content_capture_enabled", default="1",
                   noun="personalization by app data",
                   summary="Allow apps to send content to the system"),
            Toggle("Usage & diagnostics", "prefs/usage_diagnostics", default="1",
                   summary="Share data to help improve Android"),
            Toggle("Ads personalization", "prefs/ads_personalization", default="1"),
        ),
        "", ("android.settings.PRIVACY_SETTINGS",),
    ),
    Screen("privacy_dashboard", "Privacy dashboard", (), "privacy", ("android.intent.action.REVIEW_PERMISSION_USAGE",),
           "permission_manager"),
    Screen("permission_manager", "Permission manager", (), "privacy", ("android.intent.action.MANAGE_PERMISSIONS",),
           "permission_manager"),
)  # fmt: skip

LOCATION = (
    Screen(
        "location", "Location",
        (
            Toggle("Use location", "secure/location_mode", on="3", off="0", default="3", main=True, noun="location"),
            Heading("Recent access"),
            Info("Maps services", icon="map-marker-outline", summary="No apps recently accessed location"),
            Link("App location permissions", "location_apps", summary="See which apps may use your location"),
            Link("Location services", "location_services", words="scanning accuracy"),
            Note("Location may use sources like GPS, Wi-Fi, mobile networks, and sensors to help estimate your "
                 "device's location."),
        ),
        "", ("android.settings.LOCATION_SOURCE_SETTINGS",),
    ),
    Screen("location_apps", "Location permission", (), "location", (), "location_apps"),
    Screen(
        "location_services", "Location services",
        (
            Toggle("Wi-Fi scanning", "global/wifi_scan_always_enabled",
                   summary="Allow apps and services to scan for Wi-Fi networks at any time"),
            Toggle("Bluetooth scanning", "global/ble_scan_always_enabled",
                   summary="Allow apps and services to scan for nearby devices at any time, even when Bluetooth "
                           "is off"),
            Toggle("Location Accuracy", "secure/location_accuracy", default="1", summary="Improve location accuracy",
                   noun="improved location accuracy"),
            Toggle("Emergency Location Service", "global/enable_gnss_emergency", default="1",
                   summary="Send location in an emergency"),
            Toggle("Earthquake alerts", "prefs/earthquake_alerts", default="1"),
        ),
        "location", ("android.settings.LOCATION_SCANNING_SETTINGS",),
    ),
)  # fmt: skip

SAFETY = (
    Screen(
        "safety", "Safety & emergency",
        (
            Heading("Medical information"),
            Edit("Name", "prefs/medical_name", noun="name in the medical information"),
            Choice("Blood type", "prefs/blood_type", (("", "Unknown"),
                                                      *((t, t) for t in ("O+", "O-", "A+", "A-", "B+", "B-", "AB+",
                                                                         "AB-")))),
            Edit("Allergies", "prefs/allergies"),
            Edit("Medications", "prefs/medications"),
            Edit("Emergency contact", "prefs/emergency_contact", input_kind="phone"),
            Heading("Emergency help"),
            Toggle("Emergency SOS", "secure/emergency_gesture_enabled", default="1",
                   summary="Press the power button quickly 5 times or more"),
            Toggle("Play countdown alarm", "secure/emergency_gesture_sound_enabled",
                   needs=("secure/emergency_gesture_enabled",), noun="countdown alarm"),
            Link("Wireless emergency alerts", "emergency_alerts"),
            Toggle("Earthquake alerts", "prefs/earthquake_alerts", default="1"),
        ),
    ),
)  # fmt: skip

ACCOUNTS = (
    Screen("accounts", "Passwords & accounts", (), "", ("android.settings.SYNC_SETTINGS",), "accounts"),
    Screen("add_account", "Add an account", (), "accounts", ("android.settings.ADD_ACCOUNT_SETTINGS",), "add_account"),
)

WELLBEING = (
    Screen(
        "wellbeing", "Digital Wellbeing & parental controls",
        (
            Link("Screen time", "screen_time", icon="chart-donut", words="app usage dashboard"),
            Heading("Ways to disconnect"),
            Link("Bedtime mode", "bedtime", summary=on_off("prefs/bedtime_mode")),
            Toggle("Focus mode", "prefs/focus_mode", summary="Pause distracting apps"),
            Toggle("Flip to Shhh", "prefs/flip_to_shhh", summary="Turn your phone face down to silence it"),
            Toggle("Heads Up", "prefs/heads_up_walking", summary="Look up while you walk"),
            Heading("Reduce interruptions"),
            Link("Manage notifications", "notifications_apps"),
            Link("Do Not Disturb", "dnd", summary=on_off("global/zen_mode")),
        ),
    ),
    Screen(
        "bedtime", "Bedtime mode",
        (
            Toggle("Use Bedtime mode", "prefs/bedtime_mode", main=True, noun="Bedtime mode"),
            Choice("Bedtime", "prefs/bedtime_start", tuple((f"{h}:00", f"{h}:00") for h in (20, 21, 22, 23)),
                   default="22:00"),
            Choice("Wake up", "prefs/bedtime_end", tuple((f"{h}:00", f"{h}:00") for h in (5, 6, 7, 8, 9)),
                   default="7:00", noun="wake-up time"),
            Toggle("Grayscale", "prefs/bedtime_grayscale", default="1", noun="grayscale at bedtime"),
            Toggle("Keep the screen dark", "prefs/bedtime_dark", noun="dark screen at bedtime"),
        ),
        "wellbeing",
    ),
)  # fmt: skip

SYSTEM = (
    Screen(
        "system", "System",
        (
            Link("Languages & input", "language_input", icon="web", summary=language_summary, words="keyboard"),
            Link("Gestures", "gestures", icon="gesture-swipe"),
            Link("Date & time", "date", icon="clock-outline", summary=zone_text, words="clock"),
            Link("Backup", "backup", icon="cloud-upload-outline", summary=on_off("secure/backup_enabled")),
            Link("Developer options", "developer", icon="code-braces", needs=("global/development_settings_enabled",)),
            Link("Reset options", "reset", icon="restore"),
            Command("System update", "check_update", icon="cellphone-arrow-down", summary="Android 13 is up to date"),
        ),
    ),
    Screen(
        "language_input", "Languages & input",
        (
            Link("Languages", "languages", summary=language_summary, words="locale"),
            Link("App languages", "app_languages", summary="Set the language for each app"),
            Heading("Keyboards"),
            Link("On-screen keyboard", "keyboards", summary="Gboard"),
            Toggle("Use on-screen keyboard", "secure/show_ime_with_hard_keyboard", default="1",
                   summary="Keep it on screen while a physical keyboard is active"),
            Heading("Tools"),
            Toggle("Spell checker", "secure/spell_checker_enabled", default="1"),
            Link("Personal dictionary", "dictionary"),
            Choice("Pointer speed", "system/pointer_speed", (("-7", "Slow"), ("0", "Medium"), ("7", "Fast")),
                   default="0"),
            Link("Text-to-speech output", "tts"),
        ),
        "system", ("android.settings.INPUT_METHOD_SETTINGS",),
    ),
    Screen("languages", "Languages", (), "language_input", ("android.settings.LOCALE_SETTINGS",), "languages"),
    Screen("app_languages", "App languages", (), "language_input", ("android.settings.APP_LOCALE_SETTINGS",),
           "app_languages"),
    Screen(
        "keyboards", "On-screen keyboard",
        (
            Info("Gboard", icon="keyboard-outline", summary="English (US) (QWERTY)"),
            Toggle("Google voice typing", "prefs/voice_typing", default="1"),
            Toggle("Auto-correction", "prefs/auto_correction", default="1"),
            Toggle("Auto-capitalization", "prefs/auto_capitalization", default="1"),
            Toggle("Show suggestion strip", "prefs/suggestion_strip", default="1", noun="keyboard suggestions"),
            Toggle("Glide typing", "prefs/glide_typing", default="1"),
            Toggle("Sound on keypress", "prefs/keypress_sound"),
            Choice("Keyboard theme", "prefs/keyboard_theme",
                   (("system", "System auto"), ("light", "Light"), ("dark", "Dark")), default="system"),
        ),
        "language_input",
    ),
    Screen("dictionary", "Personal dictionary", (), "language_input", ("android.settings.USER_DICTIONARY_SETTINGS",),
           "dictionary"),
    Screen(
        "gestures", "Gestures",
        (
            Toggle("Quickly open camera", "secure/camera_double_tap_power_gesture_disabled", on="0", off="1",
                   default="0",
                   summary="Press power button twice", noun="quick opening of the camera"),
            Choice("System navigation", "secure/navigation_mode",
                   (("2", "Gesture navigation"), ("0", "3-button navigation")), default="0",
                   noun="navigation mode"),
            Toggle("One-handed mode", "secure/one_handed_mode_enabled", summary="Swipe down near the bottom edge"),
            Toggle("Quick Tap", "prefs/quick_tap", summary="Tap the back of your phone twice"),
            Toggle("Tap to check phone", "secure/doze_tap_gesture", default="1"),
            Toggle("Lift to check phone", "secure/doze_pick_up_gesture", default="1"),
            Toggle("Press and hold power button", "global/power_button_long_press", on="5", off="1", default="1",
                   summary="For the digital assistant",
                   noun="assistant on the power button"),
            Choice("Prevent ringing", "secure/volume_hush_gesture", (("0", "Off"), ("1", "Vibrate"), ("2", "Mute")),
                   default="1",
                   noun="shortcut to prevent ringing"),
        ),
        "system",
    ),
    Screen(
        "date", "Date & time",
        (
            Toggle("Set time automatically", "global/auto_time", default="1", noun="automatic time",
                   words="network time"),
            Command("Date", "change_date", summary=date_text, needs=("!global/auto_time",), words="set date"),
            Command("Time", "change_time", summary=lambda phone: phone.clock_text(), needs=("!global/auto_time",),
                    words="set time"),
            Heading("Time zone"),
            Toggle("Set time zone automatically", "global/auto_time_zone", default="1", noun="automatic time zone"),
            Link("Time zone", "zones", summary=zone_text, needs=("!global/auto_time_zone",)),
            Heading("Time format"),
            Toggle("Use 24-hour format", "system/time_12_24", on="24", off="12", default="24",
                   summary=lambda p: "13:00" if p.is_24_hour else "1:00 PM",
                   noun="24-hour format"),
        ),
        "system", ("android.settings.DATE_SETTINGS",),
    ),
    Screen("zones", "Select time zone", (), "date", (), "zones"),
    Screen(
        "backup", "Backup",
        (
            Toggle("Back up to Google", "secure/backup_enabled", main=True, noun="backup"),
            Toggle("Automatic restore", "secure/backup_auto_restore", default="1", needs=("secure/backup_enabled",)),
            Command("Back up now", "backup_now", needs=("secure/backup_enabled",)),
            Note("Your phone's data that can be backed up: apps, messages, call history and device settings."),
        ),
        "system", ("android.settings.BACKUP_AND_RESET_SETTINGS",),
    ),
    Screen(
        "reset", "Reset options",
        (
            Command("Reset Bluetooth & Wi-Fi", "ask_reset_network", summary="Forgets networks and paired devices",
                    words="reset network"),
            Command("Reset app preferences", "ask_reset_apps", summary="Permissions, notifications and default apps"),
            Command("Reset all settings", "ask_reset_settings",
                    summary="Back to the settings of a new phone; your data stays"),
            Command("Erase all data (factory reset)", "ask_erase"),
        ),
        "system", ("android.settings.FACTORY_RESET",),
    ),
    Screen(
        "developer", "Developer options",
        (
            Toggle("Use developer options", "global/development_settings_enabled", main=True, noun="developer options"),
            Toggle("Stay awake", "global/stay_on_while_plugged_in", summary="Screen will never sleep while charging"),
            Heading("Debugging"),
            Toggle("USB debugging", "global/adb_enabled", summary="Debug mode when USB is connected"),
            Toggle("Wireless debugging", "global/adb_wifi_enabled", summary="Debug mode when Wi-Fi is connected"),
            Toggle("Verify apps over USB", "global/verifier_verify_adb_installs", default="1"),
            Heading("Input"),
            Toggle("Show taps", "system/show_touches", summary="Show visual feedback for taps"),
            Toggle("Pointer location", "system/pointer_location", summary="Screen overlay showing current touch data"),
            Heading("Drawing"),
            Choice("Window animation scale", "global/window_animation_scale", scales := tuple(
                (v, "Animation off" if v == "0.0" else f"Animation scale {v.removesuffix('.0')}x") for v in ("0.0",
                    "0.5", "1.0", "1.5", "2.0", "5.0")),
                default="1.0"),
            Choice("Transition animation scale", "global/transition_animation_scale", scales, default="1.0"),
            Choice("Animator duration scale", "global/animator_duration_scale", scales, default="1.0"),
            Heading("Apps"),
            Toggle("Don't keep activities", "global/always_finish_activities", noun="immediate closing of activities"),
            Toggle("Force activities to be resizable", "global/force_resizable_activities",
                   noun="forced resizable activities"),
        ),
        "system", ("android.settings.APPLICATION_DEVELOPMENT_SETTINGS",),
    ),
)  # fmt: skip

ABOUT = (
    Screen(
        "about", "About phone",
        (
            Heading("Basic info"),
            Edit("Device name", "global/device_name", default="Pixel 6", required=True),
            Info("Phone number (SIM slot 1)", summary="+1 555-521-5554"),
            Heading("Legal & regulatory"),
            Link("Legal information", "legal"),
            Heading("Device details"),
            Info("SIM status (SIM slot 1)", summary="T-Mobile"),
            Info("Model", summary="Pixel 6"),
            Info("IMEI (SIM slot 1)", summary="867400022047199"),
            Link("Android version", "version", summary=android_version),
            Heading("Device identifiers"),
            Info("IP address", summary=lambda p: "10.0.2.16" if store.connected_ssid(p) else "Unavailable"),
            Info("Wi-Fi MAC address", summary="02:15:b2:00:00:00"),
            Info("Bluetooth address", summary=on_off("global/bluetooth_on", "3c:5a:b4:01:02:03", "Unavailable")),
            Info("Up time", summary=uptime_text),
            Command("Build number", "tap_build", summary="TQ3A.231005.001"),
        ),
        "", ("android.settings.DEVICE_INFO_SETTINGS",),
    ),
    Screen("legal", "Legal information",
           (Note("The software of this phone is free to use for research. Its icons and fonts are under the "
                 "Apache License 2.0."),), "about"),
    Screen(
        "version", "Android version",
        (
            Info("Android version", summary=android_version),
            Info("Android security update", summary="October 5, 2023"),
            Info("Google Play system update", summary="September 1, 2023"),
            Info("Baseband version", summary="1.0.0.0"),
            Info("Kernel version", summary="5.15.104-android13"),
            Info("Build number", summary="TQ3A.231005.001"),
        ),
        "about",
    ),
)  # fmt: skip
