-- Obligations, partitioned. Partition 0 holds the many small cascades; a cascade of tens of thousands of obligations is
-- written into a table of its own, indexed there, and attached (cascade/actions/fanout.py). The key of the partition is
-- in every unique index, as PostgreSQL asks, so nothing can refer to an obligation by a foreign key: triggers look.

alter table cascade_obligation rename to cascade_obligation_old;
alter table cascade_obligation_old alter id drop identity if exists;
create sequence cascade_obligation_number;
select setval('cascade_obligation_number', coalesce((select max(id) from cascade_obligation_old), 0) + 1, false);

create table cascade_obligation (
    id bigint not null default nextval('cascade_obligation_number'),
    partition_no bigint not null,
    cascade_id bigint not null references cascade_cascade,
    root_cascade_id bigint not null references cascade_cascade,
    requirement_id bigint not null references cascade_requirement,
    root_requirement_id bigint not null references cascade_requirement,
    unit_id bigint not null references org_unit,
    origin_unit_id bigint not null references org_unit,
    path text collate "C" not null,
    due_on date not null,
    first_due_on date not null,
    state varchar(12) not null,
    is_irregular boolean not null,
    responsible varchar(200) not null,
    assigned_at timestamptz not null,
    state_at timestamptz not null,
    submitted_by_id bigint references accounts_user,
    constraint obligation_pkey primary key (id, partition_no),
    constraint obligation_state_known check (
        state in ('assigned', 'accepted', 'submitted', 'returned', 'approved', 'recalled', 'waived'))
) partition by list (partition_no);
alter sequence cascade_obligation_number owned by cascade_obligation.id;

create table cascade_obligation_0 partition of cascade_obligation for values in (0);

insert into cascade_obligation (id, partition_no, cascade_id, root_cascade_id, requirement_id, root_requirement_id,
    unit_id, origin_unit_id, path, due_on, first_due_on, state, is_irregular, responsible, assigned_at, state_at,
    submitted_by_id)
select o.id, 0, o.cascade_id, o.root_cascade_id, o.requirement_id, o.root_requirement_id, o.unit_id, o.unit_id, v.path,
       o.due_on, coalesce(m.due_on, o.due_on), o.state,
       o.state <> 'approved' and coalesce(f.shortfalls @? '$[*] ? (!(@.waits == true))', false), o.responsible,
       coalesce(m.at, c.issued_at, o.state_at), o.state_at, o.submitted_by_id
  from cascade_obligation_old o
  join cascade_cascade c on c.id = o.cascade_id
  cross join lateral (select u.path from org_unitversion u where u.unit_id = o.unit_id
                       order by lower(u.valid_during) > current_date, u.valid_during desc limit 1) v
  left join lateral (select m.due_on, m.at from cascade_move m
                      where m.obligation_id = o.id and m.state = 'assigned' order by m.at, m.id limit 1) m on true
  left join lateral (select f.shortfalls from cascade_fulfilment f
                      where f.obligation_id = o.id order by f.at desc, f.id desc limit 1) f on true;

do $$ -- the old table's dependants: foreign keys by whatever name they were given
declare found record;
begin
    for found in select conrelid::regclass as owner, conname from pg_constraint
                  where contype = 'f' and confrelid = 'cascade_obligation_old'::regclass loop
        execute format('alter table %s drop constraint %I', found.owner, found.conname);
    end loop;
end $$;
drop table cascade_obligation_old;

create unique index obligation_once_per_unit
    on cascade_obligation (unit_id, root_requirement_id, origin_unit_id, partition_no) where state <> 'recalled';
alter index cascade_obligation_0_unit_id_root_requirement_id_origin_uni_idx rename to obligation_once_per_unit_0;
create index obligation_of_unit on cascade_obligation (unit_id);
create index obligation_of_branch on cascade_obligation (root_cascade_id, path);
create index obligation_to_review on cascade_obligation (cascade_id) where state = 'submitted';
create index obligation_inherited on cascade_obligation (origin_unit_id) where origin_unit_id <> unit_id;

create trigger obligation_move_legal before update of state on cascade_obligation
    for each row when (old.state is distinct from new.state) execute function obligation_guard();
create trigger obligation_not_after_requirement before insert or update of due_on on cascade_obligation
    for each row execute function obligation_due_guard();

-- Who was first given what, where and when, stays; and nothing that was owed disappears.
create function obligation_kept() returns trigger language plpgsql as $$
begin
    raise exception 'an obligation stays, and what it was when it was given'
        using errcode = 'restrict_violation', constraint = 'obligation_kept';
end
$$;
create trigger obligation_kept before delete on cascade_obligation
    for each row execute function obligation_kept();
create trigger obligation_kept_origin
    before update of id, cascade_id, root_cascade_id, requirement_id, root_requirement_id, origin_unit_id,
                     first_due_on, assigned_at on cascade_obligation
    for each row when ((old.id, old.cascade_id, old.root_cascade_id, old.requirement_id, old.root_requirement_id,
                        old.origin_unit_id, old.first_due_on, old.assigned_at)
                       is distinct from
                       (new.id, new.cascade_id, new.root_cascade_id, new.requirement_id, new.root_requirement_id,
                        new.origin_unit_id, new.first_due_on, new.assigned_at))
    execute function obligation_kept();

create function obligation_exists() returns trigger language plpgsql as $$
begin
    if not exists (select from cascade_obligation o where o.id = new.obligation_id) then
        raise exception 'there is no obligation %', new.obligation_id
            using errcode = 'foreign_key_violation', constraint = 'obligation_exists';
    end if;
    return new;
end
$$;
create trigger obligation_exists before insert on cascade_move
    for each row execute function obligation_exists();
create trigger obligation_exists before insert on cascade_fulfilment
    for each row execute function obligation_exists();
