--# another branch came between
-- applied: 1_init
CREATE TABLE "User" ("id" TEXT NOT NULL);
-- migration: 2_theirs
ALTER TABLE "User" ADD COLUMN "name" TEXT;
-- migration: 3_ours
-- Made on 1_init, history 000000000000.

ALTER TABLE "User" ADD COLUMN "name" TEXT;
--> 3_ours:3: this file was made on another history: `2_theirs` came between `1_init` and it
--# its base is gone
-- migration: 1_other
CREATE TABLE "User" ("id" TEXT NOT NULL);
-- migration: 3_ours
-- Made on 1_init, history 000000000000.

ALTER TABLE "User" ADD COLUMN "name" TEXT;
--> 3_ours:3: this file was made on another history: `1_init` is no longer before it
--# its base was edited
-- migration: 1_init
CREATE TABLE "User" ("id" TEXT NOT NULL);
-- migration: 3_ours
-- Made on 1_init, history 000000000000.

ALTER TABLE "User" ADD COLUMN "name" TEXT;
--> 3_ours:3: this file was made on another history: what stands before it, up to `1_init`, was changed since
--# applied: it has done what it did
-- applied: 1_init
CREATE TABLE "User" ("id" TEXT NOT NULL);
-- applied: 3_ours
-- Made on 1_init, history 000000000000.

ALTER TABLE "User" ADD COLUMN "name" TEXT;
--# nothing has changed but a comment
-- migration: 1_init
-- a comment

CREATE TABLE "User" ("id" TEXT NOT NULL);
-- migration: 3_ours
-- Made on 1_init, history 5a7c0377f0cf.

ALTER TABLE "User" ADD COLUMN "name" TEXT;
--# it names nothing
-- migration: 1_init
CREATE TABLE "User" ("id" TEXT NOT NULL);
-- migration: 3_ours
-- Made by hand.
ALTER TABLE "User" ADD COLUMN "name" TEXT;
