import type { LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';

type Attributes = Record<string, string | number | undefined>;
type Node = [tag: string, attributes: Attributes];

const paths = new Map<LucideIcon, string>();

/**
 * An icon of a state in a long list: the same drawing as `Icon`, in one path. A row that shows another state then
 * changes one attribute; an icon of several shapes would be taken out of the page and made anew, row after row, at
 * every turn of the wheel.
 */
export function Shape({ as: icon }: { as: LucideIcon }) {
  return (
    <svg viewBox="0 0 24 24" className="i" aria-hidden="true">
      <path d={pathOf(icon)} />
    </svg>
  );
}

/** Everything an icon draws as one path of SVG. */
export function pathOf(icon: LucideIcon): string {
  let path = paths.get(icon);
  if (path === undefined) {
    path = shapesOf(icon).map(traced).join('');
    paths.set(icon, path);
  }
  return path;
}

// The library gives its shapes to nobody but its own component, which holds them as a property of what it renders.
function shapesOf(icon: LucideIcon): Node[] {
  const { render } = icon as unknown as { render: (props: object, ref: null) => ReactElement<{ icon: { node: Node[] } }> };
  return render({}, null).props.icon.node;
}

function traced([tag, attributes]: Node): string {
  const of = (name: string) => Number(attributes[name] ?? 0);
  switch (tag) {
    // Its first `m` is told from the corner of the drawing, and not from where the shape before it ended.
    case 'path': return `M0 0${String(attributes['d'])}`;
    case 'line': return `M${of('x1')} ${of('y1')}L${of('x2')} ${of('y2')}`;
    case 'circle': return `M${of('cx') - of('r')} ${of('cy')}a${of('r')} ${of('r')} 0 1 0 ${2 * of('r')} 0a${of('r')} ${of('r')} 0 1 0 ${-2 * of('r')} 0`;
    case 'rect': return box(of('x'), of('y'), of('width'), of('height'), of('rx') || of('ry'));
    default: throw new Error(`no path is known for <${tag}>`);
  }
}

function box(x: number, y: number, width: number, height: number, r: number): string {
  const corner = (dx: number, dy: number) => (r > 0 ? `a${r} ${r} 0 0 1 ${dx * r} ${dy * r}` : '');
  return `M${x + r} ${y}h${width - 2 * r}${corner(1, 1)}v${height - 2 * r}${corner(-1, 1)}h${2 * r - width}${corner(-1, -1)}v${2 * r - height}${corner(1, -1)}z`;
}
