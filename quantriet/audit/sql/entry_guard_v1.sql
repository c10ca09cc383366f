-- The record of acts is only ever added to: nobody changes or removes a line, not even by hand.
create function audit_entry_guard() returns trigger language plpgsql as $$
begin
    raise exception 'audit lines are never changed or removed' using errcode = 'restrict_violation', constraint = 'entry_append_only';
end
$$;

create trigger audit_entry_append_only before update or delete on audit_entry
    for each row execute function audit_entry_guard();
create trigger audit_entry_no_truncate before truncate on audit_entry
    for each statement execute function audit_entry_guard();
