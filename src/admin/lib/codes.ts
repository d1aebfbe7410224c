/** Codes that filters offer; Intl knows their names in every language. */

/** ISO 3166-1 alpha-2, as Medusa keeps them. */
export const COUNTRIES = (
  `ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv bw by bz ca ` +
  `cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es et fi fj fk fm fo fr ga gb ` +
  `gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg ` +
  `kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv ` +
  `mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb ` +
  `sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug um us ` +
  `uy uz va vc ve vg vi vn vu wf ws xk ye yt za zm zw`
).split(" ")

/** ISO 639-1: the languages that a shop is likely to be read in. */
export const LANGUAGE_CODES = (
  `af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky ` +
  `lo lt lv mk ml mn mr ms my nb ne nl nn no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur uz vi zh zu`
).split(" ")

/** In the reader's language; the code itself where Intl knows none. */
export function nameOfCode(code: string, type: "region" | "language", locale: string): string {
  try {
    return new Intl.DisplayNames(locale, { type }).of(type === "region" ? code.toUpperCase() : code) ?? code
  } catch {
    return code
  }
}
