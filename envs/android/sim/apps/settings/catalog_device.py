"""Screens of Sound, Display, Wallpaper and Accessibility, as data."""

from __future__ import annotations

from osgenesis.envs.android.sim.apps.settings.rows import (
    Choice,
    Command,
    Heading,
    Level,
    Link,
    Note,
    Screen,
    Toggle,
    on_off,
    read,
)
from osgenesis.envs.android.sim.phone import Phone

MEDIA = "content://media/internal/audio/media/"


def tones(*names: tuple[int, str]) -> tuple[tuple[str, str], ...]:
    """Options of a sound: none, and the phone's own by number."""
    return (("", "None"), *((f"{MEDIA}{number}", name) for number, name in names))


RINGTONES = tones((120, "Your New Adventure"), (121, "Beats"), (122, "Copycat"), (123, "Dance Party"),
                  (124, "Flutterby"), (125, "Hey Hey"),
                  (126, "Lollipop"), (127, "Mash Up"), (128, "Romance"), (129, "Zen Too"))  # fmt: skip
NOTIFICATION_SOUNDS = tones(
    (74, "Popcorn"),
    (75, "Chime"),
    (76, "Clink"),
    (77, "Eureka"),
    (78, "Hey"),
    (79, "Note"),
    (80, "Ping"),
    (81, "Strum"),
)
ALARM_SOUNDS = tones(
    (32, "Cesium"),
    (33, "Argon"),
    (34, "Carbon"),
    (35, "Helium"),
    (36, "Krypton"),
    (37, "Neon"),
    (38, "Osmium"),
    (39, "Oxygen"),
)

TIMEOUTS = tuple(
    (str(seconds * 1000), label)
    for seconds, label in (
        (15, "15 seconds"), (30, "30 seconds"), (60, "1 minute"), (120, "2 minutes"), (300, "5 minutes"),
        (600, "10 minutes"), (1800, "30 minutes")
    )
)  # fmt: skip
VIBRATION = (("0", "Off"), ("1", "Low"), ("2", "Medium"), ("3", "High"))
FONT_SCALES = ("0.85", "1.0", "1.15", "1.3", "1.5", "1.8", "2.0")
DENSITIES = ("374", "420", "470", "520", "570")


def brightness_summary(phone: Phone) -> str:
    """The level as a percentage."""
    level = phone.settings.integer("system", "screen_brightness", 102)
    return f"{round((min(max(level, 1), 255) - 1) * 100 / 254)}%"


def lock_screen_summary(phone: Phone) -> str:
    """What shows while locked."""
    shown = read(phone, "secure/lock_screen_show_notifications", "1") != "0"
    return "Show all notification content" if shown else "Don't show notifications"


