-- vi: Liên kết đến một đối tượng không có hoặc đã gỡ bỏ.
-- en: Linked to a feature that does not exist or was removed.
-- severity: error
-- for: each reference
SELECT {layer}, a.uid, {field}, 'broken_reference', 'error', jsonb_build_object('target', a.{column}), public.st_pointonsurface(a.geom)
  FROM {table} AS a
 WHERE ("only" IS NULL OR a.uid = ANY ("only")) AND NOT a.removed AND a.{column} IS NOT NULL
   AND NOT EXISTS (SELECT FROM {target} AS t WHERE t.uid = a.{column} AND NOT t.removed)
