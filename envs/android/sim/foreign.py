"""Apps and providers that the phone lists without running them: their databases and folders.

Hosts copy these files, change rows and copy them back, so the tables must exist with exactly
these columns from boot on, and again after an app was started.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import NamedTuple, Protocol

from osgenesis.envs.android.sim.contacts import (
    CONTACTS_DB,
    CONTACTS_PACKAGE,
    CONTACTS_SCHEMA,
)
from osgenesis.envs.android.sim.databases import Databases
from osgenesis.envs.android.sim.packages import Packages
from osgenesis.envs.android.sim.storage import FileSystem
from osgenesis.envs.android.sim.telephony import (
    CALL_LOG_DB,
    CALL_LOG_SCHEMA,
    SMS_DB,
    SMS_SCHEMA,
    TELEPHONY_PACKAGE,
)

MUSIC_RECORDS = "/sdcard/Android/data/com.dimowner.audiorecorder/files/Music/records"
OSMAND_FILES = "/sdcard/Android/data/net.osmand/files"
MUSIC_LIBRARIES = ("code.name.monkey.retromusic",)
MEDIA_SCAN = "android.intent.action.MEDIA_SCANNER_SCAN_FILE"


class _Phone(Protocol):
    @property
    def files(self) -> FileSystem: ...
    @property
    def databases(self) -> Databases: ...
    @property
    def packages(self) -> Packages: ...


class ForeignApp(NamedTuple):
    """What an app leaves on the phone. `databases` maps a path to its schema."""

    databases: Mapping[str, tuple[str, ...]]
    folders: tuple[str, ...] = ()
    files: Mapping[str, str] = {}


def _table(name: str, columns: str) -> str:
    return f"CREATE TABLE {name} ({' '.join(columns.split())})"


EXPENSE_SCHEMA = (
    _table(
        "expense",
        """expense_id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT NOT NULL,
        amount INTEGER NOT NULL, category INTEGER NOT NULL, note TEXT,
        created_date INTEGER NOT NULL, modified_date INTEGER NOT NULL""",
    ),
)
BROCCOLI_SCHEMA = (
    _table(
        "recipes",
        """recipeId INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, title TEXT, description TEXT,
        servings TEXT, preparationTime TEXT, source TEXT, ingredients TEXT, directions TEXT,
        favorite INTEGER NOT NULL DEFAULT 0, imageName TEXT""",
    ),
)
OPENTRACKS_SCHEMA = (
    _table(
        "tracks",
        """_id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, description TEXT, category TEXT,
        activity_type TEXT, starttime INTEGER, stoptime INTEGER, numpoints INTEGER,
        totaldistance FLOAT, totaltime INTEGER, movingtime INTEGER, avgspeed FLOAT,
        avgmovingspeed FLOAT, maxspeed FLOAT, minelevation FLOAT, maxelevation FLOAT,
        elevationgain FLOAT, icon TEXT, uuid BLOB, elevationloss FLOAT,
        starttime_offset INTEGER""",
    ),
    _table(
        "trackpoints",
        """_id INTEGER PRIMARY KEY AUTOINCREMENT, trackid INTEGER NOT NULL, longitude INTEGER,
        latitude INTEGER, time INTEGER, elevation FLOAT, accuracy FLOAT, speed FLOAT,
        bearing FLOAT, type TEXT""",
    ),
    _table(
        "markers",
        """_id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, description TEXT, category TEXT,
        icon TEXT, trackid INTEGER NOT NULL, longitude INTEGER, latitude INTEGER,
        time INTEGER""",
    ),
)
_JOPLIN_SYNC = """encryption_cipher_text TEXT NOT NULL DEFAULT '',
    encryption_applied INT NOT NULL DEFAULT 0"""
JOPLIN_SCHEMA = (
    _table(
        "folders",
        f"""id TEXT PRIMARY KEY, title TEXT NOT NULL DEFAULT '', created_time INT NOT NULL,
        updated_time INT NOT NULL, user_created_time INT NOT NULL DEFAULT 0,
        user_updated_time INT NOT NULL DEFAULT 0, deleted_time INT NOT NULL DEFAULT 0,
        {_JOPLIN_SYNC}, parent_id TEXT NOT NULL DEFAULT '', is_shared INT NOT NULL DEFAULT 0,
        share_id TEXT NOT NULL DEFAULT '', master_key_id TEXT NOT NULL DEFAULT '',
        icon TEXT NOT NULL DEFAULT '', user_data TEXT NOT NULL DEFAULT ''""",
    ),
    _table(
        "notes",
        f"""id TEXT PRIMARY KEY, parent_id TEXT NOT NULL DEFAULT '',
        title TEXT NOT NULL DEFAULT '', body TEXT NOT NULL DEFAULT '',
        created_time INT NOT NULL, updated_time INT NOT NULL,
        is_conflict INT NOT NULL DEFAULT 0, latitude NUMERIC NOT NULL DEFAULT 0,
        longitude NUMERIC NOT NULL DEFAULT 0, altitude NUMERIC NOT NULL DEFAULT 0,
        author TEXT NOT NULL DEFAULT '', source_url TEXT NOT NULL DEFAULT '',
        is_todo INT NOT NULL DEFAULT 0, todo_due INT NOT NULL DEFAULT 0,
        todo_completed INT NOT NULL DEFAULT 0, source TEXT NOT NULL DEFAULT '',
        source_application TEXT NOT NULL DEFAULT '', application_data TEXT NOT NULL DEFAULT '',
        "order" NUMERIC NOT NULL DEFAULT 0, user_created_time INT NOT NULL DEFAULT 0,
        user_updated_time INT NOT NULL DEFAULT 0, {_JOPLIN_SYNC},
        markup_language INT NOT NULL DEFAULT 1, is_shared INT NOT NULL DEFAULT 0,
        share_id TEXT NOT NULL DEFAULT '', conflict_original_id TEXT NOT NULL DEFAULT '',
        master_key_id TEXT NOT NULL DEFAULT '', user_data TEXT NOT NULL DEFAULT ''""",
    ),
    _table(
        "notes_normalized",
        """id TEXT PRIMARY KEY NOT NULL, parent_id TEXT NOT NULL DEFAULT '',
        title TEXT NOT NULL DEFAULT '', body TEXT NOT NULL DEFAULT '',
        latitude NUMERIC NOT NULL DEFAULT 0, longitude NUMERIC NOT NULL DEFAULT 0,
        altitude NUMERIC NOT NULL DEFAULT 0, source_url TEXT NOT NULL DEFAULT '',
        is_todo INT NOT NULL DEFAULT 0, todo_due INT NOT NULL DEFAULT 0,
        todo_completed INT NOT NULL DEFAULT 0, user_created_time INT NOT NULL DEFAULT 0,
        user_updated_time INT NOT NULL DEFAULT 0""",
    ),
)
VLC_SCHEMA = (
    _table(
        "Media",
        """id_media INTEGER PRIMARY KEY AUTOINCREMENT, type INTEGER,
        duration INTEGER DEFAULT -1, play_count INTEGER NOT NULL DEFAULT 0,
        last_played_date INTEGER, insertion_date INTEGER, title TEXT COLLATE NOCASE,
        filename TEXT COLLATE NOCASE, is_favorite BOOLEAN NOT NULL DEFAULT 0""",
    ),
    _table(
        "Playlist",
        """id_playlist INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT COLLATE NOCASE,
        creation_date INTEGER NOT NULL DEFAULT 0, nb_media INTEGER NOT NULL DEFAULT 0,
        duration INTEGER NOT NULL DEFAULT 0""",
    ),
    _table("PlaylistMediaRelation", "media_id INTEGER, playlist_id INTEGER, position INTEGER"),
)
RETRO_PLAYLIST_SCHEMA = (
    _table(
        "PlaylistEntity",
        """playlist_id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        playlist_name TEXT NOT NULL""",
    ),
    _table(
        "SongEntity",
        """song_key INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        playlist_creator_id INTEGER NOT NULL, id INTEGER NOT NULL, title TEXT NOT NULL,
        track_number INTEGER NOT NULL, year INTEGER NOT NULL, duration INTEGER NOT NULL,
        data TEXT NOT NULL, date_modified INTEGER NOT NULL, album_id INTEGER NOT NULL,
        album_name TEXT NOT NULL, artist_id INTEGER NOT NULL, artist_name TEXT NOT NULL,
        composer TEXT, album_artist TEXT""",
    ),
    _table(
        "HistoryEntity",
        """id INTEGER PRIMARY KEY NOT NULL, title TEXT NOT NULL, time_played INTEGER NOT NULL""",
    ),
    _table(
        "PlayCountEntity",
        """id INTEGER PRIMARY KEY NOT NULL, title TEXT NOT NULL, play_count INTEGER NOT NULL""",
    ),
)
_QUEUE = """_id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, track INTEGER, year INTEGER,
    duration INTEGER, _data TEXT, date_modified INTEGER, album_id INTEGER, album TEXT,
    artist_id INTEGER, artist TEXT"""
RETRO_QUEUE_SCHEMA = (_table("playing_queue", _QUEUE), _table("original_playing_queue", _QUEUE))
OSMAND_MARKERS_SCHEMA = (
    _table(
        "map_markers",
        """marker_id TEXT PRIMARY KEY, marker_lat DOUBLE, marker_lon DOUBLE,
        marker_description TEXT, marker_active INT, marker_added LONG, marker_visited LONG,
        group_name TEXT, group_key TEXT, marker_color INT, marker_next_key TEXT,
        marker_disabled INT, marker_selected INT, marker_map_object_name TEXT, title TEXT""",
    ),
)

EXPENSE_DB = "/data/data/com.arduia.expense/databases/accounting.db"
BROCCOLI_DB = "/data/data/com.flauschcode.broccoli/databases/broccoli"
OPENTRACKS_DB = "/data/data/de.dennisguse.opentracks/databases/database.db"
JOPLIN_DB = "/data/data/net.cozic.joplin/databases/joplin.sqlite"
VLC_DB = "/data/data/org.videolan.vlc/app_db/vlc_media.db"
RETRO_PLAYLIST_DB = "/data/data/code.name.monkey.retromusic/databases/playlist.db"
RETRO_QUEUE_DB = "/data/data/code.name.monkey.retromusic/databases/music_playback_state.db"
OSMAND_MARKERS_DB = "/data/data/net.osmand/databases/map_markers_db"

FAVORITES_GPX = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<gpx version="1.1" creator="OsmAnd 4.5.10" xmlns="http://www.topografix.com/GPX/1/1">\n'
    "  <metadata>\n    <name>favorites</name>\n  </metadata>\n</gpx>\n"
)

FOREIGN: Mapping[str, ForeignApp] = {
    "com.arduia.expense": ForeignApp({EXPENSE_DB: EXPENSE_SCHEMA}),
    "com.flauschcode.broccoli": ForeignApp({BROCCOLI_DB: BROCCOLI_SCHEMA}),
    "de.dennisguse.opentracks": ForeignApp({OPENTRACKS_DB: OPENTRACKS_SCHEMA}),
    "net.cozic.joplin": ForeignApp({JOPLIN_DB: JOPLIN_SCHEMA}),
    "org.videolan.vlc": ForeignApp({VLC_DB: VLC_SCHEMA}, ("/sdcard/VLCVideos",)),
    "code.name.monkey.retromusic": ForeignApp(
        {RETRO_PLAYLIST_DB: RETRO_PLAYLIST_SCHEMA, RETRO_QUEUE_DB: RETRO_QUEUE_SCHEMA}
    ),
    "net.osmand": ForeignApp(
        {OSMAND_MARKERS_DB: OSMAND_MARKERS_SCHEMA},
        (f"{OSMAND_FILES}/favorites", f"{OSMAND_FILES}/tracks", "/data/data/net.osmand/files"),
        {f"{OSMAND_FILES}/favorites/favorites.gpx": FAVORITES_GPX},
    ),
    "com.dimowner.audiorecorder": ForeignApp({}, (MUSIC_RECORDS,)),
    CONTACTS_PACKAGE: ForeignApp({CONTACTS_DB: CONTACTS_SCHEMA, CALL_LOG_DB: CALL_LOG_SCHEMA}),
    TELEPHONY_PACKAGE: ForeignApp({SMS_DB: SMS_SCHEMA}),
}


def install(phone: _Phone, skip: Container[str] = ()) -> None:
    """Set up every foreign app except those in `skip` (which run on the phone themselves).

    Every installed package gets its private folder, which it owns with all that is in it.
    """
    for name in FOREIGN:
        if name not in skip:
            ensure(phone, name)
    for package in phone.packages.all():
        folder = f"/data/data/{package.name}"
        phone.files.mkdir(folder, exist_ok=True)
        for path, _, names in list(phone.files.walk(folder)):
            for spot in (path, *(f"{path}/{name}" for name in names)):
                phone.files.chown(spot, package.uid, package.uid)


def media_scanned(phone: _Phone) -> None:
    """A media scan wakes the apps that keep a music library; one that wakes makes what it lacks."""
    for name in MUSIC_LIBRARIES:
        ensure(phone, name)


def ensure(phone: _Phone, package: str) -> None:
    """What a start of the app does: make what is missing, leave the rest alone."""
    app = FOREIGN.get(package)
    if app is None:
        return
    for folder in app.folders:
        phone.files.mkdir(folder, parents=True, exist_ok=True)
    for path, text in app.files.items():
        if not phone.files.exists(path):
            phone.files.write(path, text, parents=True)
    for path, schema in app.databases.items():
        phone.databases.open(path, schema)
