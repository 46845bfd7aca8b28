"""The native web tasks, one module per site or theme; the class has the task's name."""
