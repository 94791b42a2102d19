"""What PostgreSQL knows about schemas, as SQL that gives lines: ``(schema, line)``, no line naming its schema or role.

The statements read two sets that ``HERE`` makes once: ``here`` (the schemas, with their role) and ``relation``
(what stands in them). They are sets and not one question per schema, because there are thousands of schemas.
Not looked at: the order of columns (a restored copy has lost the places of dropped ones), comments, statistics.
"""

from __future__ import annotations

# A schema of unknown history has no row yet; its role is then the one that its name promises.
HERE = """
WITH here AS MATERIALIZED (
    SELECT n.oid, n.nspname, n.nspowner, n.nspacl, quote_ident(n.nspname) || '.' AS prefix, role.oid AS role
    FROM pg_namespace n
    LEFT JOIN public.tenants_lenderschema known ON known.schema_name = n.nspname
    LEFT JOIN pg_roles role ON role.rolname = coalesce(known.db_role, %(role_prefix)s || n.nspname)
    WHERE n.nspname = ANY(%(schemas)s)
), relation AS MATERIALIZED (
    SELECT here.nspname, here.prefix, here.role, c.*
    FROM pg_class c JOIN here ON here.oid = c.relnamespace
)"""

_WHO = """CASE WHEN acl.grantee = {of}.role THEN 'role' WHEN acl.grantee = 0 THEN 'everyone'
          ELSE pg_get_userbyid(acl.grantee) END"""
_RIGHTS = """string_agg(acl.privilege_type || CASE WHEN acl.is_grantable THEN '*' ELSE '' END, ', '
          ORDER BY acl.privilege_type)"""

_SCHEMA = """
SELECT nspname, 'schema owned by ' || pg_get_userbyid(nspowner) FROM here"""

_SCHEMA_GRANTS = f"""
SELECT nspname, format('grant on the schema to %%s: %%s', {_WHO.format(of="here")}, {_RIGHTS})
FROM here, aclexplode(coalesce(nspacl, acldefault('n', nspowner))) acl
GROUP BY nspname, role, acl.grantee"""  # noqa: S608  # no input

_DEFAULT_GRANTS = f"""
SELECT nspname, format('default grant on %%s to %%s: %%s', defaclobjtype, {_WHO.format(of="here")}, {_RIGHTS})
FROM here JOIN pg_default_acl ON defaclnamespace = here.oid, aclexplode(defaclacl) acl
GROUP BY nspname, role, defaclobjtype, acl.grantee"""  # noqa: S608  # no input

_TABLES = """
SELECT nspname, format('%%s %%s owned by %%s%%s%%s%%s%%s',
    CASE relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
                 WHEN 'S' THEN 'sequence' ELSE 'relation ' || relkind::text END,
    relname, pg_get_userbyid(relowner),
    CASE relpersistence WHEN 'p' THEN '' ELSE ', not durable' END,
    CASE WHEN relrowsecurity THEN ', row security' ELSE '' END,
    CASE WHEN relforcerowsecurity THEN ', forced on its owner' ELSE '' END,
    ', options ' || array_to_string(reloptions, ' '))
FROM relation WHERE relkind NOT IN ('i', 'I', 'c', 't')"""

_COLUMNS = """
SELECT nspname, format('column %%s.%%s %%s%%s%%s%%s%%s', relname, attname, format_type(atttypid, atttypmod),
    CASE WHEN attnotnull THEN ' not null' ELSE '' END,
    CASE attidentity WHEN '' THEN '' WHEN 'a' THEN ' identity always' ELSE ' identity by default' END,
    CASE WHEN adbin IS NULL THEN '' WHEN attgenerated = '' THEN ' default '
         ELSE ' generated ' || attgenerated::text || ' ' END
        || replace(coalesce(pg_get_expr(adbin, adrelid), ''), prefix, ''),
    CASE WHEN attcollation IN (0, typcollation) THEN '' ELSE ' collate ' || attcollation::regcollation::text END)
FROM relation
JOIN pg_attribute ON attrelid = relation.oid AND attnum > 0 AND NOT attisdropped
JOIN pg_type ON pg_type.oid = atttypid
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relkind NOT IN ('i', 'I', 'S', 't')"""

# "Not null" is told with its column; the constraint that PostgreSQL 18 keeps for it only counts where it is not valid.
_CONSTRAINTS = """
SELECT nspname, format('constraint %%s.%%s %%s', relname, conname, replace(pg_get_constraintdef(con.oid), prefix, ''))
FROM relation JOIN pg_constraint con ON conrelid = relation.oid
WHERE relkind IN ('r', 'p', 'f') AND (contype <> 'n' OR NOT convalidated)"""

_INDEXES = """
SELECT nspname, format('index %%s%%s', replace(pg_get_indexdef(relation.oid), prefix, ''),
    CASE WHEN indisvalid AND indisready THEN '' ELSE ' NOT VALID' END)
FROM relation JOIN pg_index ON indexrelid = relation.oid WHERE relkind IN ('i', 'I')"""

