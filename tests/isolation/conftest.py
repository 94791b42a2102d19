"""The scene that every isolation test plays on, at a time that stands still."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.cast import NOW, Cast
from tests.isolation.scene import Scene, set_scene


@pytest.fixture
def scene(cast: Cast) -> Iterator[Scene]:
    with time_machine.travel(NOW, tick=False):
        yield set_scene(cast)
