/**
 * The module of a text that `encode` in encode/mod.rs wrote; the rule is described there, in streams.rs and in decoder.rs.
 *
 * @param {string} text
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function decode(text) {
  const parts = text.split("|");
  const [kinds, decoder] = parts.splice(0, 2);
  // Places and kinds, a table, the text, its bytes, the module.
  const memory = new WebAssembly.Memory({ initial: (text.length >> 14) + 2 });
  const bytes = new Uint8Array(memory.buffer);
  const places = new Uint32Array(memory.buffer, 0, 12);
  const code = Uint8Array.from(atob(decoder), (letter) => letter.charCodeAt(0));
  // Compiled beside the page's thread, which decodes in another task than the one in which it asked the network.
  const { instance } = await WebAssembly.instantiate(code, { a: { a: memory } });
  const { a: unpack, b: weave, c: read } = /** @type {any} */ (instance.exports);
  const encoder = new TextEncoder();
  encoder.encodeInto(kinds, bytes.subarray(48));
  encoder.encodeInto(parts.join("|"), bytes.subarray(1024));

  let from = 1024;
  let into = 1024 + text.length;
  parts.forEach((part, stream) => {
    const end = from + part.length;
    places[stream] = into;
    // These begin with a table, which holds for the next ones too.
    if ([0, 1, 2, 7].includes(stream)) {
      from = read(from);
    }
    into = unpack(from, end, into);
    from = end + 1;
  });

  const [after, operators, , , , , before, calls] = places;
  const start = into;
  bytes.copyWithin(start, before, calls);
  into += calls - before;
  bytes[into] = 10;
  into = weave(into + 1);
  bytes.copyWithin(into, after, operators);
  return bytes.subarray(start, into + operators - after);
}
