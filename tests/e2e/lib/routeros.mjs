// A client of the RouterOS API just big enough to look at a router behind the program's back.
import { connect } from 'node:net';
import { once } from 'node:events';

function word(text) {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length < 0x80) return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  return Buffer.concat([Buffer.from([0x80 | (bytes.length >> 8), bytes.length & 0xff]), bytes]);
}

/** Splits what has come into whole sentences and the rest. */
function sentences(buffer) {
  const found = [];
  let at = 0;
  for (let words = [], position = 0; position < buffer.length; ) {
    const first = buffer[position];
    const wide = first >= 0x80;
    if (wide && position + 1 >= buffer.length) break;
    const length = wide ? ((first & 0x3f) << 8) | buffer[position + 1] : first;
    const begin = position + (wide ? 2 : 1);
    if (begin + length > buffer.length) break;
    position = begin + length;
    if (length > 0) words.push(buffer.toString('utf8', begin, position));
    else {
      found.push(words);
      words = [];
      at = position;
    }
  }
  return [found, buffer.subarray(at)];
}

/** Runs one command and answers its rows as objects. */
export async function ask(router, ...command) {
  const socket = connect(router.port, router.host);
  await once(socket, 'connect');
  let rest = Buffer.alloc(0);
  const answer = (words) =>
    new Promise((resolve, reject) => {
      const rows = [];
      const hear = (chunk) => {
        const [whole, left] = sentences(Buffer.concat([rest, chunk]));
        rest = left;
        for (const [kind, ...attributes] of whole) {
          const row = Object.fromEntries(attributes.filter((text) => text.startsWith('=')).map((text) => text.slice(1).split(/=(.*)/s).slice(0, 2)));
          if (kind === '!re') rows.push(row);
          else if (kind === '!trap' || kind === '!fatal') reject(new Error(`${words[0]}: ${row.message ?? attributes}`));
          else if (kind === '!done') {
            socket.off('data', hear);
            resolve(rows);
          }
        }
      };
      socket.on('data', hear);
      socket.write(Buffer.concat([...words.map(word), Buffer.from([0])]));
    });
  try {
    await answer(['/login', `=name=${router.user}`, `=password=${router.password}`]);
    return await answer(command);
  } finally {
    socket.destroy();
  }
}

/** The hotspot users that are vouchers of ours, by the comment every row of ours carries. */
export async function vouchersOn(router) {
  const rows = await ask(router, '/ip/hotspot/user/print');
  return rows.filter((row) => row.comment?.startsWith('simpul|v1|'));
}
