-- vi: Mã cơ sở khám chữa bệnh đã được dùng cho một cơ sở khác.
-- en: This facility code is already used by another facility.
-- severity: error
-- for: medical_facility
SELECT 'medical_facility', a.uid, 'facility_code', 'facility_code', 'error',
       jsonb_build_object('other', b.name, 'other_uid', b.uid, 'code', a.facility_code), a.geom
  FROM ncovy.medical_facility AS a
  JOIN ncovy.medical_facility AS b ON b.facility_code = a.facility_code AND b.uid <> a.uid
 WHERE ("only" IS NULL OR a.uid = ANY ("only")) AND NOT a.removed AND NOT b.removed
