-- migration: 20240101000000_init
CREATE TABLE "Booking" ("id" TEXT NOT NULL, "during" TSTZRANGE NOT NULL, CONSTRAINT "Booking_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_overlap
--! exclusion-scan: its index is built under an exclusive lock
ALTER TABLE "Booking" ADD CONSTRAINT "Booking_no_overlap" EXCLUDE USING gist ("during" WITH &&);
