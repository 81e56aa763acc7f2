// A person's hands on a display without a window manager: which windows are seen, closing one as its frame would,
// pressing a key. The few requests of the X protocol that this needs, in little-endian.
import { createConnection } from 'node:net';
import { until } from './webdriver.mjs';

const request = { attributes: 3, configure: 12, geometry: 14, tree: 15, atom: 16, property: 20, send: 25, focus: 42, extension: 98 };

/** Bytes of 1, 2 and 4, put behind each other and filled up to four. */
function packed(...parts) {
  const bytes = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

const numbers = (size, ...values) => {
  const bytes = Buffer.alloc(size * values.length);
  values.forEach((value, i) => bytes.writeUIntLE(value, i * size, size));
  return bytes;
};
const u8 = (...values) => numbers(1, ...values);
const u16 = (...values) => numbers(2, ...values);
const u32 = (...values) => numbers(4, ...values);

/** Opens a display such as `:90`. */
export async function openHands(t, display) {
  const socket = createConnection(`/tmp/.X11-unix/X${display.slice(1)}`);
  t.after(() => socket.destroy());
  let come = Buffer.alloc(0);
  let root = 0;
  let sent = 0;
  const waiting = new Map();
  const ready = new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.on('data', (chunk) => {
      come = Buffer.concat([come, chunk]);
      if (root === 0) {
        if (come.length < 8 || come.length < 8 + come.readUInt16LE(6) * 4) return;
        if (come[0] !== 1) return reject(new Error('the display refuses'));
        const [vendor, formats] = [come.readUInt16LE(24), come[29]];
        root = come.readUInt32LE(40 + Math.ceil(vendor / 4) * 4 + formats * 8);
        come = come.subarray(8 + come.readUInt16LE(6) * 4);
        resolve();
      }
      hear();
    });
  });
  // Replies (1) and errors (0) belong to a request by its number; events are nobody's.
  function hear() {
    for (;;) {
      if (come.length < 32) return;
      const size = come[0] === 1 ? 32 + come.readUInt32LE(4) * 4 : 32;
      if (come.length < size) return;
      const message = come.subarray(0, size);
      come = come.subarray(size);
      if (message[0] > 1) continue;
      const settle = waiting.get(message.readUInt16LE(2));
      waiting.delete(message.readUInt16LE(2));
      settle?.(message[0] === 1 ? message : undefined);
    }
  }
  const send = (opcode, detail, ...parts) => {
    const body = packed(...parts);
    socket.write(Buffer.concat([u8(opcode, detail), u16(1 + body.length / 4), body]));
    sent = (sent + 1) & 0xffff;
    return sent;
  };
  /** The answer; nothing where the window is gone meanwhile. */
  const ask = (...what) => new Promise((resolve) => waiting.set(send(...what), resolve));

  socket.write(packed(u8('l'.codePointAt(0), 0), u16(11, 0, 0, 0, 0)));
  await ready;
  const atom = async (name) => (await ask(request.atom, 0, u16(name.length, 0), name)).readUInt32LE(8);
  const [protocols, deletion, nameUtf8] = [await atom('WM_PROTOCOLS'), await atom('WM_DELETE_WINDOW'), await atom('_NET_WM_NAME')];
  const xtest = (await ask(request.extension, 0, u16('XTEST'.length, 0), 'XTEST'))[9];

  const property = async (window, name) => {
    const answer = await ask(request.property, 0, u32(window, name, 0, 0, 1024));
    return answer?.subarray(32, 32 + answer.readUInt32LE(16) * (answer[1] / 8)) ?? Buffer.alloc(0);
  };
  /** Windows a person sees, by what stands in their frame. */
  const seen = async () => {
    const tree = await ask(request.tree, 0, u32(root));
    const windows = [];
    for (let i = 0; i < tree.readUInt16LE(16); i += 1) {
      const id = tree.readUInt32LE(32 + 4 * i);
      const attributes = await ask(request.attributes, 0, u32(id));
      // Viewable, and not a menu or a tooltip, which no frame is put around.
      if (attributes?.[26] !== 2 || attributes[27] === 1) continue;
      const title = (await property(id, nameUtf8)).toString();
      if (title) windows.push({ id, title });
    }
    return windows;
  };
  const find = (title) => until(`a window “${title}”`, async () => (await seen()).find((one) => one.title.includes(title)));
  return {
    seen,
    find,
    isSeen: async (title) => (await seen()).some((one) => one.title.includes(title)),
    /** As the cross in the frame does it. */
    async close(title) {
      const { id } = await find(title);
      send(request.send, 0, u32(id, 0), u8(33, 32), u16(0), u32(id, protocols, deletion, 0, 0, 0, 0));
    },
    /** Moves and sizes it, as its frame would. */
    async place(title, { x, y, width, height }) {
      const { id } = await find(title);
      send(request.configure, 0, u32(id), u16(0b1111, 0), u32(x, y, width, height));
    },
    async placeOf(title) {
      const at = await ask(request.geometry, 0, u32((await find(title)).id));
      return { x: at.readInt16LE(12), y: at.readInt16LE(14), width: at.readUInt16LE(16), height: at.readUInt16LE(18) };
    },
    /** A key to that window, by its number on every keyboard: 36 Enter, 9 Escape. */
    async key(title, code) {
      const { id } = await find(title);
      send(request.focus, 1, u32(id, 0));
      for (const type of [2, 3]) send(xtest, 2, u8(type, code), u16(0), u32(0, root, 0, 0), u16(0, 0), u32(0, 0));
    },
  };
}
