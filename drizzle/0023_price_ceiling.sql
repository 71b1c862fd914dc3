-- The law's maximum consumer price is nobody's to pass, whatever a screen or a query believes.
CREATE FUNCTION enlace_guard_price_ceiling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM products WHERE organization_id = NEW.organization_id AND code = NEW.product_code AND pmc_cents < NEW.new_cents) THEN
    RAISE EXCEPTION 'price of product % above its maximum consumer price', NEW.product_code USING ERRCODE = 'EN010';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER price_application_lines_guard_ceiling BEFORE INSERT ON price_application_lines FOR EACH ROW EXECUTE FUNCTION enlace_guard_price_ceiling();
