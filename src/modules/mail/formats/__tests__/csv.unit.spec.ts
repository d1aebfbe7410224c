/** CSV as spreadsheets read it. */
import { csvLine } from "../csv"

it("quotes what would end a cell or a line, and nothing else", () => {
  expect(csvLine(["plain", 'say "hi"', "a,b", "two\nlines", "山田 花子"])).toBe(
    'plain,"say ""hi""","a,b","two\nlines",山田 花子\r\n'
  )
})

it("writes numbers, times and nothing as they are", () => {
  expect(csvLine([7, -1, new Date("2026-11-24T09:00:00+09:00"), null, ""])).toBe(
    "7,-1,2026-11-24T00:00:00.000Z,,\r\n"
  )
})

it.each(["=1+1", "+81", "-2", "@SUM(A1)", "\tx", "＝1+1", "＋1", "－1", "＠x"])(
  "%j does not become a formula",
  (text) => expect(csvLine([text])).toBe(`'${text}\r\n`)
)

it.each(["\rx", "\nx", '=HYPERLINK("https://evil.test","Click")'])(
  "%j is made harmless before it is quoted",
  (text) => expect(csvLine([text])).toBe(`"'${text.replaceAll('"', '""')}"\r\n`)
)