SOUND = (
    Screen(
        "sound", "Sound & vibration",
        (
            Level("Media volume", "system/volume_music_speaker", 0, 15, icon="music-note", default=5),
            Level("Call volume", "system/volume_voice_earpiece", 1, 7, icon="phone-in-talk-outline", default=4),
            Level("Ring volume", "system/volume_ring_speaker", 0, 7, icon="bell-ring-outline", default=5,
                  words="ringer"),
            Level("Notification volume", "system/volume_notification", 0, 7, icon="bell-outline", default=5),
            Level("Alarm volume", "system/volume_alarm", 1, 7, icon="alarm", default=6),
            Link("Do Not Disturb", "dnd", summary=on_off("global/zen_mode")),
            Choice("Phone ringtone", "system/ringtone", RINGTONES, default=f"{MEDIA}120", words="ring tone"),
            Toggle("Vibrate when ringing", "system/vibrate_when_ringing", noun="vibration for calls",
                   words="vibrate for calls"),
            Link("Media", "media_controls", summary="Show player"),
            Link("Vibration & haptics", "vibration", summary=on_off("system/vibrate_on"), words="vibrate"),
            Choice("Shortcut to prevent ringing", "secure/volume_hush_gesture",
                   (("0", "Off"), ("1", "Vibrate"), ("2", "Mute")), default="1"),
            Choice("Default notification sound", "system/notification_sound", NOTIFICATION_SOUNDS,
                   default=f"{MEDIA}74"),
            Choice("Default alarm sound", "system/alarm_alert", ALARM_SOUNDS, default=f"{MEDIA}32"),
            Toggle("Dial pad tones", "system/dtmf_tone", default="1"),
            Toggle("Screen locking sound", "system/lockscreen_sounds_enabled", default="1"),
            Toggle("Charging sounds", "secure/charging_sounds_enabled", default="1"),
            Toggle("Charging vibration", "secure/charging_vibration_enabled", default="1"),
            Toggle("Touch sounds", "system/sound_effects_enabled", default="1", words="tap click"),
            Toggle("Live Caption", "secure/odi_captions_enabled", summary="Automatically caption speech"),
        ),
        "", ("android.settings.SOUND_SETTINGS",),
    ),
    Screen(
        "media_controls", "Media",
        (
            Toggle("Pin media player", "secure/qs_media_resumption",
                   summary="To quickly resume playback, media player stays open in Quick Settings",
                   default="1", noun="pinned media player"),
            Toggle("Show media on lock screen", "secure/media_controls_lock_screen", default="1",
                   summary="To quickly resume playback, media player stays open on lock screen",
                   noun="media player on the lock screen"),
        ),
        "sound",
    ),
    Screen(
        "vibration", "Vibration & haptics",
        (
            Toggle("Use vibration & haptics", "system/vibrate_on", main=True, noun="vibration and haptics",
                   default="1"),
            Heading("Calls"),
            Choice("Ring vibration", "system/ring_vibration_intensity", VIBRATION, default="2",
                   needs=("system/vibrate_on",)),
            Toggle("Vibrate first then ring gradually", "system/apply_ramping_ringer", needs=("system/vibrate_on",),
                   noun="gradual ringing"),
            Heading("Notifications and alarms"),
            Choice("Notification vibration", "system/notification_vibration_intensity", VIBRATION, default="2",
                   needs=("system/vibrate_on",)),
            Choice("Alarm vibration", "system/alarm_vibration_intensity", VIBRATION, default="2",
                   needs=("system/vibrate_on",)),
            Heading("Interactive haptics"),
            Toggle("Touch feedback", "system/haptic_feedback_enabled", default="1", needs=("system/vibrate_on",)),
            Choice("Media vibration", "system/media_vibration_intensity", VIBRATION, default="2",
                   needs=("system/vibrate_on",)),
        ),
        "sound",
    ),
)  # fmt: skip

