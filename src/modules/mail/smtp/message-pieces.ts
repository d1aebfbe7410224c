/**
 * A message piece by piece. Files that go with it are read while they leave and never stand in memory as a whole: ten
 * mails of 25 MB on the wire hold ten slices.
 */
import { base64Lines } from "../content/mime/base64"
import { FILE_SLICE } from "../content/mime/file-part"
import type { MessageFile, OutgoingMessage } from "./transport"

/** Large mails go in pieces, so that a connection that dies half-way is seen to have died half-way. */
export const PIECE = 64 * 1024

/** The lines of a file. */
export async function* encodedFile({ size, read }: MessageFile): AsyncGenerator<Buffer> {
  for (let start = 0; start < size; start += FILE_SLICE) {
    const lines = base64Lines(await read(start, FILE_SLICE))
    yield Buffer.from(start ? `\r\n${lines}` : lines, "latin1")
  }
}

function* slices(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size)
  }
}

/**
 * @param files - In the order of their places.
 * @param start - The first byte that is wanted; before all files.
 * @param size - Of the largest piece that is no file's. Left out of the way (`Infinity`), each piece is whole lines.
 */
export async function* piecesOf(
  bytes: Buffer,
  files: readonly MessageFile[],
  { start = 0, size = PIECE } = {}
): AsyncGenerator<Buffer> {
  let from = start
  for (const file of files) {
    yield* slices(bytes.subarray(from, file.at), size)
    yield* encodedFile(file)
    from = file.at
  }
  yield* slices(bytes.subarray(from), size)
}

/** A message with its files in it, for a service that cannot take it in pieces: as large in memory as it is. */
export async function wholeMessage<Message extends Pick<OutgoingMessage, "bytes" | "files">>(
  message: Message
): Promise<Message> {
  if (!message.files) {
    return message
  }
  const pieces: Buffer[] = []
  for await (const piece of piecesOf(message.bytes, message.files)) {
    pieces.push(piece)
  }
  return { ...message, bytes: Buffer.concat(pieces), files: undefined }
}
