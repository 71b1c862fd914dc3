ALTER TABLE outbound_orders ADD CONSTRAINT outbound_orders_kind_known CHECK (kind IN ('replenishment', 'pre_invoice', 'quote', 'supplier_return'));
--> statement-breakpoint
ALTER TABLE outbound_lines ADD CONSTRAINT outbound_lines_quantity_positive CHECK (quantity > 0 AND pack_quantity > 0);
--> statement-breakpoint
GRANT SELECT, INSERT ON outbound_orders, outbound_lines TO enlace_support, enlace_client;
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['outbound_orders', 'outbound_lines']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY support_sees_all ON %I TO enlace_support USING (true) WITH CHECK (true)', name);
    EXECUTE format('CREATE POLICY client_sees_own ON %I TO enlace_client USING (organization_id = (SELECT enlace_organization())) WITH CHECK (organization_id = (SELECT enlace_organization()))', name);
  END LOOP;
  EXECUTE format('GRANT USAGE ON SEQUENCE %s TO enlace_support, enlace_client', pg_get_serial_sequence('outbound_orders', 'id'));
END $$;
