// What docs/screens.md shows, in the order of a shop's day, and how it is written. The pictures themselves are taken
// by pictures.mjs; a name here is a name there.
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './place.mjs';

export const images = join(root, 'docs/images');

/** How a picture of docs/images is looked at; `wide` is kept of whole screens only. */
export const looksKept = { 'id-light': 'light', 'en-dark': 'dark', 'id-dark-1920': 'wide' };

/**
 * What is kept of a large window too: every address and what comes before them, once each. A dialog, a drawer or a tab
 * looks there as it does in a small one, on a screen that is shown already.
 */
const wide = new Set([
  'start-company', 'sign-in', 'locked', 'join', 'must-change', 'dashboard', 'notices',
  'counter', 'cash', 'sales', 'ledger',
  'batches', 'batch-new', 'batch', 'vouchers', 'stock', 'plans', 'plan-new', 'plan', 'prints',
  'vendors', 'vendor-new', 'vendor', 'account', 'reports',
  'routers', 'router-new', 'router', 'provisioning', 'drift', 'adopt',
  'users', 'roles', 'audit', 'me', 'settings', 'jobs', 'about',
]);

/** Area → what is shown of it: the name of the picture, and what one sees. */
export const areas = {
  'First start': [
    ['start-language', 'The language, before anything else'],
    ['start-database', 'Where the data are to be'],
    ['start-server', 'A server of one’s own, tried before it is used'],
    ['start-company', 'The company whose name stands on every voucher'],
    ['start-recovery', 'The recovery code, once'],
    ['start-prove', 'One group of it is asked for, so that it is certain'],
    ['start-router', 'The first router, or left for later'],
    ['start-plan', 'The first plan, and what its customer buys'],
    ['start-done', 'Done: on to the first batch'],
    ['start-checklist', 'What is left to do, until it is done'],
    ['sign-in', 'Signing in'],
    ['locked', 'The locked screen: PIN, password, or somebody else'],
    ['quick-switch', 'A colleague takes the desk over by their PIN'],
    ['must-change', 'A password somebody else knows is changed first'],
    ['join', 'Another computer, or a restored backup: the recovery code opens the data'],
  ],
  Today: [
    ['dashboard', 'How today is, and what needs somebody'],
    ['notices-bell', 'The bell'],
    ['notices', 'Notices, kept'],
    ['palette', 'Ctrl K: every screen and action'],
    ['palette-records', 'Ctrl K: batches, routers, codes'],
    ['keys', '?: the keys of this screen'],
    ['shell-lost', 'The data are out of reach: the screen stays, and says how old it is'],
    ['shell-silent', 'The data do not answer'],
    ['shell-idle', 'Nobody does the work that waits'],
  ],
  Counter: [
    ['counter', 'The counter, ready for the next customer'],
    ['counter-sale', 'Two of plan 3, what is given and the change'],
    ['counter-sold', 'Sold: the codes, and whether the routers have them'],
    ['counter-find', 'A code in a customer’s hand'],
    ['counter-extend', 'More time for it'],
    ['counter-move', 'Money in and out beside sales'],
    ['counter-close', 'The blind count'],
    ['counter-closed', 'What should have been there, and where the difference comes from'],
    ['cash', 'Shifts and drawers'],
    ['cash-shift', 'One shift'],
    ['cash-take', 'A shift that was forgotten is taken over'],
    ['sales', 'Every sale, refund and void: by number, code, person, shift and day'],
    ['sales-one', 'One sale: its codes, its shift, its paper once more'],
    ['sales-refund', 'Money back for some of its codes'],
    ['ledger', 'The ledger: accounts, and every movement of money'],
    ['ledger-check', 'The books, computed anew'],
  ],
  Vouchers: [
    ['batches', 'Batches, each with the worst truth about it'],
    ['batch-new', 'A new batch: the real card, the real sheet, what will happen'],
    ['batch', 'A batch on its way to the routers'],
    ['batch-paper', 'The paper, page by page'],
    ['vouchers', 'Codes'],
    ['vouchers-selected', 'Several of them, and what can be done with them'],
    ['columns', 'Which columns are shown'],
    ['save-view', 'What is chosen is kept as a view'],
    ['export', 'A list as a file'],
    ['export-card', 'The file, ready at the foot of the menu'],
    ['voucher', 'One code and its life'],
    ['stock', 'Stock by plan, wherever a code is'],
    ['stock-batches', 'Stock by batch'],
    ['plans', 'Plans'],
    ['plan-new', 'A new plan'],
    ['plan', 'A plan, and what its customer buys'],
    ['prints', 'What was printed, and why again'],
  ],
  'Vendors and resellers': [
    ['vendors', 'Vendors: what they hold, and what they owe'],
    ['vendor-new', 'A new vendor and their terms'],
    ['vendor', 'A vendor’s codes'],
    ['vendor-hand', 'Codes are handed over: how many, and what they cost'],
    ['vendor-settle', 'What was used is settled, and what is paid of it'],
    ['vendor-pay', 'A vendor pays in'],
    ['vendor-transfers', 'Hand-overs and returns'],
    ['vendor-settlements', 'Payments and settlements'],
    ['vendor-statement', 'The statement, line by line'],
    ['vendor-data', 'Terms, own prices, and who sees the account'],
    ['account', 'A reseller’s own account, and nothing else'],
  ],
  Reports: [
    ['reports', 'Sales beside the period before'],
    ['reports-vendors', 'Sales by vendors, and what is left of them'],
    ['reports-truths', 'Printed, sold, used'],
    ['reports-unsold', 'What ended without being sold'],
    ['reports-shifts', 'Shifts and their differences'],
    ['reports-plan', 'By plan'],
  ],
  Routers: [
    ['routers', 'Routers'],
    ['router-new', 'A router is added: what to paste, and the test'],
    ['router', 'A router live: traffic, who is on, what needs a look'],
    ['router-interfaces', 'Its interfaces'],
    ['router-log', 'Its log, followed'],
    ['router-ping', 'A ping the router sends'],
    ['router-kick', 'Somebody is cut off'],
    ['router-down', 'A router that does not answer'],
    ['router-test', 'The guided test stops where it fails, with what to paste'],
  ],
  'What a router does not hold as asked': [
    ['provisioning', 'All routers'],
    ['drift', 'The rows that differ on one'],
    ['drift-row', 'One row three ways: ours, last seen, now'],
    ['drift-dry-run', 'What would be written, before it is'],
    ['gate', 'After a restore: look first'],
    ['adopt', 'Taking over what another program made'],
  ],
  'People and rights': [
    ['users', 'People'],
    ['user-new', 'Somebody new'],
    ['user-data', 'Somebody’s name, role and places'],
    ['user-access', 'Password, lock and sessions of somebody'],
    ['roles', 'Roles and what they may'],
    ['role-edit', 'A role is changed'],
    ['role-who', 'Who may do one thing'],
    ['audit', 'Who did what'],
    ['audit-row', 'One change, old and new'],
    ['audit-deeds', 'Deeds'],
    ['me', 'Myself: name, password, PIN, sessions'],
    ['me-notices', 'What calls me, and when not'],
  ],
  'Settings and the rest': [
    ['settings', 'Settings'],
    ['settings-find', 'A setting found by its word'],
    ['settings-location', 'A place of business and its clock'],
    ['settings-printing', 'Paper, design and slips'],
    ['settings-printers', 'Printers'],
    ['settings-printer', 'One printer'],
    ['settings-routers', 'What is written to routers by itself'],
    ['settings-retention', 'How long things are kept'],
    ['settings-security', 'Security'],
    ['settings-worker', 'Who does the work that nobody waits for'],
    ['settings-database', 'Where the data are'],
    ['settings-recovery', 'A new recovery code'],
    ['settings-appearance', 'Appearance and language'],
    ['settings-desk', 'This computer: closing and starting'],
    ['jobs', 'Jobs and workers'],
    ['about', 'About: versions, licences, diagnostics'],
  ],
};

