-- The legal moves of rules/moves.py, kept by the database whatever program writes. A test tries every pair on both.
create or replace function reorganisation_guard() returns trigger language plpgsql as $$
begin
    if not (case old.state
        when 'draft'     then new.state in ('submitted')
        when 'submitted' then new.state in ('draft', 'approved')
        when 'approved'  then new.state in ('draft', 'applied')
        when 'applied'   then new.state in ('undone')
        else false end)
    then
        raise exception 'reorganisation may not go from % to %', old.state, new.state
            using errcode = 'check_violation', constraint = 'reorganisation_move_legal';
    end if;
    return new;
end
$$;

-- Only a draft is ever thrown away: what was sent to the head, decided or done is a record.
create function reorganisation_keep() returns trigger language plpgsql as $$
begin
    raise exception 'a reorganisation that is % is not thrown away', old.state
        using errcode = 'restrict_violation', constraint = 'reorganisation_only_drafts_go';
end
$$;

create trigger reorganisation_only_drafts_go before delete on reorganisation_reorganisation
    for each row when (old.state <> 'draft') execute function reorganisation_keep();
