DROP FUNCTION voucher_ids_like(TEXT, INTEGER);
CREATE FUNCTION voucher_ids_like(fragment TEXT, most INTEGER) RETURNS SETOF BIGINT
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
    SELECT v.id FROM public.vouchers v
     WHERE v.code LIKE '%' || replace(replace(replace(fragment, '\', '\\'), '%', '\%'), '_', '\_') || '%'
       AND v.location_id = ANY ((SELECT public.app_location_ids())::BIGINT[])
     ORDER BY v.id DESC LIMIT most
    $$;