const names = Object.values(areas).flatMap((all) => all.map(([name]) => name));

/** The file of a picture in docs/images, if this look of this screen is kept. */
export function fileOf(name, look) {
  const kept = looksKept[look];
  return names.includes(name) && kept && (kept !== 'wide' || wide.has(name)) ? join(images, `${name}-${kept}.webp`) : undefined;
}

/** Where the two lists disagree: screens that are taken and not shown, or shown and not taken. */
export function disagreements(taken) {
  const all = new Set([...taken, ...names]);
  return [...all].filter((one) => !names.includes(one) || !taken.includes(one)).map((one) => `${one}: in one list only (pictures.mjs, lib/gallery.mjs)`);
}

const head = `# The screens

Every screen of the program over the made-up shop its tests use: light in Indonesian, dark in English, at
1366 × 768, the smallest laptop it is made for; each as a whole at 1920 × 1080 as well. \`node tests/e2e/pictures.mjs
--docs\` takes them anew, looks at each for faults that only a browser can see, and writes this page.

How they are used, in order: [the guide](guide/en.md) ([Bahasa Indonesia](guide/id.md)).
`;

/** Writes docs/screens.md and takes away pictures nobody shows. `addressOf` tells where a screen is. */
export function writePage(addressOf) {
  const picture = (name, kept, says) => `![${says}](images/${name}-${kept}.webp)`;
  const shown = ([name, says]) => [
    `**${says}** \`${addressOf(name)}\``, '',
    '| light | dark |', '|---|---|', `| ${picture(name, 'light', says)} | ${picture(name, 'dark', `${says}, dark`)} |`, '',
    ...(wide.has(name) ? [picture(name, 'wide', `${says}, at 1920 × 1080`), ''] : []),
  ];
  const parts = Object.entries(areas).flatMap(([area, all]) => [`## ${area}`, '', ...all.flatMap(shown)]);
  writeFileSync(join(root, 'docs/screens.md'), `${head}\n${parts.join('\n')}`);
  const kept = new Set(names.flatMap((name) => Object.keys(looksKept).flatMap((look) => fileOf(name, look) ?? [])));
  for (const file of readdirSync(images)) if (!kept.has(join(images, file))) rmSync(join(images, file));
  return [...kept].filter((file) => !existsSync(file));
}
