-- As before, but planned with the marks as values: nothing newer is found at once by an index.
create or replace function cascade_is_placed(on_day date) returns boolean
language plpgsql stable set plan_cache_mode = 'force_custom_plan' as $$
declare
    mark cascade_placement;
begin
    select * into mark from cascade_placement;
    return mark.placed_on <= on_day
       and not exists (
            select from org_unitversion v
             where v.id > mark.version_id and lower(v.valid_during) <= on_day
               and exists (select from cascade_obligation o where o.unit_id = v.unit_id and o.path <> v.path))
       and not exists (
            select from org_unitversion v
             where lower(v.valid_during) > greatest(mark.placed_on, '1900-01-01') and lower(v.valid_during) <= on_day
               and v.id <= mark.version_id
               and exists (select from cascade_obligation o where o.unit_id = v.unit_id and o.path <> v.path));
end
$$;
