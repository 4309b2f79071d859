-- vi: Chồng lên một vùng khác đang áp dụng quá 5 % diện tích.
-- en: Overlaps another active zone by more than 5 % of its area.
-- severity: warning
-- for: lockdown_zone
-- Zones of isolation inside an area of social distancing are the rule, so only zones of the same sort are compared.
SELECT 'lockdown_zone', a.uid, 'geom', 'zone_overlap', 'warning',
       jsonb_build_object('other', b.name, 'other_uid', b.uid, 'percent', round((100 * shared.area / public.st_area(a.geom))::numeric)),
       public.st_pointonsurface(shared.geom)
  FROM ncovy.lockdown_zone AS a
  JOIN ncovy.lockdown_zone AS b ON b.geom OPERATOR(public.&&) a.geom AND b.uid <> a.uid
   AND (b.measure IN ('medical_isolation', 'temporary_isolation')) = (a.measure IN ('medical_isolation', 'temporary_isolation')),
       LATERAL (SELECT cut AS geom, public.st_area(cut) AS area FROM public.st_intersection(a.geom, b.geom) AS cut) AS shared
 WHERE ("only" IS NULL OR a.uid = ANY ("only"))
   AND a.status = 'active' AND NOT a.removed AND b.status = 'active' AND NOT b.removed
   AND public.st_isvalid(a.geom) AND public.st_isvalid(b.geom)
   AND shared.area > 0.05 * public.st_area(a.geom)
