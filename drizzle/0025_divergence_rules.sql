GRANT SELECT ON reconciliations, divergences TO enlace_support, enlace_client;
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['reconciliations', 'divergences']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY support_sees_all ON %I TO enlace_support USING (true)', name);
    EXECUTE format('CREATE POLICY client_sees_own ON %I TO enlace_client USING (organization_id = (SELECT enlace_organization()))', name);
  END LOOP;
END $$;
