import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckField, Choice, NumberField, Seg, SelectField, TextField } from '@/components/field';
import { CodeText } from '@/components/text';
import { formatMoney, formatRate, formatSpan } from '@/lib/format';
import type { CodeAlphabet, PlanView, SheetPreset } from '@/ipc';
import type { BatchForm, BatchProblems } from './batch-draft';

const alphabets: CodeAlphabet[] = ['lower', 'lower_digits', 'digits', 'upper', 'upper_digits'];

/** `1 Hari · 24 jam, 5 M / 10 M · Rp 5.000`: enough to choose by. */
function usePlanLine(): (plan: PlanView) => string {
  return ({ terms }) => {
    const limits = [
      terms.usage_limit_s ? formatSpan(terms.usage_limit_s) : terms.validity_s ? formatSpan(terms.validity_s) : undefined,
      terms.upload_kbps && terms.download_kbps ? `${formatRate(terms.upload_kbps * 1000)} / ${formatRate(terms.download_kbps * 1000)}` : undefined,
    ];
    return [terms.name, limits.filter(Boolean).join(', '), formatMoney(terms.price_sell)].filter(Boolean).join(' · ');
  };
}

export function BatchFields({ form, onChange, plans, presets, problems, example, quantityRef }: {
  form: BatchForm; onChange: (part: Partial<BatchForm>) => void; plans: PlanView[]; presets: SheetPreset[]; problems: BatchProblems;
  example: string | undefined; quantityRef: RefObject<HTMLInputElement | null>;
}) {
  const { t } = useTranslation();
  const planLine = usePlanLine();
  const plan = plans.find((one) => one.plan_id === form.planId);
  const preset = presets.find((one) => one.preset === form.preset);
  const designs = [...new Set(presets.map((one) => one.design))];
  return (
    <div className="Form">
      <fieldset>
        <legend>{t('batch:groupPlan')}</legend>
        <SelectField
          label={t('batch:plan')}
          autoFocus={form.planId === null}
          value={plan ? String(plan.plan_id) : ''}
          placeholder={t('batch:choosePlan')}
          error={problems.plan ? t('batch:choosePlan') : undefined}
          options={plans.map((one) => ({ value: String(one.plan_id), label: planLine(one) }))}
          onChange={(value) => onChange({ planId: Number(value), routerId: null })}
        />
        <div className="G2">
          <NumberField
            label={t('batch:quantity')}
            autoFocus={form.planId !== null}
            inputRef={quantityRef}
            value={form.quantity}
            unit={t('batch:codes')}
            error={problems.quantity ? t('batch:quantityRange') : undefined}
            onChange={(quantity) => onChange({ quantity })}
          />
          <SelectField
            label={t('batch:router')}
            value={form.routerId === null ? 'all' : String(form.routerId)}
            options={[{ value: 'all', label: plan?.routers.length === 1 ? (plan.routers[0]?.router_name ?? '') : t('batch:allRouters') }, ...(plan && plan.routers.length > 1 ? plan.routers.map((one) => ({ value: String(one.router_id), label: one.router_name })) : [])]}
            onChange={(value) => onChange({ routerId: value === 'all' ? null : Number(value) })}
          />
        </div>
      </fieldset>
      <fieldset>
        <legend>{t('batch:groupCode')}</legend>
        <div className="row">
          <Seg
            label={t('batch:groupCode')}
            value={form.mode}
            onChange={(mode) => onChange({ mode })}
            options={[{ value: 'code', label: t('batch:codeOnly') }, { value: 'user_password', label: t('batch:userPassword') }]}
          />
          <span className="grow" />
          {example && (
            <span className="CodeSample">
              <span className="sr">{t('batch:example')}</span>
              <CodeText code={example} />
            </span>
          )}
        </div>
        <div className="G3">
          <SelectField
            label={t('batch:alphabet')}
            value={form.alphabet}
            options={alphabets.map((value) => ({ value, label: t(`batch:alphabets.${value}`) }))}
            onChange={(value) => onChange({ alphabet: value as CodeAlphabet })}
          />
          <NumberField label={t('batch:length')} value={form.length} error={problems.length ? '4–16' : undefined} onChange={(length) => onChange({ length })} />
          <TextField label={t('batch:prefix')} mono value={form.prefix} maxLength={6} error={problems.prefix ? 'a–z 0–9' : undefined} onChange={(prefix) => onChange({ prefix: prefix.toLowerCase() })} />
        </div>
      </fieldset>
      <fieldset>
        <legend>{t('batch:groupPrint')}</legend>
        <Choice
          label={t('batch:design')}
          value={preset?.design ?? ''}
          columns={Math.max(3, designs.length)}
          onChange={(design) => onChange({ preset: presetFor(presets, design, preset)?.preset ?? form.preset })}
          options={designs.flatMap((design) => {
            const one = presetFor(presets, design, preset);
            if (!one) return [];
            const cards = one.columns * one.rows;
            return [{
              value: design,
              title: designName(design),
              detail: cards > 1 ? t('batch:perSheet', { count: cards, paper: one.paper }) : t('batch:onePerSlip', { paper: one.paper }),
              picture: <DesignPicture preset={one} />,
            }];
          })}
        />
        <SelectField
          label={t('batch:paper')}
          value={form.preset}
          options={presets.filter((one) => one.design === preset?.design).map((one) => ({ value: one.preset, label: paperLine(one) }))}
          onChange={(value) => onChange({ preset: value })}
        />
        <CheckField label={t('batch:qr')} checked={form.qr !== false && preset?.has_qr !== false} disabled={preset?.has_qr === false} onChange={(qr) => onChange({ qr })} />
        <TextField label={t('batch:notes')} value={form.notes} maxLength={200} onChange={(notes) => onChange({ notes })} />
      </fieldset>
    </div>
  );
}

