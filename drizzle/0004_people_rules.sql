-- The two profiles that ship. They may be adjusted, never removed.
INSERT INTO profiles (name, all_organizations, permissions, shipped) VALUES
  ('Agente de suporte', true, ARRAY['view', 'register', 'edit', 'run', 'reprocess', 'download', 'logs', 'movements', 'people', 'profiles', 'organizations', 'audit'], true),
  ('Cliente', false, ARRAY['view', 'run', 'download', 'logs', 'movements'], true);
--> statement-breakpoint
CREATE FUNCTION enlace_keep_shipped_profile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'profile % ships with the product and stays', OLD.id USING ERRCODE = 'EN005'; END $$;
--> statement-breakpoint
CREATE TRIGGER profiles_keep_shipped BEFORE DELETE ON profiles FOR EACH ROW WHEN (OLD.shipped) EXECUTE FUNCTION enlace_keep_shipped_profile();
--> statement-breakpoint

-- Somebody who sees every organization, is active and has a password must always be able to adjust profiles.
-- Checked at commit behind a lock, so that two who demote each other at the same moment cannot both succeed.
CREATE FUNCTION enlace_keep_an_administrator() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7300412);
  IF NOT EXISTS (
    SELECT FROM people JOIN profiles ON profiles.id = people.profile_id
     WHERE people.active AND people.password_hash IS NOT NULL AND profiles.all_organizations AND 'profiles' = ANY (profiles.permissions)
  ) THEN
    RAISE EXCEPTION 'nobody would be left to adjust profiles' USING ERRCODE = 'EN004';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER profiles_keep_an_administrator AFTER UPDATE ON profiles DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN ('profiles' = ANY (OLD.permissions) AND OLD.all_organizations AND NOT ('profiles' = ANY (NEW.permissions) AND NEW.all_organizations))
  EXECUTE FUNCTION enlace_keep_an_administrator();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER people_keep_an_administrator AFTER UPDATE ON people DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.active AND OLD.organization_id IS NULL AND OLD.password_hash IS NOT NULL
    AND (NOT NEW.active OR NEW.profile_id <> OLD.profile_id OR NEW.password_hash IS NULL))
  EXECUTE FUNCTION enlace_keep_an_administrator();
--> statement-breakpoint

-- Sessions follow their person; counters of refused sign-ins are nobody's to read.
GRANT SELECT, UPDATE ON sessions TO enlace_support, enlace_client;
--> statement-breakpoint
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY support_sees_all ON sessions TO enlace_support USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY client_sees_own ON sessions TO enlace_client
  USING (person_id IN (SELECT id FROM people WHERE organization_id = (SELECT enlace_organization())))
  WITH CHECK (person_id IN (SELECT id FROM people WHERE organization_id = (SELECT enlace_organization())));
