/** The DNS servers that are asked, as the options name them. */
import { isIP } from "node:net"

const WITH_PORT = /^(?:(?<four>[\d.]+)|\[(?<six>[0-9a-f:.]+)\]):(?<port>\d{1,5})$/i

/** `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353` */
export function isDnsServer(server: string): boolean {
  if (isIP(server)) {
    return true
  }
  const { four = "", six = "", port = "" } = WITH_PORT.exec(server)?.groups ?? {}
  return (isIP(four) === 4 || isIP(six) === 6) && Number(port) >= 1 && Number(port) <= 65_535
}
