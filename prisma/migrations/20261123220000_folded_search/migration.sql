-- Text as it is compared and searched: without regard to case, compatibility forms and the form of a final sigma. By ICU,
-- whatever the database's own locale knows of letters, so that what is stored and what is searched for fold alike
-- (access/lists.ts). The body is bound to what it names here: no search path changes it.
CREATE FUNCTION folded(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN replace(lower(normalize($1, NFKC) COLLATE "und-x-icu"), 'ς', 'σ');

-- AlterTable
ALTER TABLE "users" DROP COLUMN "search_text",
ADD COLUMN     "search_text" TEXT COLLATE "C" GENERATED ALWAYS AS (folded(
        "username" || E'\n' || "email" || E'\n' || "display_name" || E'\n' || "first_name" || ' ' || "last_name" || E'\n' ||
        "company" || E'\n' || "phone" || E'\n' || "website" || E'\n' || "locality" || E'\n' || "region" || E'\n' ||
        "postal_code" || E'\n' || "country")) STORED;

-- AlterTable
ALTER TABLE "applications" DROP COLUMN "search_name",
ADD COLUMN     "search_name" TEXT COLLATE "C" GENERATED ALWAYS AS (folded("name")) STORED;

-- CreateIndex
CREATE INDEX "users_search_text_idx" ON "users" USING GIN ("search_text" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "applications_search_name_idx" ON "applications" USING GIN ("search_name" gin_trgm_ops);

-- The identity platform looks its users up by e-mail address, too (access/platform-conditions.ts).
CREATE INDEX "users_platform_email_idx" ON "users"((folded("email") COLLATE "C"))
    WHERE "origin" = 'PLATFORM' AND "platform_deleted_at" IS NULL;
