DROP INDEX voucher_routers_trouble_voucher_idx;

GRANT EXECUTE ON FUNCTION voucher_ids_past(BIGINT) TO PUBLIC;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'simpul_app') THEN
        REVOKE EXECUTE ON FUNCTION voucher_ids_past(BIGINT) FROM simpul_app;
    END IF;
END
$$;
CREATE OR REPLACE FUNCTION voucher_ids_past(seen BIGINT) RETURNS BIGINT
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$ SELECT setval('public.vouchers_id_seq'::REGCLASS, greatest(seen, voucher_ids_top(), 1)) $$;