/** `A4, 3 × 8 = 24`: the grid, as people count it. */
const paperLine = ({ paper, columns, rows }: SheetPreset) => (columns * rows > 1 ? `${paper}, ${columns} × ${rows} = ${columns * rows}` : paper);

/** The sheet of another design: what is chosen already when it fits, else the same paper, else its first. */
function presetFor(presets: SheetPreset[], design: string, chosen: SheetPreset | undefined): SheetPreset | undefined {
  if (chosen?.design === design) return chosen;
  const same = presets.filter((one) => one.design === design);
  // 24 cards is what most people buy paper for.
  return same.find((one) => one.preset === 'a4-24') ?? same.find((one) => one.paper === chosen?.paper) ?? same[0];
}

const designName = (design: string) => design.charAt(0).toUpperCase() + design.slice(1);

/** What stands where on a card of the known designs: `ink` for the code, `fill` for QR, logo and price, lines for the rest. */
const cards: Record<string, { fill: string; ink: string; lines: string }> = {
  tenang: { fill: 'M4 4h5v5H4zM41 9h19v19H41z', ink: 'M4 18h24', lines: 'M11 6.5h18M4 25h14' },
  harga: { fill: 'M3 4h16v27H3zM45 9h16v16H45z', ink: 'M23 16h18', lines: 'M23 23h14' },
  rapat: { fill: '', ink: 'M6 9h20M39 9h20M6 25h20M39 25h20', lines: 'M6 14h10M39 14h10M6 30h10M39 30h10' },
  slip: { fill: 'M24 19h17v14H24z', ink: 'M20 12h25', lines: 'M24 5h17' },
};

/** One card in small; a design this version has no picture of is shown by its grid. */
function DesignPicture({ preset }: { preset: SheetPreset }) {
  const card = cards[preset.design];
  return (
    <span className="Th" aria-hidden="true">
      {card ? (
        <svg viewBox="0 0 65 35" fill="none" stroke="#8b948f" strokeWidth="2">
          <path d={card.fill} fill="#8b948f" stroke="none" />
          <path d={card.ink} stroke="#17211d" strokeWidth="4" />
          <path d={card.lines} />
        </svg>
      ) : (
        <GridPicture columns={Math.min(preset.columns, 4)} rows={Math.min(preset.rows, 4)} />
      )}
    </span>
  );
}

function GridPicture({ columns, rows }: { columns: number; rows: number }) {
  const width = 57 / columns;
  const height = 27 / rows;
  return (
    <svg viewBox="0 0 65 35">
      {Array.from({ length: columns * rows }, (_, i) => (
        <rect key={`cell-${i + 1}`} x={4 + (i % columns) * width + 1} y={4 + Math.floor(i / columns) * height + 1} width={width - 2} height={height - 2} fill="#8b948f" rx="1" />
      ))}
    </svg>
  );
}
