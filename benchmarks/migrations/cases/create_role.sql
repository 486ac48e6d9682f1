-- migration: 20240101000000_init
SELECT 1;
-- migration: 20240201000000_role
--! role-in-migration: the shadow database is on the same server, where the role is by then
CREATE ROLE app_user NOLOGIN;
