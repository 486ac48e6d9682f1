--# another text
-- applied: 1_a
SELECT 1;
SELECT 2;
-- now:
SELECT 1;
SELECT 3;
--> 2: this file was edited after it was applied: its checksum differs, and applied databases never get the edit
--# the same, or still to be applied
-- applied: 1_a
SELECT 1;
-- migration: 2_b
SELECT 2;
