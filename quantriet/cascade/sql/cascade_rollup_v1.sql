-- The summed part of the roll-up: for every unit of the three upper levels how many obligations of its branch stand in
-- which state with which deadline. "Late" is never stored: the deadline is part of the key, the day is asked.
--
-- A change of an obligation adds one line to cascade_roll_change; nobody but cascade_fold() and cascade_recount() write
-- the sums, so writers never wait for each other. A reader adds sums and lines in one statement, which is one snapshot:
-- exact at every instant. Twin in Python: cascade/rules/standing.py.

create table cascade_roll (
    root_cascade_id bigint not null,
    depth smallint not null, -- steps of the path
    path text collate "C" not null,
    requirement_id bigint not null, -- of the root
    due_on date not null,
    assigned integer not null,
    accepted integer not null,
    submitted integer not null,
    returned integer not null,
    approved integer not null,
    irregular integer not null, -- recorded, but not as required
    primary key (root_cascade_id, depth, path, requirement_id, due_on)
) with (fillfactor = 80);

create table cascade_roll_change (
    root_cascade_id bigint not null,
    requirement_id bigint not null,
    old_path text collate "C", old_due_on date, old_state varchar(12), old_irregular boolean, -- null: was not there
    new_path text collate "C", new_due_on date, new_state varchar(12), new_irregular boolean
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, vacuum_truncate = false);

create function cascade_note_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into cascade_roll_change
        values (new.root_cascade_id, new.root_requirement_id, null, null, null, null,
                left(new.path, 36), new.due_on, new.state, new.is_irregular);
    else
        insert into cascade_roll_change
        values (new.root_cascade_id, new.root_requirement_id, left(old.path, 36), old.due_on, old.state,
                old.is_irregular, left(new.path, 36), new.due_on, new.state, new.is_irregular);
    end if;
    return null;
end
$$;

-- Whoever writes many rows at once may say `set local quantriet.roll = 'off'` and count anew: cascade_recount().
create trigger obligation_noted after insert on cascade_obligation
    for each row when (current_setting('quantriet.roll', true) is distinct from 'off')
    execute function cascade_note_change();
create trigger obligation_noted_change after update of state, due_on, is_irregular, path on cascade_obligation
    for each row when ((old.state, old.due_on, old.is_irregular, old.path)
                       is distinct from (new.state, new.due_on, new.is_irregular, new.path)
                       and current_setting('quantriet.roll', true) is distinct from 'off')
    execute function cascade_note_change();

-- Add the lines to the sums. One folder at a time: a second one finds the lock taken and leaves it to the first.
create function cascade_fold() returns bigint language plpgsql as $$
declare folded bigint;
begin
    if not pg_try_advisory_xact_lock(7206183) then
        return 0;
    end if;
    with gone as (delete from cascade_roll_change returning *),
    sides as (
        select root_cascade_id, requirement_id, old_path as path, old_due_on as due_on, old_state as state,
               old_irregular as irregular, -1 as n from gone where old_path is not null
        union all
        select root_cascade_id, requirement_id, new_path, new_due_on, new_state, new_irregular, 1 from gone),
    added as (
        insert into cascade_roll as r
        select s.root_cascade_id, k, left(s.path, 12 * k), s.requirement_id, s.due_on,
               coalesce(sum(s.n) filter (where s.state = 'assigned'), 0),
               coalesce(sum(s.n) filter (where s.state = 'accepted'), 0),
               coalesce(sum(s.n) filter (where s.state = 'submitted'), 0),
               coalesce(sum(s.n) filter (where s.state = 'returned'), 0),
               coalesce(sum(s.n) filter (where s.state = 'approved'), 0),
               coalesce(sum(s.n) filter (where s.irregular and s.state <> 'approved'), 0)
          from sides s cross join lateral generate_series(1, length(s.path) / 12) k
         where s.state not in ('recalled', 'waived')
         group by s.root_cascade_id, k, left(s.path, 12 * k), s.requirement_id, s.due_on
        on conflict (root_cascade_id, depth, path, requirement_id, due_on) do update
           set assigned = r.assigned + excluded.assigned, accepted = r.accepted + excluded.accepted,
               submitted = r.submitted + excluded.submitted, returned = r.returned + excluded.returned,
               approved = r.approved + excluded.approved, irregular = r.irregular + excluded.irregular)
    select count(*) into folded from gone;
    return folded;
end
$$;

