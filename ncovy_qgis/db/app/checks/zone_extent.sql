-- vi: Vùng rộng hơn hai lần diện tích xã, không hợp với quy mô đã ghi.
-- en: The zone is more than twice as large as its commune, which its extent does not allow.
-- severity: warning
-- for: lockdown_zone
SELECT 'lockdown_zone', z.uid, 'extent', 'zone_extent', 'warning',
       jsonb_build_object('times', round((public.st_area(z.geom) / public.st_area(u.geom))::numeric, 1), 'commune', u.name),
       public.st_pointonsurface(z.geom)
  FROM ncovy.lockdown_zone AS z
  JOIN ncovy.unit AS u ON u.code = z.commune_code AND u.era = z.commune_era
 WHERE ("only" IS NULL OR z.uid = ANY ("only")) AND NOT z.removed
   AND z.extent IN ('street_segment', 'residential_group', 'hamlet', 'part_commune', 'commune')
   AND public.st_area(z.geom) > 2 * public.st_area(u.geom)
