// The memory of a core that is JavaScript.

/** What wasm2js exports as a memory. */
interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** Puts bytes in their places. Each character is one. */
export function fillMemory({ buffer }: Memory, segments: [place: number, bytes: string][]): void {
  const bytes = new Uint8Array(buffer);
  for (const [place, text] of segments) {
    for (let at = 0; at < text.length; at += 1) {
      bytes[place + at] = text.charCodeAt(at);
    }
  }
}

/**
 * Grows by so many pages of 64 KiB, and takes the buffer from before away, as WebAssembly does: wasm-bindgen makes new views
 * of the memory where those that it has are empty.
 */
export function growMemory(memory: Memory, pages: number): number {
  const { buffer } = memory;
  const before = memory.grow(pages);
  if (memory.buffer !== buffer) {
    new MessageChannel().port1.postMessage(0, [buffer]);
  }
  return before;
}

/** The first place on wasm-bindgen's own heap of objects that is free: after 1,024 and its four constants. */
export function __wbindgen_externref_statics_end(): number {
  return 1028;
}
