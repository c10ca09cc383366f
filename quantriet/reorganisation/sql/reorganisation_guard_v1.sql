-- The legal moves of rules/moves.py, kept by the database whatever program writes. A test tries every pair on both.
create function reorganisation_guard() returns trigger language plpgsql as $$
begin
    if not (case old.state
        when 'draft'    then new.state in ('approved')
        when 'approved' then new.state in ('draft', 'applied')
        when 'applied'  then new.state in ('undone')
        else false end)
    then
        raise exception 'reorganisation may not go from % to %', old.state, new.state
            using errcode = 'check_violation', constraint = 'reorganisation_move_legal';
    end if;
    return new;
end
$$;

create trigger reorganisation_move_legal before update of state on reorganisation_reorganisation
    for each row when (old.state is distinct from new.state) execute function reorganisation_guard();