-- What a full count of the obligations says: for a new cascade, after a bulk change, and to check the sums.
create function cascade_count(root bigint)
returns table (depth integer, path text, requirement_id bigint, due_on date, assigned bigint, accepted bigint,
               submitted bigint, returned bigint, approved bigint, irregular bigint)
language sql stable as $$
    with leaves as (
        select left(o.path, 36) as path, o.root_requirement_id, o.due_on,
               count(*) filter (where o.state = 'assigned') as assigned,
               count(*) filter (where o.state = 'accepted') as accepted,
               count(*) filter (where o.state = 'submitted') as submitted,
               count(*) filter (where o.state = 'returned') as returned,
               count(*) filter (where o.state = 'approved') as approved,
               count(*) filter (where o.is_irregular and o.state <> 'approved') as irregular
          from cascade_obligation o
         where o.root_cascade_id = root
           and o.partition_no = (select c.partition_no from cascade_cascade c where c.id = root)
           and o.state not in ('recalled', 'waived')
         group by left(o.path, 36), o.root_requirement_id, o.due_on)
    select k, left(l.path, 12 * k), l.root_requirement_id, l.due_on, sum(l.assigned)::bigint, sum(l.accepted)::bigint,
           sum(l.submitted)::bigint, sum(l.returned)::bigint, sum(l.approved)::bigint, sum(l.irregular)::bigint
      from leaves l cross join lateral generate_series(1, length(l.path) / 12) k
     group by k, left(l.path, 12 * k), l.root_requirement_id, l.due_on
$$;

-- Make the sums of one root anew. The last statement deletes the lines and counts in one snapshot, so that a change
-- which commits meanwhile is either in the count and its line gone, or not in it and its line left.
create function cascade_recount(root bigint) returns void language plpgsql as $$
begin
    perform pg_advisory_xact_lock(7206183);
    delete from cascade_roll where root_cascade_id = root;
    with gone as (delete from cascade_roll_change where root_cascade_id = root)
    insert into cascade_roll select root, c.* from cascade_count(root) c;
end
$$;

-- The figures of a branch, its unit and so many levels below it, down to the third level of the tree, for many roots.
create function cascade_rollup_v1(roots bigint[], top text, on_day date, levels integer)
returns table (root_cascade_id bigint, path text, requirement_id bigint, approved bigint, submitted bigint,
               returned bigint, late bigint, open bigint, irregular bigint)
language sql stable as $$
    with parts as (
        select r.root_cascade_id, r.path, r.requirement_id, r.due_on, r.approved, r.submitted, r.returned,
               r.assigned + r.accepted as open, r.irregular
          from unnest(roots) root (id)
          cross join generate_series(length(top) / 12, least(3, length(top) / 12 + levels)) k
          cross join lateral (select * from cascade_roll c
                               where c.root_cascade_id = root.id and c.depth = k
                                 and c.path >= top and c.path < top || '~' offset 0) r -- by its key, root by root
        union all
        select c.root_cascade_id, left(s.path, 12 * k), c.requirement_id, s.due_on,
               case when s.state = 'approved' then s.n else 0 end, case when s.state = 'submitted' then s.n else 0 end,
               case when s.state = 'returned' then s.n else 0 end,
               case when s.state in ('assigned', 'accepted') then s.n else 0 end,
               case when s.irregular and s.state not in ('approved', 'recalled', 'waived') then s.n else 0 end
          from cascade_roll_change c
          cross join lateral (values (c.old_path, c.old_due_on, c.old_state, c.old_irregular, -1),
                                     (c.new_path, c.new_due_on, c.new_state, c.new_irregular, 1))
               s (path, due_on, state, irregular, n)
          join generate_series(length(top) / 12, least(3, length(top) / 12 + levels)) k on length(s.path) >= 12 * k
         where c.root_cascade_id = any(roots) and s.path >= top and s.path < top || '~')
    select p.root_cascade_id, p.path, p.requirement_id, sum(p.approved), sum(p.submitted),
           coalesce(sum(p.returned) filter (where p.due_on >= on_day), 0),
           coalesce(sum(p.returned + p.open) filter (where p.due_on < on_day), 0),
           coalesce(sum(p.open) filter (where p.due_on >= on_day), 0), sum(p.irregular)
      from parts p
     group by p.root_cascade_id, p.path, p.requirement_id
    having bool_or(p.approved <> 0 or p.submitted <> 0 or p.returned <> 0 or p.open <> 0)
$$;
