-- The units in the order of their names: the first pages of a long list by name walk along it (queries/names.py).
create index unit_version_by_name on org_unitversion (sort_key, unit_id);
