"""The cascade at the size of a country, each figure beside its limit measured in the same run.

`quantriet bench fanout|rollup|changes|exactness|past|merger|reorganisation|page [--json] [--scale small]`:
each makes its own data in a database of its own, which is thrown away.
"""
