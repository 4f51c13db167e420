"""The database itself keeps numbers: a version of the pattern that was ever in use, a certificate's number, a void number."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION certificates_number_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'numbers do not change: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER certificates_pattern_kept BEFORE UPDATE ON certificates_numberpattern FOR EACH ROW
    WHEN (OLD.status <> 'draft' AND (OLD.segments, OLD.version) IS DISTINCT FROM (NEW.segments, NEW.version))
    EXECUTE FUNCTION certificates_number_refuse();
CREATE TRIGGER certificates_pattern_stays BEFORE DELETE ON certificates_numberpattern FOR EACH ROW
    WHEN (OLD.status <> 'draft') EXECUTE FUNCTION certificates_number_refuse();
CREATE TRIGGER certificates_number_kept BEFORE UPDATE ON certificates_certificate FOR EACH ROW
    WHEN ((OLD.number, OLD.center_id, OLD.year, OLD.sequence, OLD.pattern_id, OLD.registration_id)
        IS DISTINCT FROM (NEW.number, NEW.center_id, NEW.year, NEW.sequence, NEW.pattern_id, NEW.registration_id))
    EXECUTE FUNCTION certificates_number_refuse();
CREATE TRIGGER certificates_number_stays BEFORE DELETE ON certificates_certificate FOR EACH ROW
    EXECUTE FUNCTION certificates_number_refuse();
CREATE TRIGGER certificates_void_kept BEFORE UPDATE OR DELETE ON certificates_voidnumber FOR EACH ROW
    EXECUTE FUNCTION certificates_number_refuse();
"""
BACKWARD = """
DROP TRIGGER certificates_void_kept ON certificates_voidnumber;
DROP TRIGGER certificates_number_stays ON certificates_certificate;
DROP TRIGGER certificates_number_kept ON certificates_certificate;
DROP TRIGGER certificates_pattern_stays ON certificates_numberpattern;
DROP TRIGGER certificates_pattern_kept ON certificates_numberpattern;
DROP FUNCTION certificates_number_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("certificates", "0003_pattern_versions")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
