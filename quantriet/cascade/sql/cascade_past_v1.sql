-- The summed past: for every unit of the three upper levels what changed in the sums of its branch on each day. The sums
-- as at the end of a day are the changes up to it. Written by cascade_keep() when a day is over, told from the record.
--
-- Days of a root up to `kept_until` may be read. What is written later about such a day (an act undone, a version of the
-- tree put right) takes the days from there on out of use, until they are kept anew: cascade_rewrite().

create table cascade_past (
    root_cascade_id bigint not null,
    depth smallint not null, -- steps of the path, as it was on the day
    path text collate "C" not null,
    requirement_id bigint not null, -- of the root
    due_on date not null,
    day date not null,
    assigned integer not null,
    accepted integer not null,
    submitted integer not null,
    returned integer not null,
    approved integer not null,
    irregular integer not null,
    primary key (root_cascade_id, depth, path, requirement_id, due_on, day)
);

create table cascade_kept (
    root_cascade_id bigint primary key,
    kept_until date not null,
    watched_until date not null, -- what is written about days up to this one is noted here
    rewritten bigint not null default 0 -- how often that has happened
);
create index cascade_kept_watched on cascade_kept (watched_until);

create function cascade_rewrite(root bigint, since date) returns void language sql as $$
    update cascade_kept set kept_until = least(kept_until, since - 1), rewritten = rewritten + 1
     where root_cascade_id = root and watched_until >= since
$$;

