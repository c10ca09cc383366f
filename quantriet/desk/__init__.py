"""My work: pages that join several rooms; owns no table, does no act."""
