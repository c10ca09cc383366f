"""Hải Phòng as it stood in 2018 and 2019: the tree and two cascades under way."""
