"""`Viewer`: the window of `render_mode="human"`, drawn with pygame."""

from __future__ import annotations

import os
from typing import Any, Final

import numpy as np
from gymnasium.error import DependencyNotInstalled
from numpy.typing import NDArray

__all__ = ["Viewer"]

_WINDOW_HEIGHT: Final = 900


class Viewer:
    """A window that shows one frame after another, scaled to fit a desktop.

    Args:
        size: (width, height) of the frames in px.
        title: What the window is called.
    """

    def __init__(self, size: tuple[int, int], title: str) -> None:
        try:
            import pygame
        except ImportError as error:
            raise DependencyNotInstalled(
                'render_mode="human" needs pygame: pip install pygame. render_mode="rgb_array" needs nothing.'
            ) from error
        self._pygame: Any = pygame
        if not pygame.display.get_init():
            self._open_display()
        scale = min(1.0, _WINDOW_HEIGHT / size[1])
        self._size = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
        self._window = pygame.display.set_mode(self._size)
        pygame.display.set_caption(title)

    def _open_display(self) -> None:
        try:
            self._pygame.display.init()
        except self._pygame.error:
            # No display (a server, a container): an off-screen window keeps the program running.
            os.environ["SDL_VIDEODRIVER"] = "dummy"
            self._pygame.display.init()

    def show(self, frame: NDArray[np.uint8]) -> None:
        """Show a frame, shape (height, width, 3), RGB."""
        pygame = self._pygame
        pygame.event.pump()
        # pygame's arrays are indexed (x, y).
        surface = pygame.surfarray.make_surface(frame.swapaxes(0, 1))
        scale = min(self._size[0] / frame.shape[1], self._size[1] / frame.shape[0])
        fitted = max(1, int(frame.shape[1] * scale)), max(1, int(frame.shape[0] * scale))
        self._window.fill((0, 0, 0))
        self._window.blit(pygame.transform.smoothscale(surface, fitted), (0, 0))
        pygame.display.flip()

    def close(self) -> None:
        """Close the window."""
        self._pygame.display.quit()
