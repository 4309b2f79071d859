-- vi: Điểm phong tỏa nằm trong một vùng phong tỏa đang áp dụng mà chưa được liên kết (sẽ bị đếm hai lần).
-- en: The lockdown point lies in an active lockdown zone without being linked to it (it will be counted twice).
-- severity: warning
-- for: lockdown_point
SELECT 'lockdown_point', p.uid, 'zone_id', 'point_unlinked', 'warning', jsonb_build_object('other', z.name, 'other_uid', z.uid), p.geom
  FROM ncovy.lockdown_point AS p
  JOIN ncovy.lockdown_zone AS z ON z.geom OPERATOR(public.&&) p.geom AND public.st_intersects(z.geom, p.geom)
 WHERE ("only" IS NULL OR p.uid = ANY ("only")) AND NOT p.removed AND NOT z.removed
   AND p.status = 'active' AND z.status = 'active' AND p.zone_id IS NULL
   AND z.measure IN ('medical_isolation', 'temporary_isolation')
