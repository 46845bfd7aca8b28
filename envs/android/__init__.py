"""The phone, shared by the Android benchmarks; it knows no task."""
