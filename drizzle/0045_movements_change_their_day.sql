-- A transaction notes beside its movements which days they change: in rows of its own (the key holds
-- its identity), so that no two wait for each other, and with the movements or not at all.
CREATE FUNCTION enlace_note_days() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  INSERT INTO movement_changes (organization_id, branch_id, kind, day, documents)
  SELECT organization_id, branch_id, TG_ARGV[0], day, count(*) FROM fresh GROUP BY organization_id, branch_id, day
  ON CONFLICT (organization_id, day, branch_id, kind, written_by) DO UPDATE SET documents = movement_changes.documents + excluded.documents;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- What arrives can change an earlier day of the controlled book too: a cancellation undoes a movement
-- of it, that of a sale what was dispensed with it, and a prescription completes its sale.
CREATE FUNCTION enlace_note_controlled_days() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF TG_TABLE_NAME = 'controlled_movements' THEN
    IF NOT EXISTS (SELECT FROM fresh WHERE kind = 'cancellation') THEN RETURN NULL; END IF;
    INSERT INTO movement_changes (organization_id, branch_id, kind, day, documents)
    SELECT m.organization_id, m.branch_id, 'controlled', m.day, count(*)
      FROM fresh f JOIN controlled_movements m ON m.organization_id = f.organization_id AND m.branch_id = f.branch_id AND m.key = f.original_key
     WHERE f.kind = 'cancellation' AND m.kind <> 'cancellation' AND f.original_kind IN ('', m.kind)
     GROUP BY m.organization_id, m.branch_id, m.day
    ON CONFLICT (organization_id, day, branch_id, kind, written_by) DO UPDATE SET documents = movement_changes.documents + excluded.documents;
  ELSIF TG_TABLE_NAME = 'prescriptions' THEN
    INSERT INTO movement_changes (organization_id, branch_id, kind, day, documents)
    SELECT m.organization_id, m.branch_id, 'controlled', m.day, count(*)
      FROM fresh f JOIN controlled_movements m ON m.organization_id = f.organization_id AND m.branch_id = f.branch_id AND m.prescription_key = f.key AND m.prescription_key <> ''
     GROUP BY m.organization_id, m.branch_id, m.day
    ON CONFLICT (organization_id, day, branch_id, kind, written_by) DO UPDATE SET documents = movement_changes.documents + excluded.documents;
  ELSE
    IF NOT EXISTS (SELECT FROM fresh WHERE kind = 'cancellation') THEN RETURN NULL; END IF;
    INSERT INTO movement_changes (organization_id, branch_id, kind, day, documents)
    SELECT m.organization_id, m.branch_id, 'controlled', m.day, count(*)
      FROM fresh f
      JOIN prescriptions p ON p.organization_id = f.organization_id AND p.branch_id = f.branch_id AND p.sale_key = f.document_key AND p.sale_key <> ''
      JOIN controlled_movements m ON m.organization_id = p.organization_id AND m.branch_id = p.branch_id AND m.prescription_key = p.key AND m.prescription_key <> ''
     WHERE f.kind = 'cancellation' AND m.kind = 'sale'
     GROUP BY m.organization_id, m.branch_id, m.day
    ON CONFLICT (organization_id, day, branch_id, kind, written_by) DO UPDATE SET documents = movement_changes.documents + excluded.documents;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER sales_note_days AFTER INSERT ON sales REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION enlace_note_days('sales');
--> statement-breakpoint
CREATE TRIGGER purchases_note_days AFTER INSERT ON purchases REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION enlace_note_days('purchases');
--> statement-breakpoint
CREATE TRIGGER prescriptions_note_days AFTER INSERT ON prescriptions REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION enlace_note_days('prescriptions');
--> statement-breakpoint
CREATE TRIGGER controlled_movements_note_days AFTER INSERT ON controlled_movements REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION enlace_note_days('controlled');
--> statement-breakpoint
CREATE TRIGGER outbound_orders_note_days AFTER INSERT ON outbound_orders REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION enlace_note_days('outbound');
--> statement-breakpoint
CREATE TRIGGER sales_note_controlled_days AFTER INSERT ON sales REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION enlace_note_controlled_days();
--> statement-breakpoint
CREATE TRIGGER prescriptions_note_controlled_days AFTER INSERT ON prescriptions REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION enlace_note_controlled_days();
--> statement-breakpoint
CREATE TRIGGER controlled_movements_note_other_days AFTER INSERT ON controlled_movements REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION enlace_note_controlled_days();
--> statement-breakpoint
-- Both are the database's and the engine's own: a person reads them.
GRANT SELECT ON movement_changes, task_days TO enlace_support, enlace_client;
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['movement_changes', 'task_days']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY support_sees_all ON %I TO enlace_support USING (true) WITH CHECK (true)', name);
    EXECUTE format('CREATE POLICY client_sees_own ON %I TO enlace_client USING (organization_id = (SELECT enlace_organization())) WITH CHECK (organization_id = (SELECT enlace_organization()))', name);
  END LOOP;
END $$;
