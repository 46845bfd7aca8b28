"""The packages of a new phone: the benchmark's apps with the names people call them, and parts."""

from __future__ import annotations

from osgenesis.envs.android.sim.packages import Package, Packages

_STORAGE = (
    "android.permission.READ_EXTERNAL_STORAGE",
    "android.permission.WRITE_EXTERNAL_STORAGE",
)
_CONTACTS = ("android.permission.READ_CONTACTS", "android.permission.WRITE_CONTACTS")
_SMS = (
    "android.permission.READ_SMS",
    "android.permission.SEND_SMS",
    "android.permission.RECEIVE_SMS",
)
_CALENDAR = ("android.permission.READ_CALENDAR", "android.permission.WRITE_CALENDAR")
_PHONE = (
    "android.permission.CALL_PHONE",
    "android.permission.READ_CALL_LOG",
    "android.permission.WRITE_CALL_LOG",
)
_CAMERA = ("android.permission.CAMERA", "android.permission.RECORD_AUDIO")
_LOCATION = (
    "android.permission.ACCESS_FINE_LOCATION",
    "android.permission.ACCESS_COARSE_LOCATION",
)
_NOTIFY = ("android.permission.POST_NOTIFICATIONS",)

LAUNCHER = "com.google.android.apps.nexuslauncher"
SYSTEM_UI = "com.android.systemui"
KEYBOARD = "com.google.android.inputmethod.latin"

APPS: tuple[Package, ...] = (
    Package(
        "com.example.androidworld", "Android World", ".MainActivity",
        names=("android world",), version="1.0",
    ),
    Package(
        "com.dimowner.audiorecorder", "Audio Recorder",
        "com.dimowner.audiorecorder.app.welcome.WelcomeActivity",
        activities=("com.dimowner.audiorecorder.app.main.MainActivity",),
        names=("audio ?recorder",), version="0.9.99", version_code=999,
        permissions=("android.permission.RECORD_AUDIO", *_NOTIFY),
    ),
    Package(
        "com.android.camera2", "Camera", "com.android.camera.CameraLauncher",
        activities=("com.android.camera.CameraActivity",),
        names=("camera",), version="2.0.002", system=True,
        permissions=(*_CAMERA, *_LOCATION, *_STORAGE),
    ),
    Package(
        "com.android.chrome", "Chrome", "com.google.android.apps.chrome.Main",
        activities=(
            "org.chromium.chrome.browser.ChromeTabbedActivity",
            "org.chromium.chrome.browser.firstrun.FirstRunActivity",
        ),
        names=("(google )?chrome", "browser"), version="113.0.5672.136",
        version_code=567213637, system=True, permissions=(*_NOTIFY,),
    ),
    Package(
        "ca.zgrs.clipper", "Clipper", "ca.zgrs.clipper.Main",
        names=("clipper",), version="1.2.1", version_code=4,
    ),
    Package(
        "com.google.android.deskclock", "Clock", "com.android.deskclock.DeskClock",
        names=("(google )?clock",), version="7.5", version_code=71007500, system=True,
        permissions=_NOTIFY,
    ),
    Package(
        "com.google.android.contacts", "Contacts",
        "com.android.contacts.activities.PeopleActivity",
        activities=(
            "com.google.android.apps.contacts.editor.ContactEditorActivity",
            "com.google.android.apps.contacts.quickcontact.QuickContactActivity",
        ),
        names=("(google )?contacts",), version="4.7.25", version_code=3986258, system=True,
        permissions=(*_CONTACTS, *_PHONE),
    ),
    Package(
        "com.google.android.dialer", "Phone",
        "com.google.android.dialer.extensions.GoogleDialtactsActivity",
        activities=("com.android.incallui.InCallActivity",),
        names=("(google )?(dialer|phone)",), version="99.0", version_code=9700000,
        system=True, permissions=(*_CONTACTS, *_PHONE, *_NOTIFY),
    ),
    Package(
        "com.arduia.expense", "Pro Expense", "com.arduia.expense.ui.MainActivity",
        names=("pro expense", "expense"), version="1.0.0-beta09", version_code=12,
        permissions=_NOTIFY,
    ),
    Package(
        "com.google.android.documentsui", "Files",
        "com.android.documentsui.files.FilesActivity",
        activities=("com.android.documentsui.picker.PickActivity",),
        names=("(google )?(files|file manager)",), version="13", version_code=33, system=True,
    ),
    Package(
        "net.cozic.joplin", "Joplin", ".MainActivity",
        names=("joplin",), version="2.12.3", version_code=2097730,
    ),
    Package(
        "net.gsantner.markor", "Markor", "net.gsantner.markor.activity.MainActivity",
        activities=(
            "net.gsantner.markor.activity.DocumentActivity",
            "net.gsantner.markor.activity.SettingsActivity",
            "net.gsantner.markor.activity.DocumentShareIntoActivity",
        ),
        names=("markor",), version="2.10.9", version_code=147,
        permissions=(*_STORAGE, "android.permission.MANAGE_EXTERNAL_STORAGE"),
    ),
    Package(
        "com.google.androidenv.miniwob", "MiniWoB",
        "com.google.androidenv.miniwob.app.MainActivity", names=("miniwob",),
    ),
    Package(
        "de.dennisguse.opentracks", "OpenTracks",
        "de.dennisguse.opentracks.TrackListActivity",
        names=("open ?tracks", "activity tracker", "sports ?tracker"), version="4.7.0",
        version_code=6202, permissions=(*_LOCATION, *_NOTIFY),
    ),
    Package(
        "net.osmand", "OsmAnd", "net.osmand.plus.activities.MapActivity",
        names=("osm ?and",), version="4.6.13", version_code=4613,
        permissions=(*_LOCATION, *_NOTIFY),
    ),
    Package(
        "com.flauschcode.broccoli", "Broccoli", "com.flauschcode.broccoli.MainActivity",
        names=("broccoli", "recipe app"), version="1.2.6", version_code=1020600,
    ),
    Package(
        "code.name.monkey.retromusic", "Retro Music", ".activities.MainActivity",
        names=("retro ?music", "retro"), version="6.0.4", version_code=10603,
        permissions=(*_STORAGE, "android.permission.READ_MEDIA_AUDIO", *_NOTIFY),
    ),
    Package(
        "com.android.settings", "Settings", ".Settings",
        activities=(
            "com.android.settings.SubSettings",
            "com.android.settings.Settings$WifiSettingsActivity",
            "com.android.settings.Settings$BluetoothSettingsActivity",
            "com.android.settings.Settings$ManageAppExternalStorageActivity",
        ),
        names=("(system )?settings",), version="13", version_code=33, system=True,
    ),
    Package(
        "com.simplemobiletools.calendar.pro", "Simple Calendar Pro",
        "com.simplemobiletools.calendar.pro.activities.MainActivity",
        activities=(
            "com.simplemobiletools.calendar.pro.activities.SplashActivity",
            "com.simplemobiletools.calendar.pro.activities.EventActivity",
            "com.simplemobiletools.calendar.pro.activities.TaskActivity",
            "com.simplemobiletools.calendar.pro.activities.SettingsActivity",
        ),
        names=("simple ?calendar",), version="6.22.1", version_code=238,
        permissions=(*_CALENDAR, *_CONTACTS, *_NOTIFY),
    ),
    Package(
        "com.simplemobiletools.draw.pro", "Simple Draw Pro",
        "com.simplemobiletools.draw.pro.activities.MainActivity",
        names=("simple ?draw",), version="6.9.6", version_code=79, permissions=_STORAGE,
    ),
    Package(
        "com.simplemobiletools.gallery.pro", "Simple Gallery Pro",
        "com.simplemobiletools.gallery.pro.activities.MainActivity",
        activities=("com.simplemobiletools.gallery.pro.activities.PhotoVideoActivity",),
        names=("simple ?gallery", "gallery"), version="6.28.1", version_code=396,
        permissions=(*_STORAGE, "android.permission.READ_MEDIA_IMAGES"),
    ),
    Package(
        "com.simplemobiletools.smsmessenger", "Simple SMS Messenger",
        "com.simplemobiletools.smsmessenger.activities.MainActivity",
        activities=(
            "com.simplemobiletools.smsmessenger.activities.ThreadActivity",
            "com.simplemobiletools.smsmessenger.activities.NewConversationActivity",
        ),
        names=("simple ?sms", "sms ?messenger", "messages"), version="5.19.1", version_code=85,
        permissions=(*_SMS, *_CONTACTS, *_NOTIFY),
    ),
    Package(
        "org.tasks", "Tasks", "com.todoroo.astrid.activity.MainActivity",
        names=("tasks",), version="13.6.3", version_code=130603, permissions=_NOTIFY,
    ),
    Package(
        "org.videolan.vlc", "VLC", ".gui.MainActivity",
        names=("vlc",), version="3.5.4", version_code=13050408, permissions=_STORAGE,
    ),
)  # fmt: skip

