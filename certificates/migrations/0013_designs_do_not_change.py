"""The database itself keeps a design that was ever in use: what was printed can be looked up in it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION certificates_design_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'designs do not change: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER certificates_design_kept BEFORE UPDATE ON certificates_design FOR EACH ROW
    WHEN (OLD.status <> 'draft' AND (OLD.center_id, OLD.version, OLD.kind, OLD.width, OLD.height, OLD.art, OLD.palette, OLD.background_id,
        OLD.seal_id, OLD.title, OLD.statement, OLD.fields)
        IS DISTINCT FROM (NEW.center_id, NEW.version, NEW.kind, NEW.width, NEW.height, NEW.art, NEW.palette, NEW.background_id,
        NEW.seal_id, NEW.title, NEW.statement, NEW.fields))
    EXECUTE FUNCTION certificates_design_refuse();
CREATE TRIGGER certificates_design_stays BEFORE DELETE ON certificates_design FOR EACH ROW
    WHEN (OLD.status <> 'draft') EXECUTE FUNCTION certificates_design_refuse();
"""
BACKWARD = """
DROP TRIGGER certificates_design_stays ON certificates_design;
DROP TRIGGER certificates_design_kept ON certificates_design;
DROP FUNCTION certificates_design_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("certificates", "0012_designs_and_calibrations")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
