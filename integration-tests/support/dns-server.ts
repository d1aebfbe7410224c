/**
 * A DNS server of our own, over UDP and, for what is too long for that, TCP: it says what a story has written, word for word,
 * and nothing to those whom it is told to leave waiting. Names that nobody has written do not exist.
 */
import { createSocket } from "node:dgram"
import { once } from "node:events"
import { createServer, isIPv6, type Socket } from "node:net"

export interface DnsNames {
  /** Each a text of one record, or the strings it is cut into; octets are taken as they are. */
  txt?: (string | Buffer | (string | Buffer)[])[]
  mx?: [priority: number, host: string][]
  a?: string[]
  aaaa?: string[]
  cname?: string
  /** In the place of any answer. */
  fault?: "silent" | "servfail" | "refused"
}

export interface DnsServer {
  /** `127.0.0.1:port`, as the option takes it. */
  address: string
  /** What each name has; in small letters. */
  names: Map<string, DnsNames>
  /** Every question: `TXT shop.example`. */
  asked: string[]
  /** Over TCP, because the answer was too long for UDP. */
  askedByTcp: string[]
  /** Whoever asks waits in vain. */
  silent: boolean
  reset(): void
  stop(): Promise<void>
}

const TYPES = { A: 1, CNAME: 5, MX: 15, TXT: 16, AAAA: 28 } as const
type Type = keyof typeof TYPES
const NAME_OF_TYPE = new Map(Object.entries(TYPES).map(([name, code]) => [code as number, name as Type]))

const RCODES = { ok: 0, servfail: 2, missing: 3, refused: 5 }
const LONGEST_OF_UDP = 512
const HEADER = 12

export async function startDnsServer(): Promise<DnsServer> {
  const udp = createSocket("udp4")
  udp.bind(0, "127.0.0.1")
  await once(udp, "listening")
  const { port } = udp.address()
  const open = new Set<Socket>()
  const server: DnsServer = {
    address: `127.0.0.1:${port}`,
    names: new Map(),
    asked: [],
    askedByTcp: [],
    silent: false,
    reset: () => {
      server.names.clear()
      server.asked.length = 0
      server.askedByTcp.length = 0
      server.silent = false
    },
    stop: async () => {
      udp.close()
      open.forEach((socket) => socket.destroy())
      tcp.close()
      await once(tcp, "close")
    },
  }
  udp.on("message", (message, { port: theirs, address }) => {
    const reply = replyTo(server, message, LONGEST_OF_UDP, server.asked)
    if (reply) {
      udp.send(reply, theirs, address)
    }
  })
  const tcp = createServer((socket) => {
    open.add(socket)
    socket.on("close", () => open.delete(socket))
    socket.on("error", () => undefined)
    answerStream(server, socket)
  })
  tcp.listen(port, "127.0.0.1")
  await once(tcp, "listening")
  return server
}

/** RFC 1035, 4.2.2: two octets of length before each message. */
function answerStream(server: DnsServer, socket: Socket): void {
  let rest = Buffer.alloc(0)
  socket.on("data", (data: Buffer) => {
    rest = Buffer.concat([rest, data])
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const message = rest.subarray(2, 2 + rest.readUInt16BE(0))
      rest = rest.subarray(2 + message.length)
      const reply = replyTo(server, message, 65_535, server.askedByTcp)
      if (reply) {
        socket.write(Buffer.concat([sixteen(reply.length), reply]))
      }
    }
  })
}

function replyTo(server: DnsServer, message: Buffer, longest: number, asked: string[]): Buffer | null {
  const { name, type, question } = questionOf(message)
  asked.push(`${type ?? "?"} ${name}`)
  const written = server.names.get(name)
  if (server.silent || written?.fault === "silent") {
    return null
  }
  if (written?.fault) {
    return messageOf(message, question, RCODES[written.fault], [])
  }
  const answers = written && type ? recordsOf(written, type) : []
  const whole = messageOf(message, question, written ? RCODES.ok : RCODES.missing, answers)
  return whole.length <= longest ? whole : messageOf(message, question, RCODES.ok, [], true)
}

function questionOf(message: Buffer): { name: string; type: Type | undefined; question: Buffer } {
  const labels: string[] = []
  let at = HEADER
  for (let length = message[at]!; length > 0; length = message[at]!) {
    labels.push(message.toString("latin1", at + 1, at + 1 + length))
    at += 1 + length
  }
  const end = at + 5
  return {
    name: labels.join(".").toLowerCase(),
    type: NAME_OF_TYPE.get(message.readUInt16BE(at + 1)),
    question: message.subarray(HEADER, end),
  }
}

/** RFC 1035, 4.1.1. */
function messageOf(
  asked: Buffer,
  question: Buffer,
  rcode: number,
  answers: Buffer[],
  cutOff = false
): Buffer {
  const flags = 0x8180 | (cutOff ? 0x0200 : 0) | rcode
  const head = [asked.readUInt16BE(0), flags, 1, answers.length, 0, 0].map(sixteen)
  return Buffer.concat([...head, question, ...answers])
}

function recordsOf(names: DnsNames, type: Type): Buffer[] {
  if (names.cname !== undefined && type !== "CNAME") {
    return [recordOf("CNAME", nameOf(names.cname))]
  }
  const data: Record<Type, Buffer[]> = {
    A: (names.a ?? []).map((address) => Buffer.from(address.split(".").map(Number))),
    AAAA: (names.aaaa ?? []).map(octetsOfIPv6),
    MX: (names.mx ?? []).map(([priority, host]) => Buffer.concat([sixteen(priority), nameOf(host)])),
    TXT: (names.txt ?? []).map(stringsOf),
    CNAME: names.cname === undefined ? [] : [nameOf(names.cname)],
  }
  return data[type].map((octets) => recordOf(type, octets))
}

/** The name is that of the question, which stands right after the header. */
function recordOf(type: Type, octets: Buffer): Buffer {
  return Buffer.concat([
    sixteen(0xc000 | HEADER),
    sixteen(TYPES[type]),
    sixteen(1),
    Buffer.from([0, 0, 0, 0]),
    sixteen(octets.length),
    octets,
  ])
}

/** A text longer than 255 octets in as many strings as it needs. */
function stringsOf(text: string | Buffer | (string | Buffer)[]): Buffer {
  const strings = Array.isArray(text)
    ? text.map((one) => Buffer.from(one as string))
    : cut(Buffer.from(text as string))
  return Buffer.concat(strings.flatMap((one) => [Buffer.from([one.length]), one]))
}

function cut(octets: Buffer): Buffer[] {
  return Array.from({ length: Math.max(1, Math.ceil(octets.length / 255)) }, (_, index) =>
    octets.subarray(index * 255, (index + 1) * 255)
  )
}

function nameOf(name: string): Buffer {
  const labels = name.split(".").filter(Boolean)
  return Buffer.concat([
    ...labels.flatMap((label) => [Buffer.from([label.length]), Buffer.from(label, "latin1")]),
    Buffer.from([0]),
  ])
}

function octetsOfIPv6(address: string): Buffer {
  if (!isIPv6(address)) {
    throw new Error(`${address} is no IPv6 address`)
  }
  const [before = "", after] = address.split("::")
  const groups = (text: string) => text.split(":").filter(Boolean)
  const end = groups(after ?? "")
  const start = groups(before)
  const zeros = Array.from({ length: 8 - start.length - end.length }, () => "0")
  return Buffer.concat([...start, ...zeros, ...end].map((group) => sixteen(parseInt(group, 16))))
}

function sixteen(value: number): Buffer {
  return Buffer.from([(value >> 8) & 0xff, value & 0xff])
}
