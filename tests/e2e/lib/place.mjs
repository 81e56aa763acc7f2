// Where things are: the checkout, the built programs, and where pictures go.
import { mkdtempSync, mkdirSync, chmodSync, existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
export const out = join(root, 'tests/e2e/out');

/** Packages of the screens: the browser driver and the accessibility checker are pinned there. */
export const packages = createRequire(join(root, 'ui/package.json'));

/** A program of ours, built by cargo in the dev profile. */
export function program(name) {
  const folder = process.env['SIMPUL_BUILT'] ?? join(root, 'target/debug');
  const path = resolve(folder, process.platform === 'win32' ? `${name}.exe` : name);
  if (!existsSync(path)) throw new Error(`${path} is missing: \`cargo xtask e2e\` builds it`);
  return path;
}

/** What ends just now may still write into it: emptied anew until it stays empty. */
async function removed(folder) {
  for (let tries = 1; ; tries += 1) {
    try {
      return rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'ENOTEMPTY' || tries >= 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** A folder that is removed when the tests end. Others may enter it: PostgreSQL does not run as root. */
export function scratch(t) {
  const folder = mkdtempSync(join(tmpdir(), 'simpul-e2e-'));
  chmodSync(folder, 0o755);
  t.after(() => removed(folder));
  return folder;
}

/** A file for a picture. */
export function picture(name) {
  mkdirSync(out, { recursive: true });
  return join(out, `${name}.png`);
}
