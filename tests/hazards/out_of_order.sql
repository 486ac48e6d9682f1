--# before an applied one
-- migration: 20240101000000_a
SELECT 1;
-- applied: 20240201000000_b
SELECT 1;
--> 20240101000000_a:1: `20240101000000_a` sorts before `20240201000000_b`, which is applied: databases that are there get it last, new ones first
--# behind it
-- applied: 20240201000000_b
SELECT 1;
-- migration: 20240301000000_a
SELECT 1;
--# nobody knows what is applied
-- migration: 20240101000000_a
SELECT 1;
-- migration: 20240201000000_b
SELECT 1;
