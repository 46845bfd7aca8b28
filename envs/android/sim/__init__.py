"""The embedded phone: Android 13 in Python, without emulator. `phone.Phone` is where to start."""
