-- When a receiver was last told of anything, and what is old enough to be removed. What is on its way is not in it, so
-- that the change of a user, which writes such rows, pays nothing for it.
CREATE INDEX "signal_events_settled_idx" ON "signal_events"("receiver_id", "settled_at") WHERE "settled_at" IS NOT NULL;
