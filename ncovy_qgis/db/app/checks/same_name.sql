-- vi: Trong xã đã có đối tượng cùng lớp, cùng tên ở chỗ khác.
-- en: The commune already has a feature of this layer with this name elsewhere.
-- severity: warning
-- for: each layer
SELECT {layer}, a.uid, 'name', 'same_name', 'warning',
       jsonb_build_object('other', b.name, 'other_uid', b.uid, 'metres', round(public.st_distance(a.geom::public.geography, b.geom::public.geography))),
       public.st_pointonsurface(a.geom)
  FROM {table} AS a
  JOIN {table} AS b ON b.name_search = a.name_search AND b.commune_code = a.commune_code AND b.commune_era = a.commune_era AND b.uid <> a.uid
 WHERE ("only" IS NULL OR a.uid = ANY ("only"))
   AND NOT a.removed AND coalesce(a.{state}, '') NOT IN ('lifted', 'cancelled', 'closed_permanently')
   AND NOT b.removed AND coalesce(b.{state}, '') NOT IN ('lifted', 'cancelled', 'closed_permanently')
   AND NOT (a.geom OPERATOR(public.&&) public.st_expand(b.geom, 0.0003)
            AND public.st_dwithin(a.geom::public.geography, b.geom::public.geography, 30))
