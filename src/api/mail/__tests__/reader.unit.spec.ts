/** Who a reader of the public page is: what they say of themselves does not count, what trusted proxies say does. */
import { readerOf, type TrustedProxies } from "../reader"

const forged = "6.6.6.6"

it.each<[what: string, socket: string, forwarded: string, trusted: TrustedProxies, reader: string]>([
  ["without a proxy the header is anybody's word", "9.9.9.9", forged, 0, "9.9.9.9"],
  ["one proxy tells whom it saw", "10.0.0.1", "1.1.1.1", 1, "1.1.1.1"],
  ["what the reader wrote before it does not count", "10.0.0.1", `${forged}, 1.1.1.1`, 1, "1.1.1.1"],
  ["behind two each reader is one", "10.0.0.1", "1.1.1.1, 10.0.0.2", 2, "1.1.1.1"],
  ["behind two with a forged entry", "10.0.0.1", `${forged}, 1.1.1.1, 10.0.0.2`, 2, "1.1.1.1"],
  ["fewer entries than proxies: the outermost", "10.0.0.1", "1.1.1.1", 3, "1.1.1.1"],
  ["no header behind a proxy", "10.0.0.1", "", 1, "10.0.0.1"],
  ["trusted by address", "10.0.0.1", `${forged}, 1.1.1.1`, ["10.0.0.1"], "1.1.1.1"],
  ["trusted by network", "10.0.0.1", "1.1.1.1, 10.2.3.4", ["10.0.0.0/8"], "1.1.1.1"],
  ["a stranger's connection is not believed", "9.9.9.9", forged, ["10.0.0.0/8"], "9.9.9.9"],
  ["everything trusted: the outermost", "10.0.0.1", "10.0.0.2", ["10.0.0.0/8"], "10.0.0.2"],
  ["an entry that is no address ends the way", "10.0.0.1", "unknown", 1, "10.0.0.1"],
  ["a port is not part of an address", "10.0.0.1", "1.1.1.1:4711", 1, "1.1.1.1"],
  ["IPv4 in the dress of IPv6", "::ffff:9.9.9.9", "", 0, "9.9.9.9"],
  ["a network of IPv6 is one reader", "2001:db8:1:2:3:4:5:6", "", 0, "2001:db8:1:2"],
  ["in every spelling", "2001:0db8:1:2::1", "", 0, "2001:db8:1:2"],
  ["IPv6 in brackets, with a port", "::1", "[2001:db8::1]:443", 1, "2001:db8:0:0"],
  ["no connection any more", "", "", 0, ""],
])("%s", (_, socket, forwarded, trusted, reader) => {
  expect(readerOf(socket, forwarded, trusted)).toBe(reader)
})
