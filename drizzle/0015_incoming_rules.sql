-- What partners propose is written by the engine; a person only decides about it.
GRANT SELECT ON price_suggestions TO enlace_support, enlace_client;
--> statement-breakpoint
GRANT SELECT, UPDATE ON product_proposals TO enlace_support, enlace_client;
--> statement-breakpoint
-- What was applied is history: it is added to and undone, never removed.
GRANT SELECT, INSERT, UPDATE ON price_rules, price_applications, price_application_lines TO enlace_support, enlace_client;
--> statement-breakpoint
GRANT USAGE ON SEQUENCE price_applications_id_seq TO enlace_support, enlace_client;
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['price_suggestions', 'product_proposals', 'price_rules', 'price_applications', 'price_application_lines']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY support_sees_all ON %I TO enlace_support USING (true) WITH CHECK (true)', name);
    EXECUTE format('CREATE POLICY client_sees_own ON %I TO enlace_client USING (organization_id = (SELECT enlace_organization())) WITH CHECK (organization_id = (SELECT enlace_organization()))', name);
  END LOOP;
END $$;
--> statement-breakpoint
ALTER TABLE price_rules ADD CONSTRAINT price_rules_sensible CHECK (max_variation_percent BETWEEN 1 AND 500);
--> statement-breakpoint
ALTER TABLE price_suggestions ADD CONSTRAINT price_suggestions_positive CHECK (suggested_cents > 0);
--> statement-breakpoint
ALTER TABLE price_application_lines ADD CONSTRAINT price_application_lines_positive CHECK (new_cents > 0);
--> statement-breakpoint
-- Shops set their own prices; going beyond the limits is the support agents' to allow.
UPDATE profiles SET permissions = permissions || ARRAY['prices', 'pricesBeyondLimits'] WHERE name = 'Agente de suporte' AND shipped;
--> statement-breakpoint
UPDATE profiles SET permissions = permissions || ARRAY['prices'] WHERE name = 'Cliente' AND shipped;
