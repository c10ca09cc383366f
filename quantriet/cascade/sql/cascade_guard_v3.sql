-- What is given is due by the requirement's day. Later a superior may give one unit more time (an answer returned with a
-- new day), never beyond the day by which he owes the same himself; whoever gave it first is bound by nobody.
create or replace function obligation_due_guard() returns trigger language plpgsql as $$
declare
    limit_on date;
    above_id bigint;
    above_on date;
begin
    select r.due_on, r.parent_id into limit_on, above_id from cascade_requirement r where r.id = new.requirement_id;
    if limit_on is not null and new.due_on <= limit_on then
        return new;
    end if;
    if tg_op = 'UPDATE' and limit_on is not null then
        if above_id is null then
            return new;
        end if;
        select min(o.due_on) into above_on from cascade_obligation o join cascade_cascade c on c.id = new.cascade_id
         where o.requirement_id = above_id and o.unit_id = c.unit_in_charge_id;
        if new.due_on <= above_on then
            return new;
        end if;
    end if;
    raise exception 'deadline % is later than the requirement''s % and the superior''s %', new.due_on, limit_on, above_on
        using errcode = 'check_violation', constraint = 'obligation_not_after_requirement';
end
$$;