-- The instant at which a day is over, exclusive, and the day of an instant: Vietnam.
create function cascade_day_end(day date) returns timestamptz language sql stable as $$
    select (day + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh'
$$;
create function cascade_day_of(at timestamptz) returns date language sql stable as $$
    select (at at time zone 'Asia/Ho_Chi_Minh')::date
$$;

-- Moves and facts told of a day that is watched. The first question is all that an ordinary act costs.
create function cascade_note_late_word() returns trigger language plpgsql as $$
begin
    if (select min(n.at) from written n) < (select cascade_day_end(max(k.watched_until)) from cascade_kept k) then
        perform cascade_rewrite(f.root_cascade_id, cascade_day_of(f.at))
           from (select o.root_cascade_id, min(n.at) as at
                   from written n join cascade_obligation o on o.id = n.obligation_id group by 1 order by 1) f;
    end if;
    return null;
end
$$;
create trigger move_rewrites_past after insert on cascade_move
    referencing new table as written for each statement execute function cascade_note_late_word();
create trigger fulfilment_rewrites_past after insert on cascade_fulfilment
    referencing new table as written for each statement execute function cascade_note_late_word();

create function cascade_note_late_gift() returns trigger language plpgsql as $$
begin
    if (select min(n.assigned_at) from written n)
            < (select cascade_day_end(max(k.watched_until)) from cascade_kept k) then
        perform cascade_rewrite(f.root_cascade_id, cascade_day_of(f.at))
           from (select n.root_cascade_id, min(n.assigned_at) as at from written n group by 1 order by 1) f;
    end if;
    return null;
end
$$;
create trigger obligation_rewrites_past after insert on cascade_obligation
    referencing new table as written for each statement execute function cascade_note_late_gift();

-- The tree of a watched day: where a unit stood, and since when. When a version ends is not asked by the record.
-- Where a unit stood before it was given anything does not matter.
create function cascade_rewrite_tree(units bigint[], since date) returns void language sql as $$
    select cascade_rewrite(r.root_cascade_id, greatest(since, r.first_given))
      from (select o.root_cascade_id, min(cascade_day_of(o.assigned_at)) as first_given
              from cascade_obligation o
             where o.id in (select cascade_once_owed(units)) group by 1 order by 1) r
$$;
create function cascade_note_late_tree() returns trigger language plpgsql as $$
declare
    watched date := (select max(k.watched_until) from cascade_kept k);
begin
    perform cascade_rewrite_tree(array_agg(w.unit_id), min(lower(w.valid_during)))
       from written w where lower(w.valid_during) <= watched having count(*) > 0;
    return null;
end
$$;
create function cascade_note_changed_tree() returns trigger language plpgsql as $$
declare
    watched date := (select max(k.watched_until) from cascade_kept k);
begin
    perform cascade_rewrite_tree(array_agg(c.unit_id), min(c.since))
       from (select v.unit_id, lower(v.valid_during) as since
               from (select unit_id, path, valid_during, id from was
                     union all select unit_id, path, valid_during, id from became) v
              group by v.id, v.unit_id, v.path, lower(v.valid_during)
             having count(*) = 1) c
      where c.since <= watched having count(*) > 0;
    return null;
end
$$;
create trigger version_begins_in_past after insert on org_unitversion
    referencing new table as written for each statement execute function cascade_note_late_tree();
create trigger version_leaves_past after delete on org_unitversion
    referencing old table as written for each statement execute function cascade_note_late_tree();
create trigger version_rewrites_past after update on org_unitversion
    referencing old table as was new table as became for each statement execute function cascade_note_changed_tree();

-- The roots whose past is not kept up to a day, each with the last day that is: for a new one the day before the first
-- of its obligations was given. From now on the days up to this one are watched.
create function cascade_watch(until date) returns table (root_cascade_id bigint, kept_until date, rewritten bigint)
language sql as $$
    insert into cascade_kept as k
    select c.id, n.kept_until, until
      from cascade_cascade c
      left join cascade_kept k on k.root_cascade_id = c.id
      cross join lateral (select coalesce(k.kept_until, (select cascade_day_of(min(o.assigned_at)) - 1
                                                           from cascade_obligation o
                                                          where o.root_cascade_id = c.id)) as kept_until) n
     where c.root_id is null and c.issued_at is not null and n.kept_until < until
    on conflict (root_cascade_id) do update
       set watched_until = greatest(k.watched_until, excluded.watched_until)
    returning k.root_cascade_id, k.kept_until, k.rewritten
$$;

-- Tell the days after one, up to another, of roots of which nothing later is kept. Only what is touched by something on
-- such a day is looked at: how it stands at the end of the day against how it stood before.
create function cascade_keep(roots bigint[], since date, until date) returns bigint
language plpgsql set plan_cache_mode = 'force_custom_plan' as $$
declare
    written bigint;
begin
    perform pg_advisory_xact_lock(7206184); -- one at a time
    delete from cascade_past p where p.root_cascade_id = any(roots) and p.day > since;
    with touched as materialized (
        select o.id, cascade_day_of(o.assigned_at) as day
          from cascade_obligation o
         where o.root_cascade_id = any(roots)
           and o.assigned_at >= cascade_day_end(since) and o.assigned_at < cascade_day_end(until)
        union
        select m.obligation_id, cascade_day_of(m.at) from cascade_move m
         where m.at >= cascade_day_end(since) and m.at < cascade_day_end(until)
           and m.obligation_id in (select o.id from cascade_obligation o where o.root_cascade_id = any(roots))
        union
        select f.obligation_id, cascade_day_of(f.at) from cascade_fulfilment f
         where f.at >= cascade_day_end(since) and f.at < cascade_day_end(until)
           and f.obligation_id in (select o.id from cascade_obligation o where o.root_cascade_id = any(roots))
        union
        select o.id, lower(v.valid_during)
          from org_unitversion v cross join lateral cascade_once_owed(array[v.unit_id]) o (id)
         where lower(v.valid_during) > since and lower(v.valid_during) <= until),
    days as (
        select t.id, t.day from touched t
        union all
        select distinct t.id, since from touched t),
    stretches as (
        select o.root_cascade_id, o.root_requirement_id, left(s.path, 36) as path, s.due_on, s.state, s.irregular,
               d.day, d.next
          from (select id, day, lead(day) over (partition by id order by day) as next from days) d
          join cascade_obligation o on o.id = d.id and o.root_cascade_id = any(roots)
          cross join lateral cascade_then_v1(o.id, o.origin_unit_id, o.first_due_on, o.assigned_at, d.day,
                                             cascade_day_end(d.day) - interval '1 microsecond') s),
    edges as (
        select root_cascade_id, path, root_requirement_id, due_on, state, irregular, s.day, 1 as n
          from stretches s where s.day > since
        union all
        select root_cascade_id, path, root_requirement_id, due_on, state, irregular, s.next, -1
          from stretches s where s.next is not null),
    leaves as (
        select e.root_cascade_id, e.path, e.root_requirement_id, e.due_on, e.day,
               coalesce(sum(e.n) filter (where e.state = 'assigned'), 0) as assigned,
               coalesce(sum(e.n) filter (where e.state = 'accepted'), 0) as accepted,
               coalesce(sum(e.n) filter (where e.state = 'submitted'), 0) as submitted,
               coalesce(sum(e.n) filter (where e.state = 'returned'), 0) as returned,
               coalesce(sum(e.n) filter (where e.state = 'approved'), 0) as approved,
               coalesce(sum(e.n) filter (where e.irregular), 0) as irregular
          from edges e group by 1, 2, 3, 4, 5)
    insert into cascade_past
    select l.root_cascade_id, k, left(l.path, 12 * k), l.root_requirement_id, l.due_on, l.day, sum(l.assigned),
           sum(l.accepted), sum(l.submitted), sum(l.returned), sum(l.approved), sum(l.irregular)
      from leaves l cross join lateral generate_series(1, length(l.path) / 12) k
     group by l.root_cascade_id, k, left(l.path, 12 * k), l.root_requirement_id, l.due_on, l.day
    having bool_or(l.assigned <> 0 or l.accepted <> 0 or l.submitted <> 0 or l.returned <> 0 or l.approved <> 0
                   or l.irregular <> 0);
    get diagnostics written = row_count;
    return written;
end
$$;

-- The days told may be read, unless one of the roots was rewritten meanwhile: gives how many may.
create function cascade_kept_up(roots bigint[], rewrites bigint[], until date) returns bigint language sql as $$
    with kept as (
        update cascade_kept k set kept_until = until
          from unnest(roots, rewrites) r (id, rewritten)
         where k.root_cascade_id = r.id and k.rewritten = r.rewritten
        returning 1)
    select count(*) from kept
$$;

create function cascade_is_kept(roots bigint[], on_day date) returns boolean language sql stable as $$
    select not exists (select from unnest(roots) r (id) left join cascade_kept k on k.root_cascade_id = r.id
                        where k.kept_until is null or k.kept_until < on_day)
$$;

-- As cascade_rollup_v1, as at the end of a day that is kept for all the roots.
create function cascade_rollup_then_v1(roots bigint[], top text, on_day date, levels integer)
returns table (root_cascade_id bigint, path text, requirement_id bigint, approved bigint, submitted bigint,
               returned bigint, late bigint, open bigint, irregular bigint)
language sql stable as $$
    select p.root_cascade_id, p.path, p.requirement_id, sum(p.approved), sum(p.submitted),
           coalesce(sum(p.returned) filter (where p.due_on >= on_day), 0),
           coalesce(sum(p.returned + p.assigned + p.accepted) filter (where p.due_on < on_day), 0),
           coalesce(sum(p.assigned + p.accepted) filter (where p.due_on >= on_day), 0), sum(p.irregular)
      from unnest(roots) root (id)
      cross join generate_series(length(top) / 12, least(3, length(top) / 12 + levels)) k
      cross join lateral (select * from cascade_past c
                           where c.root_cascade_id = root.id and c.depth = k and c.day <= on_day
                             and c.path >= top and c.path < top || '~' offset 0) p -- by its key, root by root
     group by p.root_cascade_id, p.path, p.requirement_id
    having sum(p.approved + p.submitted + p.returned + p.assigned + p.accepted) <> 0
$$;