DISPLAY = (
    Screen(
        "display", "Display",
        (
            Heading("Brightness"),
            Command("Brightness level", "show_brightness", summary=brightness_summary),
            Toggle("Adaptive brightness", "system/screen_brightness_mode",
                   summary="Optimizes brightness level based on your environment",
                   words="automatic brightness"),
            Heading("Lock display"),
            Link("Lock screen", "lock_screen", summary=lock_screen_summary),
            Choice("Screen timeout", "system/screen_off_timeout", TIMEOUTS, default="60000", words="sleep screen off"),
            Heading("Appearance"),
            Toggle("Dark theme", "secure/ui_night_mode", on="2", off="1", default="1",
                   summary="Uses a black background to help keep your battery alive",
                   words="night mode dark mode"),
            Link("Display size and text", "text_size", words="font size zoom bigger"),
            Heading("Color"),
            Link("Night Light", "night_light", summary=on_off("secure/night_display_activated")),
            Choice("Colors", "system/display_color_mode", (("0", "Natural"), ("1", "Boosted"), ("3", "Adaptive")),
                   default="3", noun="display colors"),
            Heading("Other display controls"),
            Toggle("Auto-rotate screen", "system/accelerometer_rotation", words="rotation orientation landscape"),
            Toggle("Smooth Display", "system/peak_refresh_rate", on="90.0", off="60.0", default="60.0",
                   summary="Automatically raises the refresh rate up to 90 Hz for some content"),
            Toggle("Screen attention", "secure/adaptive_sleep", summary="Keeps the screen on if you're looking at it"),
            Link("Screen saver", "screen_saver", summary=on_off("secure/screensaver_enabled")),
        ),
        "", ("android.settings.DISPLAY_SETTINGS",),
    ),
    Screen(
        "lock_screen", "Lock screen",
        (
            Heading("What to show"),
            Choice("Privacy", "secure/lock_screen_show_notifications",
                   (("1", "Show all notification content"), ("0", "Don't show notifications")), default="1",
                   noun="notifications on lock screen"),
            Toggle("Always show time and info", "secure/doze_always_on", summary="Increased battery usage",
                   noun="always-on display"),
            Toggle("Double-line clock", "secure/lockscreen_use_double_line_clock", default="1",
                   summary="Show double-line clock when available"),
            Toggle("Show wallet", "secure/lockscreen_show_wallet", noun="wallet on the lock screen", default="1"),
            Toggle("Show device controls", "secure/lockscreen_show_controls",
                   noun="device controls on the lock screen"),
            Heading("When to show"),
            Toggle("Tap to check phone", "secure/doze_tap_gesture", default="1"),
            Toggle("Lift to check phone", "secure/doze_pick_up_gesture", default="1"),
            Toggle("Wake screen for notifications", "secure/doze_enabled", default="1"),
        ),
        "display", ("android.settings.LOCK_SCREEN_SETTINGS",),
    ),
    Screen("text_size", "Display size and text", (), "display", ("android.settings.TEXT_READING_SETTINGS",),
           "text_size"),
    Screen(
        "night_light", "Night Light",
        (
            Toggle("Use Night Light", "secure/night_display_activated", main=True, noun="Night Light"),
            Choice("Schedule", "secure/night_display_auto_mode",
                   (("0", "None"), ("1", "Turns on at custom time"), ("2", "Turns on from sunset to sunrise")),
                   default="0", noun="Night Light schedule"),
            Level("Intensity", "secure/night_display_color_temperature", 2596, 4082, default=2850, icon="weather-night",
                  needs=("secure/night_display_activated",), noun="Night Light intensity"),
            Note("Night Light tints your screen amber. This makes it easier to look at your screen in dim light, "
                 "and may help you fall asleep more easily."),
        ),
        "display", ("android.settings.NIGHT_DISPLAY_SETTINGS",),
    ),
    Screen(
        "screen_saver", "Screen saver",
        (
            Toggle("Use screen saver", "secure/screensaver_enabled", main=True, noun="screen saver"),
            Choice("Current screen saver", "secure/screensaver_components",
                   (("clock", "Clock"), ("colors", "Colors"), ("photos", "Photos")),
                   default="clock", needs=("secure/screensaver_enabled",)),
            Choice("When to start", "secure/screensaver_when",
                   (("charge", "While charging"), ("dock", "While docked"), ("either", "While charging or docked"),
                   ("never", "Never")), default="charge", needs=("secure/screensaver_enabled",),
                   noun="screen saver start"),
        ),
        "display", ("android.settings.DREAM_SETTINGS",),
    ),
)  # fmt: skip

WALLPAPER = (Screen("wallpaper", "Wallpaper & style", (), "", ("android.intent.action.SET_WALLPAPER",), "wallpaper"),)

