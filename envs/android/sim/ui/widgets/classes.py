"""Class names that Android's own widgets report, and the flags widgets set themselves."""

from osgenesis.envs.core.elements import Flag

TEXT_VIEW = "android.widget.TextView"
BUTTON = "android.widget.Button"
IMAGE_BUTTON = "android.widget.ImageButton"
IMAGE_VIEW = "android.widget.ImageView"
EDIT_TEXT = "android.widget.EditText"
SWITCH = "android.widget.Switch"
CHECK_BOX = "android.widget.CheckBox"
RADIO_BUTTON = "android.widget.RadioButton"
SEEK_BAR = "android.widget.SeekBar"
PROGRESS_BAR = "android.widget.ProgressBar"
LINEAR_LAYOUT = "android.widget.LinearLayout"
FRAME_LAYOUT = "android.widget.FrameLayout"
VIEW = "android.view.View"
VIEW_GROUP = "android.view.ViewGroup"
SCROLL_VIEW = "android.widget.ScrollView"
RECYCLER_VIEW = "androidx.recyclerview.widget.RecyclerView"
HORIZONTAL_SCROLL_VIEW = "android.widget.HorizontalScrollView"

CHECKABLE, CHECKED = int(Flag.CHECKABLE), int(Flag.CHECKED)
SELECTED = int(Flag.SELECTED)