_SEQUENCES = """
SELECT nspname, format('sequence %%s %%s from %%s by %%s, %%s to %%s, cache %%s%%s%%s', relname,
    format_type(seqtypid, NULL), seqstart, seqincrement, seqmin, seqmax, seqcache,
    CASE WHEN seqcycle THEN ', cycles' ELSE '' END,
    (SELECT ', of ' || owner.relname || '.' || attname
     FROM pg_depend JOIN pg_class owner ON owner.oid = refobjid
     JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
     WHERE classid = 'pg_class'::regclass AND objid = relation.oid AND deptype IN ('a', 'i')))
FROM relation JOIN pg_sequence ON seqrelid = relation.oid WHERE relkind = 'S'"""

# The hidden triggers of foreign keys carry numbers in their names, and matter only where somebody switched them off.
_TRIGGERS = """
SELECT nspname, CASE WHEN tgisinternal THEN format('hidden trigger of %%s on %%s', conname, relname)
                     ELSE format('trigger on %%s: %%s', relname, replace(pg_get_triggerdef(t.oid), prefix, '')) END
    || CASE tgenabled WHEN 'O' THEN '' WHEN 'D' THEN ', DISABLED' ELSE ', enabled ' || tgenabled::text END
FROM relation JOIN pg_trigger t ON tgrelid = relation.oid LEFT JOIN pg_constraint con ON con.oid = tgconstraint
WHERE relkind <> 'i' AND (NOT tgisinternal OR tgenabled <> 'O')"""

_POLICIES = """
SELECT nspname, format('policy %%s on %%s: %%s%%s to %%s, using %%s, with check %%s', polname, relname, polcmd,
    CASE WHEN polpermissive THEN '' ELSE ' restrictive' END,
    (SELECT string_agg(CASE WHEN who = relation.role THEN 'role' WHEN who = 0 THEN 'everyone'
                            ELSE pg_get_userbyid(who) END, ', ' ORDER BY pg_get_userbyid(who))
     FROM unnest(polroles) who),
    replace(pg_get_expr(polqual, polrelid), prefix, ''), replace(pg_get_expr(polwithcheck, polrelid), prefix, ''))
FROM relation JOIN pg_policy ON polrelid = relation.oid"""

_VIEWS = """
SELECT nspname, format('view %%s as %%s', relname, replace(pg_get_viewdef(relation.oid), prefix, ''))
FROM relation WHERE relkind IN ('v', 'm')"""

_FUNCTIONS = """
SELECT nspname, format('function %%s owned by %%s: %%s', proname, pg_get_userbyid(proowner),
    CASE WHEN prokind = 'a' THEN pg_get_function_arguments(p.oid)
         ELSE replace(pg_get_functiondef(p.oid), prefix, '') END)
FROM here JOIN pg_proc p ON pronamespace = here.oid"""

_FUNCTION_GRANTS = f"""
SELECT nspname, format('grant on function %%s(%%s) to %%s: %%s', proname, pg_get_function_identity_arguments(p.oid),
    {_WHO.format(of="here")}, {_RIGHTS})
FROM here JOIN pg_proc p ON pronamespace = here.oid, aclexplode(coalesce(proacl, acldefault('f', proowner))) acl
GROUP BY nspname, role, p.oid, acl.grantee"""  # noqa: S608  # no input

# Not the types that come with a table or as an array of another.
_TYPES = """
SELECT nspname, format('type %%s %%s: %%s', typname, typtype,
    (SELECT string_agg(enumlabel, ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid))
FROM here JOIN pg_type t ON typnamespace = here.oid WHERE typtype <> 'c' AND typcategory <> 'A'"""

_TABLE_GRANTS = f"""
SELECT nspname, format('grant on %%s to %%s: %%s', relname, {_WHO.format(of="relation")}, {_RIGHTS})
FROM relation, aclexplode(coalesce(relacl, acldefault(
    (CASE relkind WHEN 'S' THEN 's' ELSE 'r' END)::"char", relowner))) acl
WHERE relkind NOT IN ('i', 'I', 'c', 't')
GROUP BY nspname, relname, role, acl.grantee"""  # noqa: S608  # no input

_COLUMN_GRANTS = f"""
SELECT nspname, format('grant on %%s.%%s to %%s: %%s', relname, attname, {_WHO.format(of="relation")}, {_RIGHTS})
FROM relation JOIN pg_attribute ON attrelid = relation.oid AND attacl IS NOT NULL, aclexplode(attacl) acl
WHERE relkind NOT IN ('i', 'I', 't')
GROUP BY nspname, relname, attname, role, acl.grantee"""  # noqa: S608  # no input

LINES = (
    _SCHEMA,
    _SCHEMA_GRANTS,
    _DEFAULT_GRANTS,
    _TABLES,
    _COLUMNS,
    _CONSTRAINTS,
    _INDEXES,
    _SEQUENCES,
    _TRIGGERS,
    _POLICIES,
    _VIEWS,
    _FUNCTIONS,
    _FUNCTION_GRANTS,
    _TYPES,
    _TABLE_GRANTS,
    _COLUMN_GRANTS,
)
