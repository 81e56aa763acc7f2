// A desktop's message bus of the test's own, and as much of its protocol as a desktop's parts need that are played
// here: the notification server and the tray. Little-endian only, no file descriptors.
import { createConnection } from 'node:net';
import { start } from './process.mjs';

const padding = { y: 1, g: 1, v: 1, n: 2, q: 2, i: 4, u: 4, b: 4, s: 4, o: 4, a: 4, x: 8, t: 8, d: 8, '(': 8, '{': 8 };

/** The complete types of a signature: `sa{sv}` is `s` and `a{sv}`. */
export function typesOf(signature) {
  const types = [];
  let from = 0;
  for (let at = 0, depth = 0; at < signature.length; at += 1) {
    if ('({'.includes(signature[at])) depth += 1;
    if (')}'.includes(signature[at])) depth -= 1;
    if (depth > 0 || signature[at] === 'a') continue;
    types.push(signature.slice(from, at + 1));
    from = at + 1;
  }
  return types;
}

class Writer {
  bytes = [];

  align(to) {
    while (this.bytes.length % to !== 0) this.bytes.push(0);
  }

  number(value, size) {
    this.align(size);
    for (let i = 0, rest = BigInt.asUintN(size * 8, BigInt(value)); i < size; i += 1, rest >>= 8n) this.bytes.push(Number(rest & 0xffn));
  }

  text(value, size) {
    const bytes = Buffer.from(String(value));
    this.number(bytes.length, size);
    this.bytes.push(...bytes, 0);
  }

  value(type, value) {
    const [kind] = type;
    if ('so'.includes(kind)) this.text(value, 4);
    else if (kind === 'g') this.text(value, 1);
    else if (kind === 'b') this.number(value ? 1 : 0, 4);
    else if (kind === 'v') {
      // A variant is written as [type, value].
      this.text(value[0], 1);
      this.value(value[0], value[1]);
    } else if (kind === 'a') {
      this.number(0, 4);
      const at = this.bytes.length;
      this.align(padding[type[1]]);
      const from = this.bytes.length;
      for (const item of value) this.value(type.slice(1), item);
      const length = this.bytes.length - from;
      for (let i = 0; i < 4; i += 1) this.bytes[at - 4 + i] = (length >>> (8 * i)) & 0xff;
    } else if ('({'.includes(kind)) {
      this.align(8);
      typesOf(type.slice(1, -1)).forEach((part, i) => this.value(part, value[i]));
    } else this.number(value, padding[kind]);
  }
}

class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  align(to) {
    this.at = Math.ceil(this.at / to) * to;
  }

  number(size, signed = false) {
    this.align(size);
    let value = 0n;
    for (let i = size - 1; i >= 0; i -= 1) value = (value << 8n) | BigInt(this.bytes[this.at + i]);
    this.at += size;
    return Number(signed ? BigInt.asIntN(size * 8, value) : value);
  }

  text(size) {
    const length = this.number(size);
    const text = this.bytes.subarray(this.at, this.at + length).toString();
    this.at += length + 1;
    return text;
  }

  value(type) {
    const [kind] = type;
    if ('so'.includes(kind)) return this.text(4);
    if (kind === 'g') return this.text(1);
    if (kind === 'b') return this.number(4) !== 0;
    if (kind === 'v') return this.value(this.text(1));
    if (kind === 'd') {
      this.align(8);
      this.at += 8;
      return this.bytes.readDoubleLE(this.at - 8);
    }
    if (kind === 'a') {
      const length = this.number(4);
      this.align(padding[type[1]]);
      const end = this.at + length;
      const items = [];
      while (this.at < end) items.push(this.value(type.slice(1)));
      return type[1] === '{' ? Object.fromEntries(items) : items;
    }
    if ('({'.includes(kind)) {
      this.align(8);
      return typesOf(type.slice(1, -1)).map((part) => this.value(part));
    }
    return this.number(padding[kind], 'nix'.includes(kind));
  }
}

const fields = { path: [1, 'o'], face: [2, 's'], member: [3, 's'], error: [4, 's'], replyTo: [5, 'u'], to: [6, 's'], signature: [8, 'g'] };
const kinds = { call: 1, reply: 2, failure: 3, signal: 4 };

function pack(kind, serial, head, body = []) {
  const content = new Writer();
  typesOf(head.signature ?? '').forEach((type, i) => content.value(type, body[i]));
  const out = new Writer();
  for (const byte of ['l'.codePointAt(0), kinds[kind], 0, 1]) out.number(byte, 1);
  out.number(content.bytes.length, 4);
  out.number(serial, 4);
  out.value('a(yv)', Object.entries(head).filter(([, value]) => value !== undefined && value !== '').map(([name, value]) => [fields[name][0], [fields[name][1], value]]));
  out.align(8);
  return Buffer.from([...out.bytes, ...content.bytes]);
}

/** One message at the start of what has come; nothing while it is not whole. */
function unpack(bytes) {
  if (bytes.length < 16) return undefined;
  const read = new Reader(bytes, 4);
  const [length, serial] = [read.number(4), read.number(4)];
  const headLength = bytes.readUInt32LE(12);
  const bodyAt = Math.ceil((16 + headLength) / 8) * 8;
  if (bytes.length < bodyAt + length) return undefined;
  const named = Object.fromEntries(new Reader(bytes, 12).value('a(yv)'));
  const body = new Reader(bytes.subarray(bodyAt, bodyAt + length));
  const values = typesOf(named[8] ?? '').map((type) => body.value(type));
  return { size: bodyAt + length, kind: bytes[1], serial, path: named[1], face: named[2], member: named[3], error: named[4], replyTo: named[5], from: named[7], values };
}

