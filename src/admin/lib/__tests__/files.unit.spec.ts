import { keptFile } from "../../../modules/mail/words/files"
import { faultOfFile, type MailingFile, sizeWords } from "../files"

const MEGABYTE = 1024 * 1024
const file = (size: number, document_id: string | null = null): MailingFile => ({
  digest: "d",
  size,
  filename: "a.pdf",
  content_type: "application/pdf",
  cid: null,
  document_id,
})

it("a file is too large with the others of every mail, or for one request", () => {
  expect(faultOfFile({ size: 3 * MEGABYTE }, [file(2 * MEGABYTE)], 5)).toBeNull()
  expect(faultOfFile({ size: 3 * MEGABYTE + 1 }, [file(2 * MEGABYTE)], 5)).toEqual({
    code: "tooLarge",
    limit: 5,
  })
  // Those of single mails are the server's to count.
  expect(faultOfFile({ size: 3 * MEGABYTE }, [file(5 * MEGABYTE, "order_1")], 5)).toBeNull()
  expect(faultOfFile({ size: 26 * MEGABYTE }, [], 100)).toEqual({ code: "tooLarge", limit: 25 })
  expect(faultOfFile({ size: 0 }, [], 100)).toEqual({ code: "empty" })
})

it("a list that is written again names its files by digest, pictures of the text as such", () => {
  const { digest, filename, content_type, document_id } = file(1, "order_1")
  const named = { digest, filename, content_type, document_id }
  expect(keptFile(file(1, "order_1"))).toEqual(named)
  expect(keptFile({ ...file(1, "order_1"), cid: "logo" })).toEqual({
    ...named,
    disposition: "inline",
    id: "logo",
  })
})

it("sizes are said as file managers say them", () => {
  expect([1, 2_970, 1.25 * MEGABYTE].map((size) => sizeWords(size, String))).toEqual([
    "0.1 KB",
    "2.9 KB",
    "1.3 MB",
  ])
})
