-- The last sign-ins that found no user (access/unknown-subjects.ts), however long the audit has become.
CREATE INDEX "audit_entries_unknown_subject_idx" ON "audit_entries"("id") WHERE "refusal" = 'unknown_subject';
