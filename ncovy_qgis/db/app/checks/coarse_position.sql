-- vi: Tọa độ chỉ có hai chữ số thập phân của độ (sai đến 1 km).
-- en: The coordinates have only two decimals of a degree (up to 1 km off).
-- severity: warning
-- for: each point layer
SELECT {layer}, a.uid, 'geom', 'coarse_position', 'warning',
       jsonb_build_object('lon', public.st_x(a.geom), 'lat', public.st_y(a.geom)), a.geom
  FROM {table} AS a
 WHERE ("only" IS NULL OR a.uid = ANY ("only")) AND NOT a.removed
   AND abs(public.st_x(a.geom) * 100 - round(public.st_x(a.geom) * 100)) < 1e-6
   AND abs(public.st_y(a.geom) * 100 - round(public.st_y(a.geom) * 100)) < 1e-6
