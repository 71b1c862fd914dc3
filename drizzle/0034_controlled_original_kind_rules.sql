-- Only a cancellation undoes something, and never another cancellation.
ALTER TABLE controlled_movements ADD CONSTRAINT controlled_movements_original_kind_known CHECK (
  original_kind = '' OR kind = 'cancellation' AND original_kind IN ('inventory', 'entry', 'sale', 'transfer', 'loss', 'transformation'));