ACCESSIBILITY = (
    Screen(
        "accessibility", "Accessibility",
        (
            Heading("Screen reader"),
            Link("TalkBack", "talkback", icon="account-voice",
                 summary=on_off("secure/touch_exploration_enabled", off="Off / Speak items on screen")),
            Heading("Display"),
            Link("Display size and text", "text_size", icon="format-size"),
            Link("Color and motion", "color_motion", icon="palette-outline"),
            Link("Extra dim", "extra_dim", icon="brightness-4", summary=on_off("secure/reduce_bright_colors_activated",
                 off="Off / Dim screen beyond your phone's minimum brightness")),
            Link("Magnification", "magnification", icon="magnify-plus-outline",
                 summary=on_off("secure/accessibility_display_magnification_enabled",
                 off="Off / Zoom in on the screen")),
            Heading("Interaction controls"),
            Link("Accessibility Menu", "accessibility_menu", icon="gesture-tap-button",
                 summary=on_off("secure/accessibility_menu_enabled",
                 off="Off / Control device via large menu")),
            Link("Timing controls", "timing", icon="timer-outline"),
            Link("System controls", "system_controls", icon="cellphone-cog"),
            Heading("Captions"),
            Link("Caption preferences", "captions", icon="closed-caption-outline",
                 summary=on_off("secure/accessibility_captioning_enabled")),
            Heading("Audio"),
            Link("Audio adjustment", "audio_adjustment", icon="tune-vertical", words="mono audio balance"),
            Heading("General"),
            Link("Text-to-speech output", "tts", icon="bullhorn-outline"),
        ),
        "", ("android.settings.ACCESSIBILITY_SETTINGS",),
    ),
    Screen(
        "talkback", "TalkBack",
        (
            Toggle("Use TalkBack", "secure/touch_exploration_enabled", main=True, noun="TalkBack"),
            Toggle("TalkBack shortcut", "secure/talkback_shortcut", summary="Hold volume keys"),
            Toggle("Speak passwords", "secure/speak_password", default="1"),
            Note("When TalkBack is on, it provides spoken feedback so that you can use your device without "
                 "looking at the screen."),
        ),
        "accessibility",
    ),
    Screen(
        "color_motion", "Color and motion",
        (
            Link("Color correction", "color_correction",
                 summary=on_off("secure/accessibility_display_daltonizer_enabled",
                 off="Off / Adjust how colors display on your phone")),
            Toggle("Color inversion", "secure/accessibility_display_inversion_enabled",
                   summary="Turns light screens dark"),
            Toggle("Dark theme", "secure/ui_night_mode", on="2", off="1", default="1"),
            Toggle("Remove animations", "global/animator_duration_scale", on="0.0", off="1.0", default="1.0",
                   summary="Reduce movement on the screen",
                   noun="removal of animations"),
            Toggle("Large mouse pointer", "secure/accessibility_large_pointer_icon"),
        ),
        "accessibility",
    ),
    Screen(
        "color_correction", "Color correction",
        (
            Toggle("Use color correction", "secure/accessibility_display_daltonizer_enabled", main=True,
                   noun="color correction"),
            Choice("Color mode", "secure/accessibility_display_daltonizer",
                   (("12", "Deuteranomaly"), ("11", "Protanomaly"), ("13", "Tritanomaly"), ("0", "Grayscale")),
                   default="12",
                   noun="color correction mode", needs=("secure/accessibility_display_daltonizer_enabled",)),
        ),
        "color_motion", ("com.android.settings.ACCESSIBILITY_COLOR_SPACE_SETTINGS",),
    ),
    Screen(
        "extra_dim", "Extra dim",
        (
            Toggle("Make screen extra dim", "secure/reduce_bright_colors_activated", main=True, noun="extra dim"),
            Level("Intensity", "secure/reduce_bright_colors_level", 0, 100, default=60, noun="extra dim intensity",
                  icon="brightness-4",
                  needs=("secure/reduce_bright_colors_activated",)),
            Toggle("Keep on after device restarts", "secure/reduce_bright_colors_persist_across_reboots",
                   noun="extra dim after restarts", default="1"),
        ),
        "accessibility",
    ),
    Screen(
        "magnification", "Magnification",
        (
            Toggle("Magnification shortcut", "secure/accessibility_display_magnification_enabled", main=True,
                   noun="magnification"),
            Choice("Magnification type", "secure/accessibility_magnification_mode",
                   (("1", "Full screen"), ("2", "Part of screen"), ("3", "Both")),
                   default="1"),
            Note("To magnify, triple-tap the screen, drag two or more fingers to scroll, and pinch to adjust zoom."),
        ),
        "accessibility",
    ),
    Screen(
        "accessibility_menu", "Accessibility Menu",
        (
            Toggle("Accessibility Menu shortcut", "secure/accessibility_menu_enabled", main=True,
                   noun="Accessibility Menu"),
            Toggle("Large buttons", "prefs/accessibility_menu_large", noun="large buttons of the Accessibility Menu"),
            Note("The Accessibility Menu provides a large on-screen menu to control your device."),
        ),
        "accessibility",
    ),
    Screen(
        "timing", "Timing controls",
        (
            Choice("Touch & hold delay", "secure/long_press_timeout",
                   (("400", "Short"), ("1000", "Medium"), ("1500", "Long")), default="400"),
            Choice("Time to take action", "secure/accessibility_interactive_ui_timeout_ms",
                   (("0", "Default"), ("10000", "10 seconds"), ("30000", "30 seconds"), ("60000", "1 minute"),
                    ("120000", "2 minutes")), default="0"),
            Toggle("Autoclick", "secure/accessibility_autoclick_enabled", summary="Dwell timing of a mouse"),
        ),
        "accessibility",
    ),
    Screen(
        "system_controls", "System controls",
        (
            Toggle("Auto-rotate screen", "system/accelerometer_rotation"),
            Toggle("Power button ends call", "secure/incall_power_button_behavior", on="2", off="1", default="1"),
            Toggle("One-handed mode", "secure/one_handed_mode_enabled"),
            Choice("Navigation mode", "secure/navigation_mode",
                   (("2", "Gesture navigation"), ("0", "3-button navigation")), default="0"),
        ),
        "accessibility",
    ),
    Screen(
        "captions", "Caption preferences",
        (
            Toggle("Show captions", "secure/accessibility_captioning_enabled", main=True, noun="captions"),
            Choice("Text size", "secure/accessibility_captioning_font_scale",
                   (("0.25", "Very small"), ("0.5", "Small"), ("1.0", "Medium"), ("1.5", "Large"),
                    ("2.0", "Very large")), default="1.0",
                   noun="caption text size"),
            Choice("Caption style", "secure/accessibility_captioning_preset",
                   (("4", "Set by app"), ("0", "White on black"), ("1", "Black on white"), ("2", "Yellow on black"),
                    ("3", "Yellow on blue")), default="4"),
        ),
        "accessibility", ("android.settings.CAPTIONING_SETTINGS",),
    ),
    Screen(
        "audio_adjustment", "Audio adjustment",
        (
            Toggle("Mono audio", "system/master_mono", summary="Combine channels when playing audio"),
            Level("Audio balance", "system/master_balance", -10, 10, default=0, icon="headphones"),
        ),
        "accessibility",
    ),
    Screen(
        "tts", "Text-to-speech output",
        (
            Choice("Preferred engine", "secure/tts_default_synth",
                   (("google", "Speech Services by Google"), ("none", "None")), default="google",
                   noun="text-to-speech engine"),
            Level("Speech rate", "secure/tts_default_rate", 10, 600, default=100, icon="speedometer"),
            Level("Pitch", "secure/tts_default_pitch", 25, 400, default=100, icon="music-note", noun="speech pitch"),
            Command("Reset", "reset_speech", summary="Reset the speech rate and the pitch to normal"),
        ),
        "accessibility", ("com.android.settings.TTS_SETTINGS",),
    ),
)  # fmt: skip
