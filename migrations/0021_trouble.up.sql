-- What was found with routers in trouble.
--
-- Ids go on past those a router knows, and are never set back: between the look at
-- the sequence and its setting others may take ids, so it goes well past.

CREATE OR REPLACE FUNCTION voucher_ids_past(seen BIGINT) RETURNS BIGINT
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$ SELECT CASE WHEN seen > voucher_ids_top()
                      THEN setval('public.vouchers_id_seq'::REGCLASS, seen + 100000)
                      ELSE voucher_ids_top() END $$;

REVOKE ALL ON FUNCTION voucher_ids_past(BIGINT) FROM PUBLIC;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'simpul_app') THEN
        GRANT EXECUTE ON FUNCTION voucher_ids_past(BIGINT) TO simpul_app;
    END IF;
END
$$;

-- The list of codes with trouble walks these, newest first, beside the codes.
CREATE INDEX voucher_routers_trouble_voucher_idx ON voucher_routers (voucher_id) WHERE state <> 'applied';
