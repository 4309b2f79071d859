-- Which unit a position lies in, and who may write there. Everything here is asked once a row: keep it cheap.

CREATE FUNCTION ncovy_app.era_at(moment timestamptz) RETURNS smallint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce(
        (SELECT e.era FROM ncovy.era AS e WHERE e.valid_from <= (moment AT TIME ZONE 'Asia/Ho_Chi_Minh')::date ORDER BY e.valid_from DESC LIMIT 1),
        (SELECT e.era FROM ncovy.era AS e ORDER BY e.valid_from LIMIT 1));
END
$$;

CREATE FUNCTION ncovy_app.unit_at(spot public.geometry, at_era smallint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found_code text;
BEGIN
    SELECT u.code INTO found_code FROM ncovy.unit AS u
     WHERE u.level = 3 AND u.era = at_era AND public.st_intersects(u.geom, spot)
     ORDER BY u.code LIMIT 1;
    IF found_code IS NULL AND NOT public.st_isempty(spot) THEN
        found_code := ncovy_app.unit_near(spot, at_era);
    END IF;
    RETURN found_code;
END
$$;
COMMENT ON FUNCTION ncovy_app.unit_at(public.geometry, smallint) IS 'Code of the commune at a position in an era; NULL outside the province';

-- A pier, a border post: 200 m outside still belong to the nearest commune; where the borders are only approximate, 3 km.
CREATE FUNCTION ncovy_app.unit_near(spot public.geometry, at_era smallint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (
        SELECT n.code
          FROM (SELECT u.code, u.quality, public.st_distance(u.geom::public.geography, spot::public.geography) AS metres FROM ncovy.unit AS u
                 WHERE u.level = 3 AND u.era = at_era AND u.geom OPERATOR(public.&&) public.st_expand(spot, 0.03)) AS n
         WHERE n.metres <= CASE n.quality WHEN 'official' THEN 200 ELSE 3000 END
         ORDER BY n.metres, n.code LIMIT 1);
END
$$;

CREATE FUNCTION ncovy_app.near_unit(spot public.geometry, unit_code text, at_era smallint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM ncovy.unit AS u
         WHERE u.code = unit_code AND u.era = at_era AND u.level = 3
           AND public.st_distance(u.geom::public.geography, spot::public.geography) <= CASE u.quality WHEN 'official' THEN 100 ELSE 3000 END);
END
$$;
COMMENT ON FUNCTION ncovy_app.near_unit(public.geometry, text, smallint) IS 'May a feature here be said to lie in that commune? Approximate borders forgive 3 km, official ones 100 m';

CREATE FUNCTION ncovy_app.may_write(commune text, at_era smallint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM ncovy.assignment AS a
         WHERE a.person = session_user
           AND (a.unit_code = '40'
                OR a.era = at_era AND a.unit_code IN (commune, (SELECT u.parent_code FROM ncovy.unit AS u WHERE u.code = commune AND u.era = at_era)))
           AND a.valid_from <= clock_timestamp() AND (a.valid_to IS NULL OR a.valid_to > clock_timestamp())  -- a transaction begun before ends no later
    ) OR ncovy_app.is_admin();
END
$$;
COMMENT ON FUNCTION ncovy_app.may_write(text, smallint) IS 'Is this commune in an area assigned to the session user?';

CREATE FUNCTION ncovy_app.is_admin() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT r.rolsuper OR r.rolname = pg_get_userbyid(d.datdba)
      FROM pg_roles AS r, pg_database AS d WHERE r.rolname = session_user AND d.datname = current_database()
$$;

CREATE FUNCTION ncovy_app.area_shares(zone public.geometry, at_era smallint, OUT inside float, OUT mine float)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT coalesce(sum(p.area), 0), coalesce(sum(p.area) FILTER (WHERE ncovy_app.may_write(p.code, at_era)), 0)
      INTO inside, mine
      FROM (SELECT u.code, public.st_area(public.st_intersection(u.geom, zone)) / nullif(public.st_area(zone), 0) AS area
              FROM ncovy.unit AS u WHERE u.level = 3 AND u.era = at_era AND public.st_intersects(u.geom, zone)) AS p;
END
$$;
COMMENT ON FUNCTION ncovy_app.area_shares(public.geometry, smallint) IS 'Which share of a zone lies in the province, and in the areas of the session user';

CREATE FUNCTION ncovy_app.find_unit(words text, at_era smallint DEFAULT NULL)
RETURNS TABLE (code text, era smallint, name text, type text, level smallint, parent_code text, parent_name text, point public.geometry)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT u.code, u.era, u.name, u.type, u.level, u.parent_code, p.name, u.point
      FROM ncovy.unit AS u LEFT JOIN ncovy.unit AS p ON p.code = u.parent_code AND p.era = u.era
     WHERE (at_era IS NULL OR u.era = at_era)
       AND (u.code = btrim(words) OR (SELECT bool_and(strpos(u.name_search, w) > 0) FROM regexp_split_to_table(ncovy.fold(ncovy.clean(words)), '\s+') AS w))
     ORDER BY strpos(lower(u.name), lower(ncovy.clean(words))) = 0, length(u.name), u.level, u.era, u.code
$$;
COMMENT ON FUNCTION ncovy_app.find_unit(text, smallint) IS 'Units whose name holds all the words, accents or not; those with the very accents first';
