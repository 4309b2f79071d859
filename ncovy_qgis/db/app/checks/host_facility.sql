-- vi: Cơ sở được trưng dụng cách xa trên 500 m, hoặc tình trạng tiếp nhận của nó vẫn ghi là bình thường.
-- en: The host facility is more than 500 m away, or its reception is still said to be normal.
-- severity: warning
-- for: covid_treatment_facility
SELECT 'covid_treatment_facility', f.uid, 'host_facility_id', 'host_facility', 'warning',
       jsonb_build_object('other', h.name, 'other_uid', h.uid, 'reception_state', h.reception_state,
                          'metres', round(public.st_distancesphere(f.geom, h.geom))),
       f.geom
  FROM ncovy.covid_treatment_facility AS f
  JOIN ncovy.medical_facility AS h ON h.uid = f.host_facility_id
 WHERE ("only" IS NULL OR f.uid = ANY ("only")) AND NOT f.removed AND NOT h.removed AND f.status = 'active'
   AND (h.reception_state = 'normal' AND f.facility_kind = 'converted_hospital' OR public.st_distancesphere(f.geom, h.geom) > 500)
