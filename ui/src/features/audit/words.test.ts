import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en, id } from '@/i18n/locales';
import { deedKinds, told } from './deeds';
import { auditKinds } from './words';

const root = resolve(import.meta.dirname, '../../../..');
const core = join(root, 'crates/core/src');
const program = readdirSync(core, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.rs')).map((file) => readFileSync(join(core, file), 'utf8')).join('\n');

/** Every distinct word that stands at a place in the program's sources. */
const found = (text: string, place: RegExp) => [...new Set([...text.matchAll(place)].map(([, word = '']) => word))].sort();

/** What a deed keeps that no sentence is made of: sizes of pictures and paper, numbers of rows, what changes tell better. */
const untold = ['desk_user_id', 'document', 'drawer_id', 'height', 'highest_seen', 'is_gone', 'is_own', 'list', 'name_hash', 'preset', 'prices', 'role', 'router_id', 'slip_mm', 'width'];

describe('words of the trail', () => {
  it('are there for every kind of row whose changes are kept', () => {
    const [, list = ''] = /AUDIT_KINDS[^=]*= &\[([\s\S]*?)\];/.exec(readFileSync(join(core, 'identity/trail.rs'), 'utf8')) ?? [];
    expect([...auditKinds].sort()).toEqual(found(list, /\("\w+", "(\w+)"\)/g));
    for (const texts of [id, en]) expect(auditKinds.filter((kind) => !(kind in texts.audit.kinds))).toEqual([]);
  });

  it('are there for every kind of thing a deed is done to', () => {
    expect([...deedKinds].sort()).toEqual(found(program, /\.on\(\s*"(\w+)"/g));
    for (const texts of [id, en]) expect(deedKinds.filter((kind) => !(kind in texts.audit.kinds))).toEqual([]);
  });

  it('are there for every deed, each its own', () => {
    const deeds = found(program, /\b(?:Fact::new|fact)\(\s*"(\w+)"/g);
    expect(deeds.length).toBeGreaterThan(60);
    for (const texts of [id, en]) {
      expect(deeds.filter((deed) => !(deed in texts.audit.actions))).toEqual([]);
      const words = Object.values(texts.audit.actions);
      expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
    }
  });

  it('are there for every fact of a deed, but those that are left out knowingly', () => {
    const facts = found(program, /\.detail\(\s*"(\w+)"/g);
    expect(facts.length).toBeGreaterThan(50);
    expect(facts.filter((fact) => !told.has(fact))).toEqual(untold);
  });

  it.each(['cash_drawers', 'cash_sessions'])('are there for every column of %s', (table) => {
    const [, body = ''] = new RegExp(`CREATE TABLE ${table} \\(\\n([\\s\\S]*?)\\n\\);`).exec(readFileSync(join(root, 'migrations/0019_ledger.up.sql'), 'utf8')) ?? [];
    const columns = found(body, /^ {4}([a-z]\w*) /gm).filter((column) => !['id', 'version', 'created_at', 'updated_at'].includes(column));
    expect(columns.length).toBeGreaterThan(2);
    for (const texts of [id, en]) expect(columns.filter((column) => !(column in texts.audit.fields))).toEqual([]);
  });
});
