import type { ReactNode } from 'react';
import { classNames } from '#dashboard/lib/class-names.ts';
import { formatCount } from '#dashboard/lib/format.ts';
import { safeText } from '#dashboard/lib/safe-text.ts';
import { Matched } from '#dashboard/ui/Matched.tsx';
import { SafeText } from '#dashboard/ui/SafeText.tsx';
import { Cell, type Column, TableRow } from '#dashboard/ui/Table.tsx';
import { type TreeRow, keyWords } from './schema-tree.ts';

/** Columns of the tree (LOOKS.md, schema row). */
export const schemaColumns: readonly Column[] = [
  { id: 'name', head: 'Object', width: 'flex' },
  { id: 'type', head: 'Type', width: 184, padStart: 8 },
  { id: 'key', head: 'Key', width: 52, padStart: 8 },
  { id: 'null', head: 'Null', width: 36 },
  { id: 'references', head: 'References, comment', width: 176, padStart: 8 },
];

/** One row of the schema tree: 24 high, names and types only. */
export function SchemaRow({
  row,
  index,
  find,
  isChosen,
  onToggle,
  onChoose,
  onRetry,
}: {
  row: TreeRow;
  index: number;
  find: string;
  isChosen: boolean;
  onToggle: (object: number) => void;
  onChoose: (object: number, field: string) => void;
  onRetry: () => void;
}) {
  switch (row.kind) {
    case 'namespace':
      return (
        <Line
          index={index}
          name={
            <b className="font-semibold stretch-[85%]">
              {named(row.namespace ?? (row.isFolder ? 'no folder' : 'no schema'))}
            </b>
          }
          type={row.isFolder ? 'folder' : 'schema'}
          indent={0}
        >
          {row.objects === undefined ? '' : formatCount(row.objects, 'object')}
        </Line>
      );
    case 'object': {
      const { object, isOpen } = row;
      const hits =
        object.matches.length === 0
          ? ''
          : `, has ${object.matches
              .slice(0, 3)
              .map((match) => safeText(match))
              .join(', ')}`;
      return (
        <Line
          index={index}
          indent={1}
          onSelect={() => onToggle(object.index)}
          name={
            <button
              type="button"
              aria-expanded={isOpen}
              onClick={() => onToggle(object.index)}
              className="focus-inside max-w-full truncate text-left font-semibold stretch-[85%]"
            >
              <span aria-hidden="true" className="inline-block w-4 font-normal text-ink-2">
                {isOpen ? '−' : '+'}
              </span>
              <Matched text={safeText(object.name)} query={find} />
            </button>
          }
          type={object.kind}
        >
          <span title={object.comment === null ? undefined : safeText(object.comment)}>
            {formatCount(object.fieldCount, 'field')}
            {hits}
          </span>
        </Line>
      );
    }
    case 'field': {
      const { field, object } = row;
      return (
        <Line
          index={index}
          indent={3}
          isChosen={isChosen}
          onSelect={() => onChoose(object.index, field.name)}
          name={
            <span className={classNames('font-mono text-note', row.isMatch && 'font-medium')}>
              <Matched text={safeText(field.name)} query={find} />
            </span>
          }
          type={field.type}
          keys={keyWords(field)}
          nulls={field.nullable === null ? '?' : field.nullable ? 'yes' : 'no'}
        >
          {field.references === null ? (
            field.comment === null ? (
              ''
            ) : (
              <SafeText>{field.comment}</SafeText>
            )
          ) : (
            named(`→ ${field.references}`)
          )}
        </Line>
      );
    }
    case 'fields-waiting':
      return (
        <Line
          index={index}
          indent={3}
          name={<span className="inline-block h-2 w-32 bg-select" title="reading" />}
          type=""
        />
      );
    case 'fields-failed':
      return (
        <Line
          index={index}
          indent={3}
          name={
            <button type="button" onClick={onRetry} className="word-link text-failed-text">
              The fields could not be read. Try now
            </button>
          }
          type=""
        />
      );
    case 'no-fields':
      return <Line index={index} indent={3} name={<span className="text-ink-3">no field is known</span>} type="" />;
  }
}

function Line({
  index,
  name,
  indent,
  type,
  keys = '',
  nulls = '',
  isChosen = false,
  onSelect,
  children,
}: {
  index: number;
  name: ReactNode;
  indent: number;
  type: string;
  keys?: string;
  nulls?: string;
  isChosen?: boolean;
  onSelect?: () => void;
  children?: ReactNode;
}) {
  const shownName = (
    <span className="block truncate" style={{ paddingLeft: 12 + indent * 16 }}>
      {name}
    </span>
  );
  return (
    <TableRow
      index={index}
      height={24}
      isSelected={isChosen}
      {...(onSelect === undefined ? {} : { onSelect })}
      phone={
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1">{shownName}</span>
          <span className="max-w-[45%] truncate font-mono text-note text-ink-2">
            <SafeText>{[type, keys].filter((word) => word !== '').join(' ')}</SafeText>
          </span>
        </span>
      }
    >
      <Cell column="name">{shownName}</Cell>
      <Cell column="type" className="font-mono text-note text-ink-2">
        <SafeText>{type}</SafeText>
      </Cell>
      <Cell column="key" className="font-mono text-note">
        {keys}
      </Cell>
      <Cell column="null" className="text-ink-2">
        {nulls}
      </Cell>
      <Cell column="references" className="text-ink-2">
        {children}
      </Cell>
    </TableRow>
  );
}

function named(text: string): ReactNode {
  return <SafeText>{text}</SafeText>;
}
