-- A deadline is never later than the one above. After a merger the unit in charge may owe the same requirement twice,
-- its own and an inherited one: the earlier day counts.
create or replace function requirement_due_guard() returns trigger language plpgsql as $$
declare limit_on date;
begin
    if new.parent_id is not null and new.due_on is not null then
        select min(o.due_on) into limit_on from cascade_obligation o join cascade_cascade c on c.id = new.cascade_id
         where o.requirement_id = new.parent_id and o.unit_id = c.unit_in_charge_id;
        if limit_on is null or new.due_on > limit_on then
            raise exception 'deadline % is later than the superior''s %', new.due_on, limit_on
                using errcode = 'check_violation', constraint = 'requirement_not_after_parent';
        end if;
    end if;
    return new;
end
$$;
