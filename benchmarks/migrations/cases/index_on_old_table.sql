-- migration: 20240101000000_init
CREATE TABLE "Event" ("id" TEXT NOT NULL, "at" TIMESTAMP(3) NOT NULL, CONSTRAINT "Event_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_index
-- CreateIndex
--! index-blocks-writes: events are written all the time
CREATE INDEX "Event_at_idx" ON "Event"("at");
