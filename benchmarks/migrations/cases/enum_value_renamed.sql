-- migration: 20240101000000_init
CREATE TYPE "Role" AS ENUM ('USER');
-- migration: 20240201000000_member
--! renamed-enum-value: the running release reads and writes USER
ALTER TYPE "Role" RENAME VALUE 'USER' TO 'MEMBER';
