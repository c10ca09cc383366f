"""What may be announced."""

import pytest

from quantriet.live.channel import announce


@pytest.mark.parametrize("topic", ["unit", "unit:", "unit:x", "Unit:1", "unit:1 ", "unit:1\n", "unit-a:1", "a:1,b:2"])
def test_only_a_word_and_a_number_may_be_announced(topic):
    with pytest.raises(ValueError, match="not a topic"):
        announce(topic)
