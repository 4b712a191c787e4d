/**
 * The bytes of a text that `encode` in encode.rs wrote; the rule is described there.
 *
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function decode(text) {
  const bytes = new Uint8Array(text.length);
  /** @type {number[][]} Byte values that take two characters, and those that take one. */
  const values = [[], []];
  for (let byte = 0; byte < 256; byte++) {
    values[(text.charCodeAt(byte >> 2) >> (byte & 3)) & 1].push(byte);
  }
  const order = values[1].concat(values[0]);
  /** @type {number[]} */
  const table = [];
  let size = 0;
  for (const prefix of [0, 128, 256]) {
    for (let char = 35; char < 124; char++) {
      if ((char & 31) !== 28) {
        table[prefix + char] = order[size++];
      }
    }
  }
  let prefix = (size = 0);
  for (let at = 64; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char > 124) {
      prefix = (char - 124) << 7;
    } else {
      bytes[size++] = table[prefix + char];
      prefix = 0;
    }
  }
  return bytes.subarray(0, size);
}
