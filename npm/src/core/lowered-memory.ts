// Memory of a JavaScript core.

/** Memory that wasm2js exports. */
interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** Writes segments of bytes at their offsets. Each character is a byte. */
export function fillMemory({ buffer }: Memory, segments: [place: number, bytes: string][]): void {
  const bytes = new Uint8Array(buffer);
  for (const [place, text] of segments) {
    for (let at = 0; at < text.length; at += 1) {
      bytes[place + at] = text.charCodeAt(at);
    }
  }
}

/**
 * Grows the memory by this many pages of 64 KiB, and detaches the old buffer, as WebAssembly does: wasm-bindgen
 * creates new views of the memory if its own are empty.
 */
export function growMemory(memory: Memory, pages: number): number {
  const { buffer } = memory;
  const before = memory.grow(pages);
  if (memory.buffer !== buffer) {
    new MessageChannel().port1.postMessage(0, [buffer]);
  }
  return before;
}
