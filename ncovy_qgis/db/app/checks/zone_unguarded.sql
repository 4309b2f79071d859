-- vi: Vùng cách ly y tế không có chốt kiểm soát hay chốt chặn nào trong vòng 300 m.
-- en: No checkpoint or road block within 300 m of this medical isolation zone.
-- severity: warning
-- for: lockdown_zone
SELECT 'lockdown_zone', z.uid, 'geom', 'zone_unguarded', 'warning', jsonb_build_object('metres', 300), public.st_pointonsurface(z.geom)
  FROM ncovy.lockdown_zone AS z
 WHERE ("only" IS NULL OR z.uid = ANY ("only")) AND NOT z.removed AND z.status = 'active' AND z.measure = 'medical_isolation'
   AND NOT EXISTS (
        SELECT FROM ncovy.control_checkpoint AS c
         WHERE c.geom OPERATOR(public.&&) public.st_expand(z.geom, 0.003) AND c.status = 'active' AND NOT c.removed
           AND public.st_dwithin(c.geom::public.geography, z.geom::public.geography, 300))
   AND NOT EXISTS (
        SELECT FROM ncovy.road_block AS c
         WHERE c.geom OPERATOR(public.&&) public.st_expand(z.geom, 0.003) AND c.status = 'active' AND NOT c.removed
           AND public.st_dwithin(c.geom::public.geography, z.geom::public.geography, 300))