/** A bus of its own for a test; answers its address. */
export async function openBus(t) {
  const bus = await start(t, 'dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=1'], { ready: /^(unix:\S+)$/m });
  return bus.match[1];
}

/** A part of the desktop on that bus: owns `names`, and answers `calls` by `Interface.Member`. */
export async function joinBus(t, address, { names = [], calls = {} } = {}) {
  const [, kind, place] = /(path|abstract)=([^,]+)/.exec(address);
  const socket = createConnection(kind === 'path' ? place : `\0${place}`);
  t.after(() => socket.destroy());
  const waiting = new Map();
  const listeners = [];
  let [come, serial, agreed] = [Buffer.alloc(0), 0, false];
  const send = (what, head, body) => {
    serial += 1;
    socket.write(pack(what, serial, head, body));
    return serial;
  };
  const hear = (message) => {
    if (message.kind === kinds.call) {
      const answer = calls[`${message.face}.${message.member}`];
      const [signature, values] = answer?.(message.values, message) ?? ['', []];
      if (answer) send('reply', { replyTo: message.serial, to: message.from, signature }, values);
      else send('failure', { replyTo: message.serial, to: message.from, error: 'org.freedesktop.DBus.Error.UnknownMethod' });
    } else if (message.kind === kinds.signal) listeners.forEach((listener) => listener(message));
    else {
      const settle = waiting.get(message.replyTo);
      waiting.delete(message.replyTo);
      if (message.kind === kinds.failure) settle?.reject(new Error(`${message.error}: ${message.values[0] ?? ''}`));
      else settle?.resolve(message.values);
    }
  };
  const ready = new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.on('data', (chunk) => {
      come = Buffer.concat([come, chunk]);
      if (!agreed) {
        if (!come.includes('\r\n')) return;
        if (!come.toString().startsWith('OK')) return reject(new Error(come.toString()));
        agreed = true;
        come = Buffer.alloc(0);
        socket.write('BEGIN\r\n');
        resolve();
      }
      for (let message = unpack(come); message; message = unpack(come)) {
        come = come.subarray(message.size);
        hear(message);
      }
    });
  });
  socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(process.getuid())).toString('hex')}\r\n`);
  await ready;
  const call = (to, path, face, member, signature = '', body = []) =>
    new Promise((resolve, reject) => waiting.set(send('call', { path, face, member, to, signature }, body), { resolve, reject }));
  const bus = (member, signature, body) => call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', member, signature, body);
  await bus('Hello');
  for (const name of names) await bus('RequestName', 'su', [name, 4]);
  return {
    call,
    has: async (name) => (await bus('NameHasOwner', 's', [name]))[0],
    signal: (path, face, member, signature, body) => send('signal', { path, face, member, signature }, body),
    listen: (listener) => listeners.push(listener),
  };
}

/** A notification server that remembers what it was asked to show. */
export async function openNotices(t, address) {
  const shown = [];
  const face = 'org.freedesktop.Notifications';
  const bus = await joinBus(t, address, {
    names: [face],
    calls: {
      [`${face}.GetCapabilities`]: () => ['as', [['body', 'actions']]],
      [`${face}.GetServerInformation`]: () => ['ssss', ['played', 'test', '1', '1.2']],
      [`${face}.Notify`]: ([program, , , title, detail, actions]) => {
        shown.push({ id: shown.length + 1, program, title, detail, actions });
        return ['u', [shown.length]];
      },
    },
  });
  const press = (id) => bus.signal('/org/freedesktop/Notifications', face, 'ActionInvoked', 'us', [id, 'default']);
  return { shown, press };
}

/** A tray that remembers the icons that came to it, and opens their menus. */
export async function openTray(t, address) {
  const icons = [];
  const face = 'org.kde.StatusNotifierWatcher';
  const properties = { IsStatusNotifierHostRegistered: ['b', true], ProtocolVersion: ['i', 0], RegisteredStatusNotifierItems: ['as', []] };
  const bus = await joinBus(t, address, {
    names: [face],
    calls: {
      [`${face}.RegisterStatusNotifierItem`]: ([service], { from }) => {
        icons.push(service.startsWith('/') ? { to: from, path: service } : { to: service, path: '/StatusNotifierItem' });
        return ['', []];
      },
      [`${face}.RegisterStatusNotifierHost`]: () => ['', []],
      'org.freedesktop.DBus.Properties.Get': ([, name]) => ['v', [properties[name]]],
      'org.freedesktop.DBus.Properties.GetAll': () => ['a{sv}', [Object.entries(properties)]],
    },
  });
  const menuFace = 'com.canonical.dbusmenu';
  /** The menu of the newest icon: what it says, and how to choose. */
  const menu = async () => {
    const { to, path } = icons.at(-1);
    const [at] = await bus.call(to, path, 'org.freedesktop.DBus.Properties', 'Get', 'ss', ['org.kde.StatusNotifierItem', 'Menu']);
    const [, [, , items]] = await bus.call(to, at, menuFace, 'GetLayout', 'iias', [0, -1, []]);
    const entries = items.map(([id, known]) => ({ id, label: known.label, enabled: known.enabled !== false })).filter((one) => one.label !== undefined);
    const choose = async (label) => {
      const entry = entries.find((one) => one.label === label);
      if (!entry) throw new Error(`the menu has no “${label}”: ${entries.map((one) => one.label).join(', ')}`);
      await bus.call(to, at, menuFace, 'Event', 'isvu', [entry.id, 'clicked', ['i', 0], 0]);
    };
    return { entries, choose };
  };
  return { icons, menu };
}
