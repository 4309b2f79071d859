-- vi: Điểm phong tỏa nằm ngoài vùng phong tỏa mà nó được ghi là thuộc về.
-- en: The lockdown point lies outside the zone it is said to belong to.
-- severity: error
-- for: lockdown_point
SELECT 'lockdown_point', p.uid, 'zone_id', 'point_outside_zone', 'error',
       jsonb_build_object('other', z.name, 'other_uid', z.uid, 'metres', round(public.st_distance(p.geom::public.geography, z.geom::public.geography))),
       p.geom
  FROM ncovy.lockdown_point AS p
  JOIN ncovy.lockdown_zone AS z ON z.uid = p.zone_id
 WHERE ("only" IS NULL OR p.uid = ANY ("only")) AND NOT p.removed AND NOT z.removed AND NOT public.st_intersects(z.geom, p.geom)
