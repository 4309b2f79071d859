-- vi: Chốt kiểm soát thay thế không còn hoạt động hoặc cách xa trên 20 km.
-- en: The alternative checkpoint is no longer active or more than 20 km away.
-- severity: warning
-- for: road_block
SELECT 'road_block', r.uid, 'alt_checkpoint_id', 'alt_checkpoint', 'warning',
       jsonb_build_object('other', c.name, 'other_uid', c.uid, 'status', c.status, 'metres', round(public.st_distancesphere(r.geom, c.geom))),
       r.geom
  FROM ncovy.road_block AS r
  JOIN ncovy.control_checkpoint AS c ON c.uid = r.alt_checkpoint_id
 WHERE ("only" IS NULL OR r.uid = ANY ("only")) AND NOT r.removed AND NOT c.removed AND r.status IN ('active', 'planned', 'suspended')
   AND (coalesce(c.status, '') <> 'active' OR public.st_distancesphere(r.geom, c.geom) > 20000)
