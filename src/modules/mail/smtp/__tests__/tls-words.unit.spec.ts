/** People read why a connection was lost, and mails that were lost for the same reason are counted together. */
import { plainTls } from "../tls-words"

it.each([
  [
    "809C04D67E7F0000:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl/openssl/ssl/record/ssl3_record.c:354:\n",
    "TLS: wrong version number",
  ],
  [
    "write EPROTO 00A8C1A0E7F00000:error:0A000119:SSL routines:tls_get_more_records:decryption failed or bad record mac:ssl/record/methods/tls_common.c:860:",
    "write EPROTO TLS: decryption failed or bad record mac",
  ],
  ["read ECONNRESET", "read ECONNRESET"],
])("%j reads %j", (said, read) => {
  expect(plainTls(said)).toBe(read)
})
