-- How every obligation under one root cascade, within one branch of the tree, stands on a day. As version 2, in two:
-- the present is planned alone and quickly; what the record says is a function of its own, planned when it is asked.

-- The state, the deadline and the owing unit that the record shows for an instant (null: now), with the tree as it stood
-- on the day. A unit that has ended keeps the place it last had, so that nothing it owes drops out of a total.
create function cascade_record_v1(root bigint, top text, on_day date, as_at timestamptz)
returns table (obligation_id bigint, unit_id bigint, path text, cascade_id bigint, requirement_id bigint,
               root_requirement_id bigint, due_on date, state text, standing text, irregular boolean)
language plpgsql stable rows 5000 as $$
#variable_conflict use_column
begin
    if length(top) = 12 then -- the whole tree: nothing to look for first
    return query
    select o.id, w.unit_id, v.path, o.cascade_id, o.requirement_id, o.root_requirement_id, s.due_on, s.state,
           case when s.state in ('approved', 'submitted') then s.state
                when s.due_on < on_day then 'late'
                when s.state = 'returned' then 'returned'
                else 'open' end,
           -- Recorded, but not as required; what only waits for its day (a planned conference) is not meant.
           s.state <> 'approved' and coalesce(f.shortfalls @? '$[*] ? (!(@.waits == true))', false)
      from cascade_obligation o
      cross join lateral (select coalesce((select m.unit_id from cascade_move m
                                            where m.obligation_id = o.id and m.unit_id is not null
                                              and m.at <= coalesce(as_at, 'infinity')
                                            order by m.at desc, m.id desc limit 1), o.origin_unit_id) as unit_id) w
      cross join lateral (select u.path from org_unitversion u
                           where u.unit_id = w.unit_id and lower(u.valid_during) <= on_day
                           order by u.valid_during desc limit 1) v
      cross join lateral (select o.due_on, o.state::text where as_at is null
                          union all
                          (select m.due_on, m.state from cascade_move m
                            where m.obligation_id = o.id and m.at <= as_at order by m.at desc, m.id desc limit 1)
                          union all
                          select o.first_due_on, 'assigned' where o.assigned_at <= as_at
                          limit 1) s
      left join lateral (select f.shortfalls from cascade_fulfilment f
                          where f.obligation_id = o.id and f.at <= coalesce(as_at, 'infinity')
                          order by f.at desc, f.id desc limit 1) f on true
     where o.partition_no = (select c.partition_no from cascade_cascade c where c.id = root)
       and o.root_cascade_id = root
       and v.path >= top and v.path < top || '~'
       and s.state not in ('recalled', 'waived');
        return;
    end if;
    return query
    select o.id, w.unit_id, v.path, o.cascade_id, o.requirement_id, o.root_requirement_id, s.due_on, s.state,
           case when s.state in ('approved', 'submitted') then s.state
                when s.due_on < on_day then 'late'
                when s.state = 'returned' then 'returned'
                else 'open' end,
           -- Recorded, but not as required; what only waits for its day (a planned conference) is not meant.
           s.state <> 'approved' and coalesce(f.shortfalls @? '$[*] ? (!(@.waits == true))', false)
      from cascade_obligation o
      cross join lateral (select coalesce((select m.unit_id from cascade_move m
                                            where m.obligation_id = o.id and m.unit_id is not null
                                              and m.at <= coalesce(as_at, 'infinity')
                                            order by m.at desc, m.id desc limit 1), o.origin_unit_id) as unit_id) w
      cross join lateral (select u.path from org_unitversion u
                           where u.unit_id = w.unit_id and lower(u.valid_during) <= on_day
                           order by u.valid_during desc limit 1) v
      cross join lateral (select o.due_on, o.state::text where as_at is null
                          union all
                          (select m.due_on, m.state from cascade_move m
                            where m.obligation_id = o.id and m.at <= as_at order by m.at desc, m.id desc limit 1)
                          union all
                          select o.first_due_on, 'assigned' where o.assigned_at <= as_at
                          limit 1) s
      left join lateral (select f.shortfalls from cascade_fulfilment f
                          where f.obligation_id = o.id and f.at <= coalesce(as_at, 'infinity')
                          order by f.at desc, f.id desc limit 1) f on true
     where o.partition_no = (select c.partition_no from cascade_cascade c where c.id = root)
       and o.root_cascade_id = root
       -- Only for speed: what a unit that ever stood in the branch owes, was given, or inherited.
       and o.id in (
            with once as (select b.unit_id from org_unitversion b where b.path >= top and b.path < top || '~')
            select p.id from cascade_obligation p where p.unit_id in (select unit_id from once)
            union all
            select p.id from cascade_obligation p
             where p.origin_unit_id <> p.unit_id and p.origin_unit_id in (select unit_id from once)
            union all
            select m.obligation_id from cascade_move m
             where m.unit_id is not null and m.unit_id in (select unit_id from once))
       and v.path >= top and v.path < top || '~'
       and s.state not in ('recalled', 'waived');
end
$$;

create function cascade_standing_v3(root bigint, top text, on_day date, as_at timestamptz)
returns table (obligation_id bigint, unit_id bigint, path text, cascade_id bigint, requirement_id bigint,
               root_requirement_id bigint, due_on date, state text, standing text, irregular boolean)
language sql stable rows 5000 as $$
    select o.id, o.unit_id, o.path collate "C", o.cascade_id, o.requirement_id, o.root_requirement_id, o.due_on,
           o.state::text,
           case when o.state in ('approved', 'submitted') then o.state::text
                when o.due_on < on_day then 'late'
                when o.state = 'returned' then 'returned'
                else 'open' end,
           o.is_irregular and o.state <> 'approved'
      from cascade_obligation o
     where as_at is null and cascade_is_placed(on_day)
       and o.partition_no = (select c.partition_no from cascade_cascade c where c.id = root)
       and o.root_cascade_id = root and o.path >= top and o.path < top || '~'
       and o.state not in ('recalled', 'waived')
    union all
    select * from cascade_record_v1(root, top, on_day, as_at)
     where as_at is not null or not cascade_is_placed(on_day)
$$;
