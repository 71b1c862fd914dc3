-- A cancelled purchase becomes a movement of its own, as a cancelled sale is: what was written is never changed.
WITH cancelled AS (
  INSERT INTO purchases (organization_id, branch_id, kind, document_key, original_key, number, series, supplier_cnpj, supplier_name, issued_at, day, total_cents, import_id)
  SELECT p.organization_id, p.branch_id, 'cancellation', p.document_key, p.document_key, p.number, p.series, p.supplier_cnpj, p.supplier_name, p.issued_at, p.day, p.total_cents, p.import_id
    FROM purchases p WHERE p.cancelled
  RETURNING organization_id, id, branch_id, document_key
)
INSERT INTO purchase_lines (organization_id, purchase_id, line_number, product_code, ean, description, ncm, cfop, unit, quantity, unit_price_cents, net_cents, lot, ms_registration)
SELECT l.organization_id, c.id, l.line_number, l.product_code, l.ean, l.description, l.ncm, l.cfop, l.unit, l.quantity, l.unit_price_cents, l.net_cents, l.lot, l.ms_registration
  FROM cancelled c
  JOIN purchases p ON p.organization_id = c.organization_id AND p.branch_id = c.branch_id AND p.document_key = c.document_key AND p.kind = 'purchase'
  JOIN purchase_lines l ON l.organization_id = p.organization_id AND l.purchase_id = p.id;
--> statement-breakpoint
ALTER TABLE "purchases" DROP COLUMN "cancelled";
--> statement-breakpoint
ALTER TABLE purchases ADD CONSTRAINT purchases_kind_known CHECK (kind IN ('purchase', 'cancellation', 'return'));
--> statement-breakpoint
ALTER TABLE sale_payments ADD CONSTRAINT sale_payments_installments_sensible CHECK (installments BETWEEN 1 AND 99);
--> statement-breakpoint
ALTER TABLE controlled_movements ADD CONSTRAINT controlled_movements_kind_known CHECK (kind IN ('inventory', 'entry', 'sale', 'transfer', 'loss', 'cancellation') AND substance IN ('medicine', 'ingredient'));
--> statement-breakpoint
ALTER TABLE controlled_lines ADD CONSTRAINT controlled_lines_quantity_positive CHECK (quantity > 0);
--> statement-breakpoint
ALTER TABLE promotions ADD CONSTRAINT promotions_window_in_order CHECK (first_day <= last_day);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON customers, prescriptions, controlled_movements, controlled_lines, price_zones, price_zone_branches, promotions TO enlace_support, enlace_client;
--> statement-breakpoint
-- The book of controlled products is kept for the law: a mistake is undone by a further line, never rubbed out.
REVOKE UPDATE, DELETE ON prescriptions, controlled_movements, controlled_lines FROM enlace_support, enlace_client;
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['customers', 'prescriptions', 'controlled_movements', 'controlled_lines', 'price_zones', 'price_zone_branches', 'promotions']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY support_sees_all ON %I TO enlace_support USING (true) WITH CHECK (true)', name);
    EXECUTE format('CREATE POLICY client_sees_own ON %I TO enlace_client USING (organization_id = (SELECT enlace_organization())) WITH CHECK (organization_id = (SELECT enlace_organization()))', name);
    IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = name::regclass AND attname = 'id' AND NOT attisdropped) THEN
      EXECUTE format('GRANT USAGE ON SEQUENCE %s TO enlace_support, enlace_client', pg_get_serial_sequence(name, 'id'));
    END IF;
  END LOOP;
END $$;
