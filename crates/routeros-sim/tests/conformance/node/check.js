// Talks to a router with node-routeros and routeros-client and checks what it hears.
//
// usage: node check.js MODULES HOST:PORT USER PASSWORD ROW...
//
// MODULES is the folder `node_modules` that holds both. Prints one line per check;
// exit code 1 when any failed.
"use strict";

const path = require("path");
const [modules, address, user, password, ...rows] = process.argv.slice(2);
const { RouterOSAPI } = require(path.join(modules, "node-routeros"));
const { RouterOSClient } = require(path.join(modules, "routeros-client"));
const colon = address.lastIndexOf(":");
const [host, port] = [address.slice(0, colon), Number(address.slice(colon + 1))];
const ME = "simpul-conformance-";
let failed = 0;

function check(name, good, heard) {
  console.log((good ? "ok   " : "FAIL ") + name + (good ? "" : `: heard ${JSON.stringify(heard)}`));
  if (!good) failed += 1;
}

const opened = () => new RouterOSAPI({ host, port, user, password, timeout: 20 });

async function refusal(call) {
  try {
    return `no refusal but ${JSON.stringify(await call)}`;
  } catch (error) {
    return String(error.message);
  }
}

const ROWS = {
  async 3(api) {
    check("login", api.connected);
    const wrong = new RouterOSAPI({ host, port, user, password: password + "x", timeout: 20 });
    // node-routeros words it itself; that it understood the refusal is the point.
    const heard = await refusal(wrong.connect());
    check("a wrong password is refused", /invalid|password|login/i.test(heard), heard);
  },
  // An answer without rows: `!empty` since 7.18, which node-routeros does not know.
  async 4(api) {
    const heard = await api.write("/ip/hotspot/user/print", [`?name=${ME}none`]);
    check("nothing found is no row", Array.isArray(heard) && heard.length === 0, heard);
  },
  async 5(api) {
    const [{ ret }] = await api.write("/ip/hotspot/user/add", [`=name=${ME}a`, "=comment=one"]);
    check("add gives an id", /^\*[0-9A-F]+$/.test(ret), ret);
    await api.write("/ip/hotspot/user/set", [`=.id=${ret}`, "=comment=two"]);
    const heard = await api.write("/ip/hotspot/user/print", [`?.id=${ret}`]);
    check("set", heard.length === 1 && heard[0].comment === "two", heard);
    await api.write("/ip/hotspot/user/remove", [`=.id=${ret}`]);
  },
  async 7(api) {
    await api.write("/ip/hotspot/user/add", [`=name=${ME}a`]);
    const only = await api.write("/ip/hotspot/user/print", ["=.proplist=name", `?name=${ME}a`]);
    check("proplist", JSON.stringify(only) === JSON.stringify([{ name: `${ME}a` }]), only);
    const client = new RouterOSClient({ host, port, user, password, timeout: 20 });
    const menus = await client.connect();
    const found = await menus.menu("/ip hotspot user").where("name", `${ME}a`).get();
    check("routeros-client finds it", found.length === 1 && found[0].name === `${ME}a`, found);
    await client.close();
    const left = await api.write("/ip/hotspot/user/print", [`?name=${ME}a`]);
    await api.write("/ip/hotspot/user/remove", [`=.id=${left[0][".id"]}`]);
  },
  async 9(api) {
    const [{ ret }] = await api.write("/ip/hotspot/user/add", [`=name=${ME}a`]);
    for (const [command, words, want] of [
      ["add", [`=name=${ME}a`], "already have user with this name"],
      ["add", [`=name=${ME}b`, `=profile=${ME}none`], "does not match any value of profile"],
      ["set", ["=.id=*FFFFFF", "=comment=x"], "no such item"],
      ["explode", [], "no such command"],
    ]) {
      const heard = await refusal(api.write(`/ip/hotspot/user/${command}`, words));
      check(want, heard.includes(want), heard);
    }
    await api.write("/ip/hotspot/user/remove", [`=.id=${ret}`]);
  },
  async 11(api) {
    const other = opened();
    await other.connect();
    const heard = [];
    const told = [];
    const stream = api.writeStream("/ip/hotspot/user/listen", []);
    const next = () => (heard.length > 0 ? Promise.resolve(heard.shift()) : new Promise((go) => told.push(go)));
    stream.on("data", (row) => (told.length > 0 ? told.shift()(row) : heard.push(row)));
    stream.on("error", () => {});
    // The listener must be there before something changes.
    await api.write("/system/identity/print");
    const [{ ret }] = await other.write("/ip/hotspot/user/add", [`=name=${ME}a`]);
    check("a new row", (await next()).name === `${ME}a`);
    await other.write("/ip/hotspot/user/remove", [`=.id=${ret}`]);
    const dead = await next();
    check("a dead row", dead[".id"] === ret && dead[".dead"] === "true", dead);
    await stream.close();
    check("the session goes on", (await api.write("/system/identity/print")).length === 1);
    await other.close();
  },
  async 12(api) {
    const [{ name }] = await api.write("/interface/print");
    const stream = api.writeStream("/interface/monitor-traffic", [`=interface=${name}`, "=interval=1s"]);
    const rows = [];
    await new Promise((enough) =>
      stream.on("data", (row) => {
        rows.push(row);
        if (rows.length === 2) enough();
      }),
    );
    await stream.close();
    check("a stream", rows.every((r) => r.name === name && "rx-bits-per-second" in r), rows);
  },
};

// node-routeros throws out of its socket's handler what it does not understand.
process.on("uncaughtException", (error) => {
  console.log(`FAIL uncaught: ${error.errno || error.message}`);
  process.exit(3);
});

(async () => {
  const api = opened();
  await api.connect();
  for (const row of rows) await ROWS[row](api);
  await api.close();
  console.log(`${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
})().catch((error) => {
  console.log(`FAIL ${error.stack}`);
  process.exit(1);
});
