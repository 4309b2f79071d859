-- vi: Có đối tượng khác cùng lớp cách dưới 15 m: có thể đã được nhập rồi.
-- en: Another feature of this layer lies within 15 m: it may have been entered before.
-- severity: warning
-- for: each point layer
SELECT {layer}, a.uid, 'geom', 'crowded', 'warning',
       jsonb_build_object('other', b.name, 'other_uid', b.uid, 'metres', round(public.st_distancesphere(a.geom, b.geom))), a.geom
  FROM {table} AS a
  JOIN {table} AS b ON b.geom OPERATOR(public.&&) public.st_expand(a.geom, 0.00015) AND b.uid <> a.uid
 WHERE ("only" IS NULL OR a.uid = ANY ("only"))
   AND NOT a.removed AND coalesce(a.{state}, '') NOT IN ('lifted', 'cancelled', 'closed_permanently')
   AND NOT b.removed AND coalesce(b.{state}, '') NOT IN ('lifted', 'cancelled', 'closed_permanently')
   AND (b.name_search, b.commune_code) IS DISTINCT FROM (a.name_search, a.commune_code)
   AND public.st_distancesphere(a.geom, b.geom) <= 15
-- all: neighbours of every feature at once are found by cells as wide as the box, two each way, and not by the index ten thousand times.
SELECT {layer}, a.uid, 'geom', 'crowded', 'warning',
       jsonb_build_object('other', b.name, 'other_uid', b.uid, 'metres', round(public.st_distancesphere(a.geom, b.geom))), a.geom
  FROM {table} AS a
 CROSS JOIN (VALUES (0, 0), (0, 1), (1, 0), (1, 1)) AS step (east, north)
  JOIN {table} AS b ON floor(public.st_x(b.geom) / 0.0003) = floor((public.st_x(a.geom) - 0.00015) / 0.0003) + step.east
   AND floor(public.st_y(b.geom) / 0.0003) = floor((public.st_y(a.geom) - 0.00015) / 0.0003) + step.north
   AND b.geom OPERATOR(public.&&) public.st_expand(a.geom, 0.00015) AND b.uid <> a.uid
 WHERE NOT a.removed AND coalesce(a.{state}, '') NOT IN ('lifted', 'cancelled', 'closed_permanently')
   AND NOT b.removed AND coalesce(b.{state}, '') NOT IN ('lifted', 'cancelled', 'closed_permanently')
   AND (b.name_search, b.commune_code) IS DISTINCT FROM (a.name_search, a.commune_code)
   AND public.st_distancesphere(a.geom, b.geom) <= 15
