/** Whether the role by which the console connects could set aside what guards the audit. The product works all the same. */
import { type Snapshot, atOneMoment } from "@/access/audit/audit-snapshot";
import { type Check, NOTHING } from "./doctor-check";

/** Each power by itself, so that the sentence names the one to take away. */
const POWERS = `
  SELECT current_user,
    (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),
    (SELECT bool_or(pg_has_role(relowner, 'USAGE')) FROM pg_class
     WHERE oid IN (to_regclass('public.audit_entries'), to_regclass('public.audit_links'), to_regclass('public.audit_archives'))),
    has_parameter_privilege('session_replication_role', 'SET'),
    has_table_privilege('public.audit_entries', 'UPDATE, DELETE, TRUNCATE, TRIGGER')
      OR has_table_privilege('public.audit_links', 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')
      OR has_table_privilege('public.audit_archives', 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')`;

const WORDS = [
  "is a superuser",
  "owns the tables of the audit",
  "may set session_replication_role",
  "may do more with the audit than add to it",
];

export const DATABASE_ROLE: Check = {
  name: "database-role",
  holds: "The role by which the console connects can't set aside what guards the audit (advice only).",
  find: async (snapshot) => {
    const sentence = await describePowers(snapshot);
    return sentence === null ? NOTHING : { count: 1, sentences: [sentence] };
  },
};

/** One sentence for the operator; null where the role only adds to the audit. */
export function findRolePowers(): Promise<string | null> {
  return atOneMoment(describePowers);
}

async function describePowers({ rows }: Snapshot): Promise<string | null> {
  const [[role = "", ...powers] = []] = await rows(POWERS);
  const power = WORDS[powers.indexOf("t")];
  if (power === undefined) return null;
  return (
    `The role ${role ?? ""} of DATABASE_URL ${power}: whoever gets hold of it can rewrite the audit past its triggers. ` +
    "Connect by a role that owns nothing, and set MIGRATION_DATABASE_URL to this one (docs/operators.md)."
  );
}
