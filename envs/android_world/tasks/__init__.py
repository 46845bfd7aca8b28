"""The tasks, one module per app or theme; `names.TASK_MODULES` says which class is where."""
