// What a cashier sees of the counter at one moment, in Chromium and in the window alike.

/** With the words for `counter:sold` and `common:askAgain`. */
export const sight = `
  const seen = (e) => e.getClientRects().length > 0;
  const plain = (e) => e?.textContent.replace(/\\s+/g, ' ').trim() ?? null;
  const number = (e) => (e ? Number(e.textContent.replace(/\\D/g, '')) : null);
  const codeIn = (e) => e?.querySelector('.ErrorCode .CodeText')?.textContent.split(' · ')[0].trim() ?? null;
  const again = arguments[1];
  const isAsked = (e) => [...(e?.querySelectorAll('.Banner button') ?? [])].some((one) => plain(one) === again);
  const dialogs = [...document.querySelectorAll('[role=dialog], [role=alertdialog]')].filter(seen);
  const dialog = dialogs.at(-1);
  const sale = document.querySelector('section.Sale');
  const isReceipt = sale?.getAttribute('aria-label') === arguments[0];
  const entry = document.querySelector('.Entry input');
  return {
    at: location.pathname,
    lost: location.protocol === 'chrome-error:',
    main: document.querySelector('main.Main') !== null,
    signIn: document.querySelector('.SignIn input') !== null,
    failed: document.querySelector('.EmptyState.bad') !== null,
    tiles: document.querySelectorAll('.Plans .Plan').length,
    entry: entry && { text: entry.value, open: !entry.disabled },
    dialog: dialog ? { depth: dialogs.length, text: plain(dialog), error: codeIn(dialog), busy: dialog.querySelector('button[aria-busy=true]') !== null, unknown: isAsked(dialog) } : null,
    receipt: isReceipt ? {
      number: /[A-Z]+-[0-9-]+/.exec(plain(sale.querySelector('h1')))?.[0],
      codes: [...sale.querySelectorAll('.Lines .CodeText')].map((one) => one.textContent),
      change: number(sale.querySelector('.Change strong')),
      waits: sale.querySelector('.Banner.wait') !== null,
    } : null,
    lines: isReceipt ? 0 : (sale?.querySelectorAll('.Lines li').length ?? 0),
    total: isReceipt ? null : number(sale?.querySelector('.Tot strong')),
    unknown: isAsked(sale),
    error: isReceipt ? null : codeIn(sale),
    busy: sale !== null && sale.querySelector('button[aria-busy=true]') !== null,
    recent: [...document.querySelectorAll('.Side .Last li time')].map((one) => one.title),
    found: plain(document.querySelector('.FoundCode')),
  };`;

/** Puts the cursor into a field of the uppermost dialog, or of the page, by its label; what stands there is selected. */
export const focusField = `
  const seen = (e) => e.getClientRects().length > 0;
  const top = [...document.querySelectorAll('[role=dialog], [role=alertdialog]')].filter(seen).at(-1) ?? document;
  const label = [...top.querySelectorAll('label')].find((one) => seen(one) && one.textContent.trim() === arguments[0]);
  if (!label?.control || label.control.disabled) return false;
  label.control.focus();
  label.control.select();
  return document.activeElement === label.control;`;

/** Takes one of several ways that stand beside each other. */
export const choose = `
  const seen = (e) => e.getClientRects().length > 0;
  const top = [...document.querySelectorAll('[role=dialog], [role=alertdialog]')].filter(seen).at(-1) ?? document;
  const one = [...top.querySelectorAll('.Seg label')].find((label) => label.textContent.trim() === arguments[0]);
  one?.click();
  return Boolean(one);`;

/** Puts the cursor into the nth field of the sign-in. */
export const focusSignIn = `
  const input = document.querySelectorAll('.SignIn input')[arguments[0]];
  input?.focus();
  input?.select();
  return input !== undefined && input === document.activeElement;`;
