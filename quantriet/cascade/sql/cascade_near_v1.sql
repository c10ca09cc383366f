-- Past days that are not kept yet: the last day kept, and what the record says has changed since. Exact whenever it is
-- asked, for whoever writes about a kept day takes it out of use in the same transaction.

-- Found by the day they are of: rows are written in the order of time, so a summary of the pages says where they lie.
create index move_when on cascade_move using brin (at);
create index fulfilment_when on cascade_fulfilment using brin (at);
create index obligation_when on cascade_obligation using brin (assigned_at);

-- How the sums of a branch differ between the end of the last day kept of each root and the end of a later past day: by
-- place (down to the third level), requirement and deadline. Nothing of roots of which the day itself is kept.
create function cascade_since_v1(roots bigint[], top text, on_day date)
returns table (root_cascade_id bigint, path text, requirement_id bigint, due_on date, approved bigint, submitted bigint,
               returned bigint, open bigint, irregular bigint)
language plpgsql stable rows 5000 set plan_cache_mode = 'force_custom_plan' as $$
#variable_conflict use_column
declare
    near record;
begin
    for near in select k.kept_until as since, cascade_day_end(k.kept_until) as begins, cascade_day_end(on_day) as ends,
                       array_agg(k.root_cascade_id) as roots
                  from cascade_kept k where k.root_cascade_id = any(roots) and k.kept_until < on_day group by 1 loop
        return query
        with touched as materialized (
            select o.id from cascade_obligation o
             where o.root_cascade_id = any(near.roots) and o.assigned_at >= near.begins and o.assigned_at < near.ends
            union
            select m.obligation_id from cascade_move m where m.at >= near.begins and m.at < near.ends
            union
            select f.obligation_id from cascade_fulfilment f where f.at >= near.begins and f.at < near.ends
            union
            select cascade_once_owed(array(select v.unit_id from org_unitversion v
                                            where lower(v.valid_during) > near.since
                                              and lower(v.valid_during) <= on_day))),
        sides as (
            select o.root_cascade_id, o.root_requirement_id, left(s.path, 36) as path, s.due_on, s.state, s.irregular, d.n
              from touched t
              join cascade_obligation o on o.id = t.id and o.root_cascade_id = any(near.roots)
              cross join lateral (values (near.since, near.begins, -1), (on_day, near.ends, 1)) d (day, over, n)
              cross join lateral cascade_then_v1(o.id, o.origin_unit_id, o.first_due_on, o.assigned_at, d.day,
                                                 d.over - interval '1 microsecond') s
             where s.path >= top and s.path < top || '~')
        select s.root_cascade_id, s.path, s.root_requirement_id, s.due_on,
               coalesce(sum(s.n) filter (where s.state = 'approved'), 0)::bigint,
               coalesce(sum(s.n) filter (where s.state = 'submitted'), 0)::bigint,
               coalesce(sum(s.n) filter (where s.state = 'returned'), 0)::bigint,
               coalesce(sum(s.n) filter (where s.state in ('assigned', 'accepted')), 0)::bigint,
               coalesce(sum(s.n) filter (where s.irregular), 0)::bigint
          from sides s group by 1, 2, 3, 4;
    end loop;
end
$$;

-- Whether a day can be told so for all the roots: a day or two before it is kept. What is further off has changed too
-- much: the record of the day itself is read as quickly.
create function cascade_is_near(roots bigint[], on_day date) returns boolean language sql stable as $$
    select not exists (select from unnest(roots) r (id) left join cascade_kept k on k.root_cascade_id = r.id
                        where k.kept_until is null or k.kept_until < on_day - 2)
$$;

-- As cascade_rollup_then_v1, for a day that is kept or near.
create function cascade_rollup_then_v2(roots bigint[], top text, on_day date, levels integer)
returns table (root_cascade_id bigint, path text, requirement_id bigint, approved bigint, submitted bigint,
               returned bigint, late bigint, open bigint, irregular bigint)
language sql stable as $$
    with parts as (
        select p.root_cascade_id, p.path, p.requirement_id, p.due_on, p.approved, p.submitted, p.returned,
               p.assigned + p.accepted as open, p.irregular
          from cascade_kept root
          cross join generate_series(length(top) / 12, least(3, length(top) / 12 + levels)) k
          cross join lateral (select * from cascade_past c
                               where c.root_cascade_id = root.root_cascade_id and c.depth = k
                                 and c.day <= least(on_day, root.kept_until)
                                 and c.path >= top and c.path < top || '~' offset 0) p -- by its key, root by root
         where root.root_cascade_id = any(roots)
        union all
        select s.root_cascade_id, left(s.path, 12 * k), s.requirement_id, s.due_on, s.approved, s.submitted, s.returned,
               s.open, s.irregular
          from cascade_since_v1(roots, top, on_day) s
          join generate_series(length(top) / 12, least(3, length(top) / 12 + levels)) k on length(s.path) >= 12 * k)
    select p.root_cascade_id, p.path, p.requirement_id, sum(p.approved)::bigint, sum(p.submitted)::bigint,
           coalesce(sum(p.returned) filter (where p.due_on >= on_day), 0)::bigint,
           coalesce(sum(p.returned + p.open) filter (where p.due_on < on_day), 0)::bigint,
           coalesce(sum(p.open) filter (where p.due_on >= on_day), 0)::bigint, sum(p.irregular)::bigint
      from parts p
     group by p.root_cascade_id, p.path, p.requirement_id
    having sum(p.approved + p.submitted + p.returned + p.open) <> 0
$$;
