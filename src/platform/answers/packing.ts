/** Packs a JSON value with gzip. */
export async function pack(value: unknown): Promise<Uint8Array> {
  const packed = new Blob([JSON.stringify(value)]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** The JSON value that `pack` packed, and the length of its text. The platform packed it itself, so its shape is known. */
export async function unpack<T>(bytes: Uint8Array): Promise<{ value: T; length: number }> {
  const plain = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'));
  const text = await new Response(plain).text();
  return { value: JSON.parse(text) as T, length: text.length };
}
