-- As before, but whatever the statistics say, one obligation is told by looking at its own moves alone: only the small
-- index of heirs and the index of one obligation's moves know `step`. And its state first: who asks for some states only
-- looks for the place of no other.
create or replace function cascade_then_v1(id bigint, origin_unit_id bigint, first_due_on date, assigned_at timestamptz,
                                           on_day date, as_at timestamptz)
returns table (unit_id bigint, path text, due_on date, state text, irregular boolean)
language sql stable rows 1 as $$
    select v.unit_id, v.path collate "C", s.due_on, s.state,
           -- Recorded, but not as required; what only waits for its day (a planned conference) is not meant.
           s.state <> 'approved'
           and coalesce((select f.shortfalls @? '$[*] ? (!(@.waits == true))' from cascade_fulfilment f
                          where f.obligation_id = $1 and f.at <= as_at order by f.at desc, f.id desc limit 1), false)
      from ((select m.due_on, m.state from cascade_move m
              where m.obligation_id = $1 and m.at <= as_at order by m.at desc, m.id desc limit 1)
            union all
            select $3, 'assigned' where $4 <= as_at
            limit 1) s
      cross join lateral (select u.unit_id, u.path from org_unitversion u
                           where u.unit_id = coalesce((select m.unit_id from cascade_move m
                                                        where m.obligation_id = $1 and m.step = 'inherited'
                                                          and m.at <= as_at
                                                        order by m.at desc, m.id desc limit 1), $2)
                             and lower(u.valid_during) <= on_day and s.state not in ('recalled', 'waived')
                           order by u.valid_during desc limit 1) v
$$;
