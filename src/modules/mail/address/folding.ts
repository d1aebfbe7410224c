/**
 * The functions of functions.ts that say which spellings of an address are one, by a rule that is the same in every database:
 * those were written with `lower`, which goes by the language that a database was made for. In a Turkish one `INFO@例え.jp` and
 * `info@例え.jp` were two. They keep their names, so that a process of the version before goes by the new rule as well.
 *
 * No statement holds a question mark: the migrator would take it for a placeholder.
 */
import { ADDRESS_FUNCTIONS } from "./functions"
import { CAPITALS, SMALL_LETTERS } from "./letters"

/** Where there are capitals at all. The table is long, so a text is freed first of what is nowhere near: ASCII, kana, kanji, hangul. */
const MAY_BE_CAPITALS =
  "\\u00c0-\\u0556\\u10a0-\\u13f5\\u1c89-\\u2183\\u24b6-\\u2cf2\\ua640-\\ua7f5\\uff21-\\uff3a\\U00010400-\\U0001e921"

/** Each letter by itself. `İ` becomes `i`, as in most databases before; a domain is another matter, see below. */
const LOWER = `
create function "mpmd_lower"(written text) returns text language plpgsql immutable strict parallel safe as $$
declare
  letters constant text := regexp_replace(written, '[^${MAY_BE_CAPITALS}]+', '', 'g');
begin
  return translate(lower(written collate "C"), letters, translate(letters, '${CAPITALS}', '${SMALL_LETTERS}'));
end $$`

/** As before, but for the letters: UTS 46 makes two characters of an \`İ\`, and never the \`ς\` at the end of a word of a \`Σ\`. */
const ASCII_DOMAIN = String.raw`
create or replace function "mpmd_ascii_domain"(domain text) returns text language plpgsql immutable strict parallel safe as $$
begin
  if octet_length(domain) = length(domain) then
    return lower(domain collate "C");
  end if;
  return (select coalesce(string_agg(case when octet_length(label) = length(label) then label
                                 else 'xn--' || mpmd_punycode(label) end, '.' order by i), '')
            from unnest(string_to_array(
              normalize(mpmd_lower(replace(replace(
                normalize(regexp_replace(domain, '[\u00ad\u200b\u2060\ufe00-\ufe0f\ufeff]', '', 'g'), NFKC),
                U&'\3002', '.'), U&'\0130', U&'i\0307')), NFC), '.')) with ordinality as labels(label, i));
end $$`

const ADDRESS_KEY = String.raw`
create or replace function "mpmd_address_key"(email text) returns text language plpgsql immutable strict parallel safe as $$
declare
  written constant text := btrim(email);
  tail constant int := strpos(reverse(written), '@');
  local text := left(written, -tail);
begin
  -- Whatever is longer is no address, and not worth the work.
  if octet_length(email) > 1000 then
    return lower(written collate "C");
  end if;
  if tail = 0 then
    return mpmd_lower(written);
  end if;
  if local ~ '^"([^"\\]|\\.)*"$' then
    local := regexp_replace(substr(local, 2, length(local) - 2), '\\(.)', '\1', 'g');
  end if;
  return mpmd_lower(normalize(local, NFC)) || '@' || mpmd_ascii_domain(right(written, tail - 1));
end $$`

/** In the order in which they need each other. */
export const FOLDING = [LOWER, ASCII_DOMAIN, ADDRESS_KEY]

/** Back to the rule before, of the two that had another. */
export const UNFOLDING = [
  ...ADDRESS_FUNCTIONS.filter((sql) =>
    /^\s*create function "mpmd_(?:ascii_domain|address_key)"/.test(sql)
  ).map((sql) => sql.replace("create function", "create or replace function")),
  'drop function "mpmd_lower"(text)',
]
