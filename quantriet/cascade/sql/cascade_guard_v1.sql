-- The legal moves of rules/states.py, kept by the database whatever program writes. A test tries every pair on both.

create function obligation_guard() returns trigger language plpgsql as $$
begin
    if not (case old.state
        when 'assigned'  then new.state in ('accepted', 'recalled', 'waived')
        when 'accepted'  then new.state in ('submitted', 'recalled', 'waived')
        when 'submitted' then new.state in ('approved', 'returned', 'recalled')
        when 'returned'  then new.state in ('submitted', 'recalled', 'waived')
        else false end)
    then
        raise exception 'obligation may not go from % to %', old.state, new.state
            using errcode = 'check_violation', constraint = 'obligation_move_legal';
    end if;
    return new;
end
$$;

create trigger obligation_move_legal before update of state on cascade_obligation
    for each row when (old.state is distinct from new.state) execute function obligation_guard();

create function cascade_guard() returns trigger language plpgsql as $$
begin
    if not (case old.state
        when 'draft'    then new.state in ('pending')
        when 'pending'  then new.state in ('approved', 'returned')
        when 'returned' then new.state in ('pending')
        when 'approved' then new.state in ('issued')
        when 'issued'   then new.state in ('recalled')
        else false end)
    then
        raise exception 'cascade may not go from % to %', old.state, new.state
            using errcode = 'check_violation', constraint = 'cascade_move_legal';
    end if;
    return new;
end
$$;

create trigger cascade_move_legal before update of state on cascade_cascade
    for each row when (old.state is distinct from new.state) execute function cascade_guard();

-- A deadline is never later than the one above: the unit that passes a requirement on owes it by a day of its own,
-- and those below must be no later than that day.
create function requirement_due_guard() returns trigger language plpgsql as $$
declare limit_on date;
begin
    if new.parent_id is not null and new.due_on is not null then
        select o.due_on into limit_on from cascade_obligation o join cascade_cascade c on c.id = new.cascade_id
         where o.requirement_id = new.parent_id and o.unit_id = c.issuing_unit_id;
        if limit_on is null or new.due_on > limit_on then
            raise exception 'deadline % is later than the superior''s %', new.due_on, limit_on
                using errcode = 'check_violation', constraint = 'requirement_not_after_parent';
        end if;
    end if;
    return new;
end
$$;

create trigger requirement_not_after_parent before insert or update of due_on, parent_id on cascade_requirement
    for each row execute function requirement_due_guard();

create function obligation_due_guard() returns trigger language plpgsql as $$
declare limit_on date;
begin
    select r.due_on into limit_on from cascade_requirement r where r.id = new.requirement_id;
    if limit_on is null or new.due_on > limit_on then
        raise exception 'deadline % is later than the requirement''s %', new.due_on, limit_on
            using errcode = 'check_violation', constraint = 'obligation_not_after_requirement';
    end if;
    return new;
end
$$;

create trigger obligation_not_after_requirement before insert or update of due_on on cascade_obligation
    for each row execute function obligation_due_guard();

-- What happened stays: moves and recorded facts are only added to.
create function cascade_append_only() returns trigger language plpgsql as $$
begin
    raise exception '% is only ever added to', tg_table_name
        using errcode = 'restrict_violation', constraint = tg_table_name || '_append_only';
end
$$;

create trigger move_append_only before update or delete on cascade_move
    for each row execute function cascade_append_only();
create trigger fulfilment_append_only before update or delete on cascade_fulfilment
    for each row execute function cascade_append_only();
