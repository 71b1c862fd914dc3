-- Open pages and the engine hear of every change over one line: channel enlace, payload "channel organization:integration:…".
CREATE OR REPLACE FUNCTION enlace_announce_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('enlace', 'tasks ' || NEW.organization_id || ':' || NEW.integration_id || ':' || CASE WHEN TG_TABLE_NAME = 'tasks' THEN NEW.id ELSE (to_jsonb(NEW) ->> 'task_id')::bigint END);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION enlace_announce_subject() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('enlace', 'subjects ' || NEW.organization_id || ':' || NEW.integration_id || ':' || (CASE WHEN TG_TABLE_NAME = 'subjects' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(NEW) ->> 'subject_id' END));
  RETURN NULL;
END $$;
