-- A proxy in front of a console that was not told of it: the one that was noticed last.
CREATE TABLE "unknown_proxies" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "address" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "unknown_proxies_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "unknown_proxies_one" CHECK ("id" = 1)
);

-- The latest sessions tell whether everybody seems to come from one address.
CREATE INDEX "sessions_created_at_idx" ON "sessions"("created_at");
