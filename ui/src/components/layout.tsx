import type { ReactNode } from 'react';

/** Title 18/24, at most three actions, the primary one last. */
export function PageHead({ title, detail, actions }: { title: string; detail?: ReactNode; actions?: ReactNode }) {
  'use memo';
  return (
    <header className="PageHead">
      <h1>{title}</h1>
      {detail && <span className="q nw">{detail}</span>}
      <span className="grow" />
      {actions}
    </header>
  );
}

export function DetailHeader({ title, states, detail, actions }: { title: ReactNode; states?: ReactNode; detail?: ReactNode; actions?: ReactNode }) {
  return (
    <header className="DetailHeader">
      <h1>{title}</h1>
      {states}
      {detail && <span className="q sm cut">{detail}</span>}
      <span className="grow" />
      {actions}
    </header>
  );
}

export function Panel({ title, detail, actions, children, line = false, flush = false, grow = false }: {
  title?: ReactNode; detail?: ReactNode; actions?: ReactNode; children: ReactNode; line?: boolean; flush?: boolean;
  /** Takes the height that is left in its column. */
  grow?: boolean;
}) {
  return (
    <section className={grow ? 'Panel grows' : 'Panel'}>
      {title && (
        <div className={`Panel-head ${line ? 'line' : ''}`}>
          <h2>{title}</h2>
          {detail && <span className="q sm">{detail}</span>}
          <span className="grow" />
          {actions}
        </div>
      )}
      {flush ? children : <div className="Panel-body">{children}</div>}
    </section>
  );
}

export interface Fact {
  label: string;
  value: ReactNode;
}

export function FactGrid({ facts, columns, minimum = 128 }: { facts: Fact[]; columns?: number; minimum?: number }) {
  return (
    <dl className="FactGrid" style={{ gridTemplateColumns: columns ? `repeat(${columns}, minmax(0, 1fr))` : `repeat(auto-fit, minmax(${minimum}px, 1fr))` }}>
      {facts.map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd>{fact.value ?? <span className="q">–</span>}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The figures of the rows on screen: sums that matter, not only rows. */
export function TotalsFooter({ facts, partial, note }: { facts: Fact[]; partial?: string | undefined; note?: ReactNode }) {
  'use memo';
  return (
    <div className="TotalsFooter">
      <dl>
        {facts.map((fact) => (
          <div key={fact.label}>
            <dt>{fact.label}</dt>
            <dd>{fact.value}</dd>
          </div>
        ))}
      </dl>
      {/* Sums over the rows that were read are said to be that, and not taken for the whole. */}
      {partial && <span className="sm q">{partial}</span>}
      <span className="grow" />
      {note && <span className="sm q">{note}</span>}
    </div>
  );
}

export function BulkBar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="BulkBar" role="toolbar" aria-label={label}>
      {children}
    </div>
  );
}

/** A part that scrolls by itself and holds nothing to press: one stop for Tab, so that the arrow keys reach what is below. */
export function ScrollRegion({ label, className, children }: { label: string; className: string; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
    <div className={className} tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}
