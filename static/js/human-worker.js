// Finds the number of a piece of work (sdzx/accounts/human.py): SHA-256 of salt, nonce and counter begins with the prefix.
const BATCH = 512; // digests asked for at once: waiting for each alone is several times slower

const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

async function digest(head, counter) {
  const message = new Uint8Array(head.length + 4);
  message.set(head);
  new DataView(message.buffer).setUint32(head.length, counter);
  return crypto.subtle.digest("SHA-256", message);
}

function begins(buffer, prefix) {
  const start = new Uint8Array(buffer, 0, prefix.length);
  return prefix.every((byte, place) => byte === start[place]);
}

addEventListener("message", async ({ data: challenge }) => {
  const { salt, nonce, keyPrefix } = challenge.parameters;
  const head = new Uint8Array([...bytes(salt), ...bytes(nonce)]);
  const prefix = bytes(keyPrefix);
  for (let first = 0; ; first += BATCH) {
    const found = await Promise.all(Array.from({ length: BATCH }, (_, offset) => digest(head, first + offset)));
    const place = found.findIndex((buffer) => begins(buffer, prefix));
    if (place < 0) continue;
    postMessage(btoa(JSON.stringify({ challenge, solution: { counter: first + place, derivedKey: hex(found[place]) } })));
    return;
  }
});
