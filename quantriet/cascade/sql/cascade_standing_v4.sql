-- How every obligation under one root cascade, within one branch of the tree, stands on a day. As version 3; what the
-- record says of one obligation is told in one place, for a branch, for single places, and for the sums of past days.

create function cascade_standing_word(state text, due_on date, on_day date) returns text language sql immutable as $$
    select case when state in ('approved', 'submitted') then state
                when due_on < on_day then 'late'
                when state = 'returned' then 'returned'
                else 'open' end
$$;

-- What units ever owed: what they owe, were given, or inherited.
create function cascade_once_owed(units bigint[]) returns setof bigint language sql stable rows 5000 as $$
    select o.id from cascade_obligation o where o.unit_id = any(units)
    union
    select o.id from cascade_obligation o where o.origin_unit_id <> o.unit_id and o.origin_unit_id = any(units)
    union
    select m.obligation_id from cascade_move m where m.unit_id is not null and m.unit_id = any(units)
$$;

-- The state, the deadline and the owing unit that the record shows for an instant, with the tree as it stood on the day.
-- A unit that has ended keeps the place it last had, so that nothing it owes drops out of a total.
create function cascade_then_v1(id bigint, origin_unit_id bigint, first_due_on date, assigned_at timestamptz,
                                on_day date, as_at timestamptz)
returns table (unit_id bigint, path text, due_on date, state text, irregular boolean)
language sql stable rows 1 as $$
    select w.unit_id, v.path collate "C", s.due_on, s.state,
           -- Recorded, but not as required; what only waits for its day (a planned conference) is not meant.
           s.state <> 'approved'
           and coalesce((select f.shortfalls @? '$[*] ? (!(@.waits == true))' from cascade_fulfilment f
                          where f.obligation_id = $1 and f.at <= as_at order by f.at desc, f.id desc limit 1), false)
      from (select coalesce((select m.unit_id from cascade_move m
                              where m.obligation_id = $1 and m.unit_id is not null and m.at <= as_at
                              order by m.at desc, m.id desc limit 1), $2) as unit_id) w
      cross join lateral (select u.path from org_unitversion u
                           where u.unit_id = w.unit_id and lower(u.valid_during) <= on_day
                           order by u.valid_during desc limit 1) v
      cross join lateral ((select m.due_on, m.state from cascade_move m
                            where m.obligation_id = $1 and m.at <= as_at order by m.at desc, m.id desc limit 1)
                          union all
                          select $3, 'assigned' where $4 <= as_at
                          limit 1) s
     where s.state not in ('recalled', 'waived')
$$;

-- What `cascade_obligation.path` does not say: past days, and (`as_at` null) today while the tree has yet to be placed.
create function cascade_record_v2(root bigint, top text, on_day date, as_at timestamptz)
returns table (obligation_id bigint, unit_id bigint, path text, cascade_id bigint, requirement_id bigint,
               root_requirement_id bigint, due_on date, state text, standing text, irregular boolean)
language plpgsql stable rows 5000 as $$
#variable_conflict use_column
begin
    if as_at is null then
        return query
        select o.id, o.unit_id, v.path collate "C", o.cascade_id, o.requirement_id, o.root_requirement_id, o.due_on,
               o.state::text, cascade_standing_word(o.state, o.due_on, on_day), o.is_irregular and o.state <> 'approved'
          from cascade_obligation o
          cross join lateral (select u.path from org_unitversion u
                               where u.unit_id = o.unit_id and lower(u.valid_during) <= on_day
                               order by u.valid_during desc limit 1) v
         where o.partition_no = (select c.partition_no from cascade_cascade c where c.id = root)
           and o.root_cascade_id = root
           -- Only for speed.
           and o.unit_id in (select b.unit_id from org_unitversion b where b.path >= top and b.path < top || '~')
           and v.path >= top and v.path < top || '~' and o.state not in ('recalled', 'waived');
    elsif length(top) = 12 then -- the whole tree: nothing to look for first
        return query
        select o.id, t.unit_id, t.path, o.cascade_id, o.requirement_id, o.root_requirement_id, t.due_on, t.state,
               cascade_standing_word(t.state, t.due_on, on_day), t.irregular
          from cascade_obligation o
          cross join lateral cascade_then_v1(o.id, o.origin_unit_id, o.first_due_on, o.assigned_at, on_day, as_at) t
         where o.partition_no = (select c.partition_no from cascade_cascade c where c.id = root)
           and o.root_cascade_id = root and t.path >= top and t.path < top || '~';
    else
        return query
        select o.id, t.unit_id, t.path, o.cascade_id, o.requirement_id, o.root_requirement_id, t.due_on, t.state,
               cascade_standing_word(t.state, t.due_on, on_day), t.irregular
          from cascade_obligation o
          cross join lateral cascade_then_v1(o.id, o.origin_unit_id, o.first_due_on, o.assigned_at, on_day, as_at) t
         where o.partition_no = (select c.partition_no from cascade_cascade c where c.id = root)
           and o.root_cascade_id = root
           -- Only for speed.
           and o.id in (select cascade_once_owed(array(
                   select b.unit_id from org_unitversion b where b.path >= top and b.path < top || '~')))
           and t.path >= top and t.path < top || '~';
    end if;
