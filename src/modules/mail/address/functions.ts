/**
 * The functions behind sql.ts, for addresses that are not plain ASCII: Postgres knows no punycode. All are immutable, and
 * part of the first migration, which must not change after a release; what came later is in folding.ts.
 *
 * No statement holds a question mark: the migrator would take it for a placeholder.
 */

/** RFC 3492, 6.3: one label. */
const PUNYCODE = String.raw`
create function "mpmd_punycode"(label text) returns text language plpgsql immutable strict parallel safe as $$
declare
  digits constant text := 'abcdefghijklmnopqrstuvwxyz0123456789';
  points int[] := array(select ascii(c) from unnest(string_to_array(label, null)) with ordinality as t(c, i) order by i);
  total constant int := cardinality(points);
  basic constant text := regexp_replace(label, '[^\u0001-\u007f]', '', 'g');
  result text := case when basic = '' then '' else basic || '-' end;
  handled int := length(basic);
  n bigint := 128;
  delta bigint := 0;
  bias bigint := 72;
  first boolean := true;
  m bigint;
  q bigint;
  k bigint;
  t bigint;
  point int;
begin
  while handled < total loop
    select min(p) into m from unnest(points) as p where p >= n;
    delta := delta + (m - n) * (handled + 1);
    n := m;
    foreach point in array points loop
      if point < n then
        delta := delta + 1;
      elsif point = n then
        q := delta;
        k := 36;
        loop
          t := least(greatest(k - bias, 1), 26);
          exit when q < t;
          result := result || substr(digits, (t + (q - t) % (36 - t))::int + 1, 1);
          q := (q - t) / (36 - t);
          k := k + 36;
        end loop;
        result := result || substr(digits, q::int + 1, 1);
        delta := delta / (case when first then 700 else 2 end);
        delta := delta + delta / (handled + 1);
        k := 0;
        while delta > 455 loop
          delta := delta / 35;
          k := k + 36;
        end loop;
        bias := k + 36 * delta / (delta + 38);
        first := false;
        delta := 0;
        handled := handled + 1;
      end if;
    end loop;
    delta := delta + 1;
    n := n + 1;
  end loop;
  return result;
end $$`

/** Near enough to UTS 46 for names that exist: width, case and composition are folded, what is not seen is dropped. */
const ASCII_DOMAIN = String.raw`
create function "mpmd_ascii_domain"(domain text) returns text language plpgsql immutable strict parallel safe as $$
begin
  if octet_length(domain) = length(domain) then
    return lower(domain);
  end if;
  return (select coalesce(string_agg(case when octet_length(label) = length(label) then label
                                 else 'xn--' || mpmd_punycode(label) end, '.' order by i), '')
            from unnest(string_to_array(
              normalize(lower(replace(normalize(regexp_replace(domain, '[\u00ad\u200b\u2060\ufe00-\ufe0f\ufeff]', '', 'g'),
                                                NFKC), U&'\3002', '.')), NFC), '.')) with ordinality as labels(label, i));
end $$`

/** What stands before the last @: dots anywhere, or in quotes, which are no part of it. */
const ADDRESS_KEY = String.raw`
create function "mpmd_address_key"(email text) returns text language plpgsql immutable strict parallel safe as $$
declare
  written constant text := btrim(email);
  tail constant int := strpos(reverse(written), '@');
  local text := left(written, -tail);
begin
  -- Whatever is longer is no address, and not worth the work.
  if tail = 0 or octet_length(email) > 1000 then
    return lower(written);
  end if;
  if local ~ '^"([^"\\]|\\.)*"$' then
    local := regexp_replace(substr(local, 2, length(local) - 2), '\\(.)', '\1', 'g');
  end if;
  return lower(normalize(local, NFC)) || '@' || mpmd_ascii_domain(right(written, tail - 1));
end $$`

const IS_ADDRESS = String.raw`
create function "mpmd_is_address"(email text) returns boolean language plpgsql immutable strict parallel safe as $$
declare
  written constant text := btrim(email);
  tail constant int := strpos(reverse(written), '@');
  domain constant text := right(written, tail - 1);
  ascii constant text := mpmd_ascii_domain(left(domain, 1000));
  key constant text := mpmd_address_key(email);
  letters constant text := regexp_replace(left(written, -tail),
    '[\u00a1-\u1fff\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff\uf900-\ufefe\uff00-\uffef\U00010000-\U0010ffff]', 'x', 'g');
begin
  return tail > 1 and octet_length(email) <= 1000
    and (letters ~ '^[A-Za-z0-9!#$%&''*+/=\u003f^_${"`"}{|}~.-]+$'
      or letters ~ '^"([ !#-;=\u003f-\[\]-~]|\\[ -;=\u003f-~])+"$')
    and (ascii ~ '^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9]){0,1}(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9]){0,1})*$'
      or domain ~ '^\[([0-9]{1,3}(\.[0-9]{1,3}){3}|IPv6:[0-9A-Fa-f:.]{2,45})\]$')
    and domain !~ '[\u0080-\u00a0]'
    and (octet_length(domain) = length(domain) or ascii !~ '(^|[.])xn--xn--')
    and (select max(length(label)) from unnest(string_to_array(ascii, '.')) as label) <= 63
    and octet_length(key) - octet_length(ascii) - 1 <= 64
    and octet_length(key) <= 254;
end $$`

/** In the order in which they need each other. */
export const ADDRESS_FUNCTIONS = [PUNYCODE, ASCII_DOMAIN, ADDRESS_KEY, IS_ADDRESS]

export const DROP_ADDRESS_FUNCTIONS = [
  'drop function if exists "mpmd_is_address"(text)',
  'drop function if exists "mpmd_address_key"(text)',
  'drop function if exists "mpmd_ascii_domain"(text)',
  'drop function if exists "mpmd_punycode"(text)',
]
