-- How every obligation under one root cascade, within one branch of the tree, stands on a day.
-- Figures and the lists they open are both read from here, so they cannot differ.
-- `as_at` null: the present state. Otherwise the state the record shows for that instant.
-- A unit that has ended keeps the place it last had, so that nothing it owes drops out of a total.
-- Twin in Python: cascade/rules/standing.py.
create function cascade_standing_v1(root bigint, top text, on_day date, as_at timestamptz)
returns table (obligation_id bigint, unit_id bigint, path text, cascade_id bigint, requirement_id bigint,
               root_requirement_id bigint, due_on date, state text, standing text, irregular boolean)
language sql stable rows 5000 as $$
    select o.id, o.unit_id, v.path, o.cascade_id, o.requirement_id, o.root_requirement_id, s.due_on, s.state,
           case when s.state = 'approved' then 'approved'
                when s.state = 'submitted' then 'submitted'
                when s.due_on < on_day then 'late'
                when s.state = 'returned' then 'returned'
                else 'open' end,
           -- Recorded, but not as required; what only waits for its day (a planned conference) is not meant.
           s.state <> 'approved' and coalesce(f.shortfalls @? '$[*] ? (!(@.waits == true))', false)
      from cascade_obligation o
      cross join lateral (select u.path from org_unitversion u
                           where u.unit_id = o.unit_id and lower(u.valid_during) <= on_day
                           order by u.valid_during desc limit 1) v
      cross join lateral (select o.due_on, o.state::text where as_at is null
                          union all
                          (select m.due_on, m.state from cascade_move m
                            where m.obligation_id = o.id and m.at <= as_at order by m.at desc, m.id desc limit 1)
                          limit 1) s
      left join lateral (select f.shortfalls from cascade_fulfilment f
                          where f.obligation_id = o.id and (as_at is null or f.at <= as_at)
                          order by f.at desc, f.id desc limit 1) f on true
     where o.root_cascade_id = root
       -- Only for speed: units that ever stood in the branch, found by the index on the path.
       and o.unit_id in (select b.unit_id from org_unitversion b
                          where b.path collate "C" >= top and b.path collate "C" < top || '~')
       and v.path collate "C" >= top and v.path collate "C" < top || '~'
       and s.state not in ('recalled', 'waived')
$$;