end
$$;

create function cascade_standing_v4(root bigint, top text, on_day date, as_at timestamptz)
returns table (obligation_id bigint, unit_id bigint, path text, cascade_id bigint, requirement_id bigint,
               root_requirement_id bigint, due_on date, state text, standing text, irregular boolean)
language sql stable rows 5000 as $$
    select o.id, o.unit_id, o.path collate "C", o.cascade_id, o.requirement_id, o.root_requirement_id, o.due_on,
           o.state::text, cascade_standing_word(o.state, o.due_on, on_day), o.is_irregular and o.state <> 'approved'
      from cascade_obligation o
     where as_at is null and cascade_is_placed(on_day)
       and o.partition_no = (select c.partition_no from cascade_cascade c where c.id = root)
       and o.root_cascade_id = root and o.path >= top and o.path < top || '~'
       and o.state not in ('recalled', 'waived')
    union all
    select * from cascade_record_v2(root, top, on_day, as_at)
     where as_at is not null or not cascade_is_placed(on_day)
$$;

-- The same for what single places of the tree owe themselves: the units shown on a page.
create function cascade_owed_v1(root bigint, paths text[], on_day date, as_at timestamptz)
returns table (obligation_id bigint, unit_id bigint, path text, cascade_id bigint, requirement_id bigint,
               root_requirement_id bigint, due_on date, state text, standing text, irregular boolean)
language plpgsql stable rows 500 as $$
#variable_conflict use_column
begin
    if as_at is null and cascade_is_placed(on_day) then
        return query
        select o.id, o.unit_id, o.path collate "C", o.cascade_id, o.requirement_id, o.root_requirement_id, o.due_on,
               o.state::text, cascade_standing_word(o.state, o.due_on, on_day), o.is_irregular and o.state <> 'approved'
          from cascade_obligation o
         where o.partition_no = (select c.partition_no from cascade_cascade c where c.id = root)
           and o.root_cascade_id = root and o.path collate "C" = any(paths) -- as the index is sorted
           and o.state not in ('recalled', 'waived');
    elsif as_at is null then
        return query
        select o.id, o.unit_id, v.path collate "C", o.cascade_id, o.requirement_id, o.root_requirement_id, o.due_on,
               o.state::text, cascade_standing_word(o.state, o.due_on, on_day), o.is_irregular and o.state <> 'approved'
          from cascade_obligation o
          cross join lateral (select u.path from org_unitversion u
                               where u.unit_id = o.unit_id and lower(u.valid_during) <= on_day
                               order by u.valid_during desc limit 1) v
         where o.partition_no = (select c.partition_no from cascade_cascade c where c.id = root)
           and o.root_cascade_id = root
           and o.unit_id = any(array(select left(right(p, 12), 11)::bigint from unnest(paths) p))
           and v.path = any(paths) and o.state not in ('recalled', 'waived');
    else
        return query
        select o.id, t.unit_id, t.path, o.cascade_id, o.requirement_id, o.root_requirement_id, t.due_on, t.state,
               cascade_standing_word(t.state, t.due_on, on_day), t.irregular
          from cascade_obligation o
          cross join lateral cascade_then_v1(o.id, o.origin_unit_id, o.first_due_on, o.assigned_at, on_day, as_at) t
         where o.partition_no = (select c.partition_no from cascade_cascade c where c.id = root)
           and o.root_cascade_id = root
           and o.id in (select cascade_once_owed(array(select left(right(p, 12), 11)::bigint from unnest(paths) p)))
           and t.path = any(paths);
    end if;
end
$$;
