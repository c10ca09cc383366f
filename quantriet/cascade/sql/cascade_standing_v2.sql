-- How every obligation under one root cascade, within one branch of the tree, stands on a day.
-- Figures and the lists they open are both read from here, or from sums that a property test holds equal to it.
-- `as_at` null: the present state. Otherwise the state, the deadline and the owing unit that the record shows for that
-- instant, with the tree as it stood on the day. A unit that has ended keeps the place it last had, so that nothing it
-- owes drops out of a total. Twin in Python: cascade/rules/standing.py.

-- Up to which day, and up to which change of the tree, cascade_obligation.path is true.
create table cascade_placement (
    only_one boolean primary key default true check (only_one),
    placed_on date not null,
    version_id bigint not null
);
insert into cascade_placement (placed_on, version_id) values ('-infinity', 0);
create index if not exists unit_version_begins on org_unitversion (lower(valid_during));

-- Whether the stored places are those of the tree as at a day. Asked once a read: units that stand elsewhere since the
-- last placing, and owe something, are few or none.
create function cascade_is_placed(on_day date) returns boolean language sql stable as $$
    select p.placed_on <= on_day
       and not exists (select from org_unitversion v
                        where v.id > p.version_id and lower(v.valid_during) <= on_day
                          and exists (select from cascade_obligation o where o.unit_id = v.unit_id and o.path <> v.path))
       and not exists (select from org_unitversion v
                        where lower(v.valid_during) > greatest(p.placed_on, '1900-01-01')
                          and lower(v.valid_during) <= on_day and v.id <= p.version_id
                          and exists (select from cascade_obligation o where o.unit_id = v.unit_id and o.path <> v.path))
      from cascade_placement p
$$;

create function cascade_standing_v2(root bigint, top text, on_day date, as_at timestamptz)
returns table (obligation_id bigint, unit_id bigint, path text, cascade_id bigint, requirement_id bigint,
               root_requirement_id bigint, due_on date, state text, standing text, irregular boolean)
language sql stable rows 5000 as $$
    select o.id, o.unit_id, o.path, o.cascade_id, o.requirement_id, o.root_requirement_id, o.due_on, o.state::text,
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
     where (as_at is not null or not cascade_is_placed(on_day))
       and o.partition_no = (select c.partition_no from cascade_cascade c where c.id = root)
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
       and s.state not in ('recalled', 'waived')
$$;