PARTS: tuple[Package, ...] = (
    Package("android", "Android System", system=True, version="13", version_code=33, uid=1000),
    Package(
        LAUNCHER, "Pixel Launcher", activities=(f"{LAUNCHER}.NexusLauncherActivity",),
        system=True, version="13", version_code=33,
    ),
    Package(SYSTEM_UI, "System UI", system=True, version="13", version_code=33),
    Package(KEYBOARD, "Gboard", system=True, version="11.4.07", version_code=52541),
    Package(
        "com.android.providers.telephony", "Phone and Messaging Storage", system=True, uid=1001
    ),
    Package("com.android.providers.contacts", "Contacts Storage", system=True),
    Package("com.android.providers.calendar", "Calendar Storage", system=True),
    Package("com.android.providers.media.module", "Media Storage", system=True),
    Package("com.android.providers.downloads", "Download Manager", system=True),
    Package("com.android.providers.settings", "Settings Storage", system=True, uid=1000),
    Package("com.android.shell", "Shell", system=True, uid=2000),
    Package("com.google.androidenv.accessibilityforwarder", "Accessibility Forwarder"),
    Package("com.android.adbkeyboard", "ADB Keyboard", version="2.0", version_code=2),
)  # fmt: skip


def install_default_packages(packages: Packages, now_ms: int = 0) -> None:
    """List the packages of a new phone."""
    for package in (*PARTS, *APPS):
        packages.install(package, now_ms)
